"""What pages of other sites send by somebody's cookie is refused, beside the tokens of forms.

Browsers say where a request comes from: `Origin`, if sent, must be ours, and `Sec-Fetch-Site` must
say same-origin, or none (the person's own act). What counts no cookie is asked for nothing: calls
with a bearer token, and the click of a mail program (RFC 8058).
"""

from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

from flask import Flask, current_app, request
from werkzeug.exceptions import Forbidden

from blueprints.base.transactions import SAFE
from extensions import csrf
from settings import Settings

Counted = TypeVar("Counted")

_PORTS = {"http": 80, "https": 443}
_WITHOUT_COOKIES: set[Any] = set()


class FromElsewhere(Forbidden):
    """A page of another site sent this."""

    description = "This request came from a page of another site."


def counts_no_cookie(view: Counted) -> Counted:
    """Mark a view, or a blueprint, for which no cookie gives a right: outermost, below the route."""
    csrf.exempt(view)
    _WITHOUT_COOKIES.add(view)
    return view


def init_app(app: Flask) -> None:
    """Call it after the tokens of forms are checked: an old form says so first."""
    app.before_request(_refuse_other_sites)


def is_ours(origin: str) -> bool:
    """Whether a page of this origin is a page of this site.

    In production BASE_URL alone says it: a proxy in front may have ended HTTPS.
    """
    settings: Settings = current_app.config["SETTINGS"]
    ours = {_read(settings.base_url)}
    if not settings.in_production:
        ours.add(_read(request.host_url))
    return _read(origin) in ours


def _refuse_other_sites() -> None:
    if request.method in SAFE or _is_without_cookies():
        return
    fetched_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    if fetched_from not in ("same-origin", "none") or (origin is not None and not is_ours(origin)):
        raise FromElsewhere


def _is_without_cookies() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    blueprint = current_app.blueprints.get(request.blueprint or "")
    return view in _WITHOUT_COOKIES or blueprint in _WITHOUT_COOKIES


def _read(address: str) -> tuple[str, str | None, int | None] | None:
    """Scheme, host and port; None: it is no origin."""
    try:
        parts: SplitResult = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if parts.scheme in _PORTS else None
