"""Every answer is counted, and in production written to the log as one line: by its route, never by
its address. The line carries the request's number, which goes back as `X-Request-Id`."""

import re
from collections.abc import Iterable
from secrets import token_hex
from time import perf_counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Flask, current_app, request
from werkzeug.wsgi import ClosingIterator

from extensions import db
from lib import log_lines
from lib.request_figures import RequestFigures
from settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROUTE = "meydan.route"
"""Who answers without the application (files, kept pages) says here for which route."""
_UNKNOWN, _FILES = "unknown", "/static/<path:filename>"
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_EMPTY = (204, 304)
_NUMBER = re.compile(r"[A-Za-z0-9_-]{8,64}")


class WatchedRequests:
    """WSGI middleware around everything that answers."""

    def __init__(
        self, wsgi_app: "WSGIApplication", figures: RequestFigures, settings: Settings
    ) -> None:
        self._next, self._figures = wsgi_app, figures
        self._writes = settings.in_production
        self._by_proxy = bool(settings.trusted_proxies)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        began, status, is_whole = perf_counter(), 500, True
        added = [("X-Request-Id", self._numbered(environ))] if self._writes else []

        def start(line: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            nonlocal status, is_whole
            status = int(line[:3])
            is_whole = status in _EMPTY or any(name == "Content-Length" for name, _value in headers)
            return start_response(line, headers + added, *more)

        def note() -> None:
            self._note(environ, status, perf_counter() - began)

        try:
            answer = self._next(environ, start)
        except BaseException:
            note()
            raise
        if is_whole or environ["REQUEST_METHOD"] == "HEAD":
            note()
            return answer
        return ClosingIterator(answer, note)  # it is still being made

    def _numbered(self, environ: "WSGIEnvironment") -> str:
        """The proxy's own number, which also stands in its log, else a new one."""
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._by_proxy else ""
        number = given if _NUMBER.fullmatch(given) else token_hex(8)
        log_lines.request_number.set(number)
        return number

    def _note(self, environ: "WSGIEnvironment", status: int, seconds: float) -> None:
        is_file = environ["PATH_INFO"].startswith("/static/")
        route = environ.get(ROUTE) or (_FILES if is_file else _UNKNOWN)
        method = environ["REQUEST_METHOD"]
        if method not in _METHODS:
            method = "other"
        self._figures.note(route=route, method=method, status=status, seconds=seconds)
        if self._writes:
            log_lines.note_request(route=route, method=method, status=status, seconds=seconds)


def name_routes(app: Flask) -> None:
    """Call it first, so that what is refused on its way has its route, too."""

    @app.url_value_preprocessor
    def name_route(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
        if request.url_rule:
            request.environ[ROUTE] = request.url_rule.rule


def init_app(app: Flask, settings: Settings) -> None:
    """Wrap the application. Call it last, so that nothing answers before it."""
    app.extensions["figures"] = figures = RequestFigures()
    app.wsgi_app = WatchedRequests(app.wsgi_app, figures, settings)  # type: ignore[method-assign]
    with app.app_context():
        engine = db.engine

    @sa.event.listens_for(engine, "checkout")
    def take_up(*_given: Any) -> None:
        figures.connections.inc()

    @sa.event.listens_for(engine, "checkin")
    def lay_down(*_given: Any) -> None:
        figures.connections.dec()


def figures() -> RequestFigures:
    """Those of this app."""
    return current_app.extensions["figures"]  # type: ignore[no-any-return]
