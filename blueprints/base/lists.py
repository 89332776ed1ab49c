"""Pages of lists. An address with a cursor that is not valid shows the first page."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import request

from lib.paging import BadCursor, Page

Row = TypeVar("Row")


def page_asked_for(
    select: Callable[[str | None], Page[Row]], *, argument: str = "after"
) -> Page[Row]:
    """The page that `?after=` asks for, or the first one if its value is not a valid cursor."""
    try:
        return select(request.args.get(argument))
    except BadCursor:
        return select(None)


def part_asked_for(rows: Sequence[Row], *, limit: int) -> Page[Row]:
    """A page of rows that are all ranked already; `?after=` is the number of rows before it."""
    first = max(0, request.args.get("after", 0, type=int))
    after = first + limit
    return Page(rows[first:after], str(after) if after < len(rows) else None)
