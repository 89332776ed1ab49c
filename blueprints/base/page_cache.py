"""Pages kept as they were rendered, for visitors who would all be shown the same.

Nothing is kept by the clock alone: before a page is given out again its state (what one cheap
select says of it) must be what it was when the page was rendered, so that a change made by
another process or another machine shows in the very next answer.

Visitors without a cookie, which is everybody on the day on which an event is announced, are
answered before the rest of the application is woken up: see docs/decisions/0004-kept-pages.md.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from flask import Flask, Response, current_app, request, session
from flask_login import COOKIE_NAME
from sqlalchemy.exc import SQLAlchemyError

from blueprints.base.languages import best_language, chosen_language
from blueprints.base.pages import standing_headers
from lib import sqlite
from lib.clock import utc_now

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Kept = TypeVar("Kept")

_MOST_PAGES = 512
_NAME = "meydan_page_cache"
_VARY = "Accept-Language, Cookie"


@dataclass(frozen=True)
class Draft:
    """A page as it was just rendered."""

    html: str
    valid_until: datetime | None
    """When it will read differently although nothing changes; None: never."""


@dataclass(frozen=True)
class KeptPage:
    read_state: Callable[[], Hashable]
    """Asks the database, without the application's context."""
    state: Hashable
    valid_until: datetime | None
    body: bytes
    etag: str
    headers: list[tuple[str, str]]

    def still_reads_so(self, state: Hashable) -> bool:
        return self.state == state and (self.valid_until is None or utc_now() < self.valid_until)


class PageCache(Generic[Kept]):
    """The pages asked for last, for the threads of one process."""

    def __init__(self, most: int = _MOST_PAGES) -> None:
        self._pages: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock, self._most = Lock(), most

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Hashable) -> Kept | None:
        with self._lock:
            if page := self._pages.get(key):
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page: Kept) -> None:
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


class KeptPagesFirst:
    """WSGI: gives out a kept page where nothing about the request could change it."""

    def __init__(
        self, wsgi_app: "WSGIApplication", cache: PageCache[KeptPage], locale: str
    ) -> None:
        self._next, self._cache, self._locale = wsgi_app, cache, locale

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        page = self._page_for(environ)
        if page is None:
            return self._next(environ, start_response)
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
        page = self._cache.get((environ.get("SCRIPT_NAME", ""), environ["PATH_INFO"], language))
        return page if page and _is_current(page) else None


def _is_current(page: KeptPage) -> bool:
    token = sqlite.reading_only.set(True)
    try:
        return page.still_reads_so(page.read_state())
    except SQLAlchemyError:
        return False  # the application asks again, and knows how to say that it failed
    finally:
        sqlite.reading_only.reset(token)


def init_app(app: Flask) -> None:
    """The last to wrap the application, so that a kept page meets nothing else."""
    cache: PageCache[KeptPage] = PageCache()
    app.extensions[_NAME] = cache
    default = app.config["BABEL_DEFAULT_LOCALE"]
    app.wsgi_app = KeptPagesFirst(app.wsgi_app, cache, default)  # type: ignore[method-assign]


def answer_with_kept_page(
    read_state: Callable[[], Hashable], state: Hashable, render: Callable[[], Draft]
) -> Response:
    """This address's page, rendered anew only where its state or the time asks for it.

    `state` must have been read before `render` reads: a change in between then shows too early,
    never too late. Pages that speak to one visitor (signed in, a message waiting, an address with
    more arguments) are rendered for that visitor and not kept.
    """
    if not is_for_everyone():
        answer = Response(render().html, mimetype="text/html")
        answer.headers["Vary"] = _VARY
        return answer
    cache: PageCache[KeptPage] = current_app.extensions[_NAME]
    key = (request.root_path, request.path, chosen_language())
    page = cache.get(key)
    if page is None or not page.still_reads_so(state):
        page = _kept(read_state, state, render())
        cache.keep(key, page)
    if request.if_none_match.contains_weak(page.etag):
        return Response(status=304, headers=page.headers)
    return Response(page.body, headers=page.headers)


def _kept(read_state: Callable[[], Hashable], state: Hashable, draft: Draft) -> KeptPage:
    body = draft.html.encode()
    etag = sha256(body).hexdigest()[:24]
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("ETag", f'"{etag}"'),
        ("Vary", _VARY),
        ("Cache-Control", "private, no-cache"),
        *standing_headers(),
    ]
    return KeptPage(read_state, state, draft.valid_until, body, etag, headers)


def is_for_everyone() -> bool:
    """Whether nothing about this request makes the page read differently from others'."""
    if request.args and set(request.args) != {"lang"}:
        return False
    if COOKIE_NAME in request.cookies:
        return False
    return "_user_id" not in session and "_flashes" not in session
