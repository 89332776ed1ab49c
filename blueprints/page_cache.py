"""Pages kept as they were rendered, for visitors who would all be shown the same.

Nothing is kept by the clock alone: before a page is given out again its state (what one cheap
select says of it) must be what it was when the page was rendered, so that a change made by
another process or another machine shows in the very next answer.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock

from flask import Flask, Response, current_app, request, session
from flask_login import COOKIE_NAME

from blueprints.languages import language
from lib.clock import utc_now

_MOST_PAGES = 512
_NAME = "meydan_page_cache"


@dataclass(frozen=True)
class Draft:
    """A page as it was just rendered."""

    html: str
    valid_until: datetime | None
    """When it will read differently although nothing changes; None: never."""


@dataclass(frozen=True)
class _KeptPage:
    state: Hashable
    valid_until: datetime | None
    body: bytes
    etag: str

    def still_reads_so(self, state: Hashable, at: datetime) -> bool:
        return self.state == state and (self.valid_until is None or at < self.valid_until)


class PageCache:
    """The pages asked for last, for the threads of one process."""

    def __init__(self, most: int = _MOST_PAGES) -> None:
        self._pages: OrderedDict[Hashable, _KeptPage] = OrderedDict()
        self._lock, self._most = Lock(), most

    def __len__(self) -> int:
        return len(self._pages)

    def find(self, key: Hashable, state: Hashable, at: datetime) -> _KeptPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is None or not page.still_reads_so(state, at):
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, state: Hashable, draft: Draft) -> _KeptPage:
        body = draft.html.encode()
        page = _KeptPage(state, draft.valid_until, body, sha256(body).hexdigest()[:24])
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)
        return page

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


def init_app(app: Flask) -> None:
    app.extensions[_NAME] = PageCache()


def answer_with_kept_page(name: str, state: Hashable, render: Callable[[], Draft]) -> Response:
    """The page of this name, rendered anew only where its state or the time asks for it.

    `state` must have been read before `render` reads: a change in between then shows too early,
    never too late. Pages that speak to one visitor (signed in, a message waiting, an address with
    more arguments) are rendered for that visitor and not kept.
    """
    if not _is_for_everyone():
        return _varying(Response(render().html, mimetype="text/html"))
    cache: PageCache = current_app.extensions[_NAME]
    key = (request.endpoint, name, language())
    page = cache.find(key, state, utc_now()) or cache.keep(key, state, render())
    if request.if_none_match.contains_weak(page.etag):
        answer = Response(status=304)
    else:
        answer = Response(page.body, mimetype="text/html")
    answer.headers["ETag"] = f'"{page.etag}"'
    return _varying(answer)


def _is_for_everyone() -> bool:
    if request.args and set(request.args) != {"lang"}:
        return False
    if COOKIE_NAME in request.cookies:
        return False
    return "_user_id" not in session and "_flashes" not in session


def _varying(answer: Response) -> Response:
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return answer
