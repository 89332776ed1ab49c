"""How many SQL statements something takes."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from extensions import db


@contextmanager
def count_statements() -> Iterator[list[str]]:
    """The statements that ran inside, without BEGIN, COMMIT and the like."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    engine = db.engine
    gc.collect()  # else rows that an earlier request loaded are asked for again, or not, by chance
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
