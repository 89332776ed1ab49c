"""What the addresses of lists say. What makes no sense is passed over: a list is never refused."""

from collections.abc import Callable
from typing import TypeVar

from flask import request

from lib.pages import BadCursor, Page
from lib.provinces import PROVINCES
from lib.text import clean_line
from models.events import EventKind

Row = TypeVar("Row")
_LONGEST_SEARCH = 100


def kind() -> EventKind | None:
    asked = request.args.get("kind", "")
    return EventKind(asked) if asked in set(EventKind) else None


def province() -> str | None:
    asked = request.args.get("province", "")
    return asked if asked in PROVINCES else None


def text() -> str:
    return clean_line(request.args.get("q", ""))[:_LONGEST_SEARCH].strip()


def page(select: Callable[[str | None], Page[Row]]) -> Page[Row]:
    """The page that `?after=` asks for, or the first one when it says nothing that we know."""
    try:
        return select(request.args.get("after"))
    except BadCursor:
        return select(None)
