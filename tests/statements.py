"""How many SQL statements something takes."""

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
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
