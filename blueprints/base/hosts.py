"""Which names the site answers to. Looked at before anything else: see settings.BASE_URL.

A name that is not ours could come back in a redirect, and one that cannot be read makes the
framework fail on every address. Such requests get 421 and 400 as pages of ours. Monitors ask by
whatever name they have.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import BadRequest, HTTPException, MisdirectedRequest

from settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_REFUSAL = "meydan.refused_host"
_FOR_MONITORS = ("/healthz", "/readyz", "/metrics")
_HOST = re.compile(
    r"(?P<name>(?=.{1,253}(:|$))[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*|\[[0-9a-f:.]{2,45}\])"
    r"(:(?P<port>[0-9]{1,5}))?",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}


class HostsFirst:
    """WSGI middleware: a request for another site passes nothing on its way to our answer."""

    def __init__(self, app: Flask, wsgi_app: "WSGIApplication", settings: Settings) -> None:
        self._app, self._next = app, wsgi_app
        self._refusal_of = lru_cache(maxsize=1024)(answered_hosts(settings))
        self._own = urlsplit(settings.base_url).netloc

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        refusal = self._refusal_of(environ.get("HTTP_HOST", ""))
        if refusal is None:
            return self._next(environ, start_response)
        environ["HTTP_HOST"] = self._own
        if environ["PATH_INFO"] in _FOR_MONITORS:
            return self._next(environ, start_response)
        environ[_REFUSAL] = refusal
        return Flask.wsgi_app(self._app, environ, start_response)  # beside files and kept pages


def init_app(app: Flask, settings: Settings) -> None:
    """Wrap the application. Call it last, so that nothing answers before it."""
    app.wsgi_app = HostsFirst(app, app.wsgi_app, settings)  # type: ignore[method-assign]

    @app.url_value_preprocessor
    def refuse(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
        if refusal := request.environ.get(_REFUSAL):
            raise refusal()


def answered_hosts(settings: Settings) -> Callable[[str], type[HTTPException] | None]:
    """What a request with this Host header is refused with; None: it is answered.

    In production the host of BASE_URL alone is answered. In development the names of this machine
    are, at any port, and every name where other machines may reach the site.
    """
    own = urlsplit(settings.base_url)
    ports = {None, own.port or _PORTS[own.scheme]}
    for_others = not settings.in_production and not _is_loopback(settings.host)

    def refusal_of(host: str) -> type[HTTPException] | None:
        read = _HOST.fullmatch(host)
        if read is None or not _is_name(read["name"]) or int(read["port"] or 0) > 65535:
            return BadRequest
        name, port = read["name"].strip("[]").lower(), read["port"]
        if name == own.hostname and (port and int(port)) in ports:
            return None
        at_home = not settings.in_production and (_is_loopback(name) or name == own.hostname)
        return None if at_home or for_others else MisdirectedRequest

    return refusal_of


def _is_name(name: str) -> bool:
    """Whether it can be written in letters, or is an address of IPv6."""
    try:
        if name.startswith("["):
            return bool(ip_address(name.strip("[]")))
        return bool(name.encode("ascii").decode("idna"))
    except ValueError:
        return False


def _is_loopback(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
