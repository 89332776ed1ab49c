"""Lists that always show something: a link that was kept or cut may hold a cursor that is none."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import request

from lib.paging import BadCursor, Page

Row = TypeVar("Row")


def page_asked_for(
    select: Callable[[str | None], Page[Row]], *, argument: str = "after"
) -> Page[Row]:
    """The page that `?after=` asks for, or the first one when it says nothing that we know."""
    try:
        return select(request.args.get(argument))
    except BadCursor:
        return select(None)


def part_asked_for(rows: Sequence[Row], *, limit: int) -> Page[Row]:
    """Of what is ranked as a whole anyway; the address says how many came before."""
    first = max(0, request.args.get("after", 0, type=int))
    after = first + limit
    return Page(rows[first:after], str(after) if after < len(rows) else None)
