"""The headers of every answer: pages, files, kept pages, errors, redirects and 304 alike."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request, session

from blueprints.base.sign_in import TOKEN
from settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
}
_A_YEAR = 365 * 24 * 3600


def with_webassembly(policy: str) -> str:
    """The policy for what runs the scanner's decoder."""
    return policy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")


def standing_headers(settings: Settings) -> list[tuple[str, str]]:
    """The headers that every response of this site carries."""
    headers = list(SECURITY_HEADERS.items())
    if settings.in_production:
        headers.append(("Strict-Transport-Security", f"max-age={_A_YEAR}"))
    return headers


class HeadersOnAll:
    """WSGI middleware: adds the standing headers that an answer does not have yet.

    Around all others, since files and kept pages are answered before the application runs.
    """

    def __init__(self, wsgi_app: "WSGIApplication", headers: Sequence[tuple[str, str]]) -> None:
        self._next = wsgi_app
        self._headers = [(name, value, name.lower()) for name, value in headers]

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            present = {name.lower() for name, _value in headers}
            added = [(name, value) for name, value, low in self._headers if low not in present]
            return start_response(status, [*headers, *added], *error)

        return self._next(environ, start)


def init_app(app: Flask, settings: Settings) -> None:
    """Wrap the application. Call it last of all."""
    app.after_request(_add_what_depends)
    headers = app.config["STANDING_HEADERS"] = standing_headers(settings)
    app.wsgi_app = HeadersOnAll(app.wsgi_app, headers)  # type: ignore[method-assign]


def _add_what_depends(response: Response) -> Response:
    """Say who may keep the answer, and name no host in a redirect of ours."""
    if response.location and response.location.startswith(request.host_url):
        # Routing adds a missing slash by a full address.
        response.location = f"/{response.location[len(request.host_url) :].lstrip('/')}"
    if "Cache-Control" not in response.headers:
        # The session's cookie itself is written after this.
        kept = not (session.modified or ("ETag" not in response.headers and _is_personal()))
        response.headers["Cache-Control"] = "private, no-cache" if kept else "no-store"
    return response


def _is_personal() -> bool:
    """Whether the answer may hold somebody's data: opened by a personal link, by who has signed
    in or brings a token, or an answer to what was typed."""
    by_link = "token" in (request.view_args or {})
    by_whom = TOKEN in session or "Authorization" in request.headers
    return by_link or by_whom or request.method not in ("GET", "HEAD")
