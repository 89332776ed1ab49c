"""Lists that always show something: a link that was kept or cut may hold a cursor that is none."""

from collections.abc import Callable
from typing import TypeVar

from flask import request

from lib.pages import BadCursor, Page

Row = TypeVar("Row")


def page_asked_for(select: Callable[[str | None], Page[Row]]) -> Page[Row]:
    """The page that `?after=` asks for, or the first one when it says nothing that we know."""
    try:
        return select(request.args.get("after"))
    except BadCursor:
        return select(None)
