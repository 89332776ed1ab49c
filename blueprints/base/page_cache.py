"""Rendered pages kept for visitors who would all be shown the same.

No page is served because of its age alone: before it is given out again, its state (which one cheap
select reads) must be what it was when the page was rendered. So a change made by another process or
another machine shows in the very next response.

Visitors without a cookie, which is everybody on the day on which an event is announced, are
answered before the rest of the application runs: see docs/decisions/0004-kept-pages.md.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from operator import methodcaller
from typing import TYPE_CHECKING

from flask import Flask, Response, request, session
from flask_login import COOKIE_NAME
from sqlalchemy.exc import SQLAlchemyError

from blueprints.base.languages import best_language, chosen_language
from blueprints.base.watching import ROUTE
from extensions import kept
from lib import sqlite
from lib.clock import utc_now
from lib.keeping import KeptWhileSame

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_state_now = methodcaller("read_state")
_VARY = "Accept-Language, Cookie"


@dataclass(frozen=True)
class Draft:
    """A page as it was just rendered."""

    html: str
    valid_until: datetime | None
    """The time from which it reads differently although nothing changes; None: it never does."""


@dataclass(frozen=True)
class KeptPage:
    read_state: Callable[[], Hashable]
    """Reads the page's state from the database, without the application's context."""
    valid_until: datetime | None
    body: bytes
    etag: str
    headers: list[tuple[str, str]]
    route: str


def still_true(page: Draft | KeptPage) -> bool:
    """Whether the time at which the page reads differently is still to come."""
    return page.valid_until is None or utc_now() < page.valid_until


kept_pages = kept(lambda: KeptWhileSame[KeptPage](most=512, holds=still_true))


class KeptPagesFirst:
    """WSGI middleware that gives out a kept page if nothing in the request could change it."""

    def __init__(
        self, wsgi_app: "WSGIApplication", pages: KeptWhileSame[KeptPage], locale: str
    ) -> None:
        self._next, self._pages, self._locale = wsgi_app, pages, locale

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        page = self._page_for(environ)
        if page is None:
            return self._next(environ, start_response)
        environ[ROUTE] = page.route
        if f'"{page.etag}"' in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 NOT MODIFIED", [*page.headers])
            return []
        length = ("Content-Length", str(len(page.body)))
        start_response("200 OK", [*page.headers, length])
        return [page.body] if environ["REQUEST_METHOD"] == "GET" else []

    def _page_for(self, environ: "WSGIEnvironment") -> KeptPage | None:
        if environ.get("HTTP_COOKIE") or environ.get("QUERY_STRING"):
            return None
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        language = best_language(environ.get("HTTP_ACCEPT_LANGUAGE", ""), self._locale)
        key = (environ.get("SCRIPT_NAME", ""), environ["PATH_INFO"], language)
        token = sqlite.reading_only.set(True)
        try:
            return self._pages.unchanged(key, _state_now)
        except SQLAlchemyError:
            return None  # the application asks again, and knows how to say that it failed
        finally:
            sqlite.reading_only.reset(token)


def init_app(app: Flask) -> None:
    """Wrap the application. Call it last, so that a kept page passes no other middleware."""
    with app.app_context():
        pages = kept_pages()
    default = app.config["BABEL_DEFAULT_LOCALE"]
    app.wsgi_app = KeptPagesFirst(app.wsgi_app, pages, default)  # type: ignore[method-assign]


def respond_with_kept_page(
    read_state: Callable[[], Hashable], state: Hashable, render: Callable[[], Draft]
) -> Response:
    """This address's page, rendered anew only if its state or the time asks for it.

    `state` must have been read before `render` reads: then a change in between shows too early,
    never too late. Pages that speak to one visitor (signed in, a message waiting, an address with
    more arguments) are rendered for that visitor and not kept.
    """
    if not is_for_everyone():
        response = Response(render().html, mimetype="text/html")
        response.headers["Vary"] = _VARY
        return response
    key = (request.root_path, request.path, chosen_language())
    page = kept_pages().read(key, state, lambda: _page(read_state, render()))
    if request.if_none_match.contains_weak(page.etag):
        return Response(status=304, headers=page.headers)
    return Response(page.body, headers=page.headers)


def _page(read_state: Callable[[], Hashable], draft: Draft) -> KeptPage:
    body = draft.html.encode()
    etag = sha256(body).hexdigest()[:24]
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("ETag", f'"{etag}"'),
        ("Vary", _VARY),
        ("Cache-Control", "private, no-cache"),
    ]
    route = request.url_rule.rule if request.url_rule else ""
    return KeptPage(read_state, draft.valid_until, body, etag, headers, route)


def is_for_everyone() -> bool:
    """Whether nothing in this request makes the page differ from what others are shown."""
    if request.args and set(request.args) != {"lang"}:
        return False
    if COOKIE_NAME in request.cookies:
        return False
    return "_user_id" not in session and "_flashes" not in session
