"""The people of the load generator: generators that yield requests and are sent the answers."""

import json
import re
from collections.abc import Generator, Iterator
from itertools import count
from random import randrange
from urllib.parse import urlencode
from uuid import uuid4

Visit = Generator[bytes, "Answer", None]


class Answer:
    def __init__(self, status: int, head: bytes, body: bytes) -> None:
        self.status, self.head, self.body = status, head, body

    def must_be(self, status: int) -> None:
        if self.status != status:
            raise AssertionError(f"{self.status} instead of {status}: {self.body[:300]!r}")


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Language: tr"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def reads(path: str) -> Visit:
    """Requests the same page again and again, without cookies."""
    wanted = request("GET", path)
    while True:
        (yield wanted).must_be(200)


def updates(path: str) -> Visit:
    wanted = request("POST", path)
    while True:
        (yield wanted).must_be(204)


_COOKIE = re.compile(rb"Set-Cookie: ([^;]+)", re.IGNORECASE)
_LOCATION = re.compile(rb"Location: (\S+)", re.IGNORECASE)
_HIDDEN = re.compile(rb'<input[^>]*type="hidden"[^>]*>')
_NAME, _VALUE = re.compile(rb'name="([^"]*)"'), re.compile(rb'value="([^"]*)"')
_FORM = {"Content_Type": "application/x-www-form-urlencoded"}
_number = count(1)
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""Eleven digits could be an identity number, which no name may hold."""


def addresses() -> Iterator[str]:
    """One for each person, all different: /64 networks of the documentation's IPv6 addresses."""
    first = randrange(1 << 32)
    for number in count(first):
        yield f"2001:db8:{number >> 16 & 0xFFFF:x}:{number & 0xFFFF:x}::1"


def registers(path: str, addresses: Iterator[str]) -> Visit:
    """One person after another opens the form, fills it in, sends it and is led to the own page,
    each from the next address."""
    for address in addresses:
        page = yield request("GET", path, X_Forwarded_For=address)
        page.must_be(200)
        cookie = _COOKIE.search(page.head)
        hidden = {_NAME.search(f)[1]: _VALUE.search(f)[1] for f in _HIDDEN.findall(page.body)}  # type: ignore[index]
        number = f"{next(_number)}.{uuid4().hex[:12].translate(_LETTERS)}"
        body = urlencode(
            {
                **hidden,
                "given_name": "Işıl",
                "family_name": f"Çağlar {number}",
                "email": f"isil.{number}@example.org",
                "phone": "0599 123 45 67",
                "sector": "cso",
                "institution": "Iğdır Gençlik Derneği",
                "institution_role": "Üye",
                "province": "76",
            }
        ).encode()
        sent: dict[str, str] = {"X_Forwarded_For": address}
        if cookie:
            sent["Cookie"] = cookie[1].decode()
        answer = yield request("POST", path, body, **_FORM, **sent)
        answer.must_be(303)
        own_page = _LOCATION.search(answer.head)[1].decode()  # type: ignore[index]
        (yield request("GET", own_page, b"", **sent)).must_be(200)


def checks_in(path: str, token: str, checkpoint: int, codes: Iterator[str]) -> Visit:
    """Sends each ticket once, as a door phone would."""
    for code in codes:
        body = json.dumps({"code": code, "checkpoint_id": checkpoint, "nonce": uuid4().hex})
        answer = yield request(
            "POST",
            path,
            body.encode(),
            Content_Type="application/json",
            Authorization=f"Bearer {token}",
        )
        answer.must_be(200)
        if b"admitted" not in answer.body or b"refused" in answer.body:
            raise AssertionError(answer.body[:300])
