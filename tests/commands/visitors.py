"""Somebody with a browser of their own, at a site that runs as a process."""

import re
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

from tests.turns import PATIENCE

_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_PERSON = {
    "given_name": "Işıl",
    "sector": "cso",
    "institution": "Iğdır Gençlik Derneği",
    "institution_role": "Üye",
    "province": "76",
}
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


class _StaysHere(HTTPRedirectHandler):
    def redirect_request(self, *_given: object) -> None:
        """303 is an answer."""


class Visitor:
    def __init__(self, port: int) -> None:
        jar = CookieJar(DefaultCookiePolicy(rfc2965=False))
        self.opener = build_opener(HTTPCookieProcessor(jar), _StaysHere)
        self.opener.addheaders = [("Accept-Language", "en")]
        self.address = f"http://localhost:{port}"

    def get(self, path: str) -> tuple[int, str]:
        return self._ask(path)

    def hidden_fields(self, path: str) -> dict[str, str]:
        """What the form on this page holds already."""
        status, page = self._ask(path)
        assert status == 200, page
        return {field("name", shown): field("value", shown) for shown in _HIDDEN.findall(page)}

    def register(self, event: str, email: str, hidden: dict[str, str]) -> tuple[int, str]:
        """The name follows from the address: one person is taken once."""
        name = "Çağlar " + email.partition("@")[0].translate(_LETTERS)
        fields = {**hidden, **_PERSON, "email": email, "family_name": name}
        return self.post(f"{event}/register", fields)

    def sign_in(self, email: str, password: str, hidden: dict[str, str]) -> int:
        return self.post("/sign-in", {**hidden, "email": email, "password": password})[0]

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        return self._ask(path, urlencode(fields).encode())

    def _ask(self, path: str, body: bytes | None = None) -> tuple[int, str]:
        """Raises OSError if nothing is answered."""
        try:
            with self.opener.open(self.address + path, body, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()


def field(name: str, shown: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', shown)
    return found[1] if found else ""
