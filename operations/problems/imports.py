"""Statements from a table: all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction
from models.events import Event
from models.scopes import Scope
from models.sectors import Sector
from models.statements import Statement, StatementSide, StatementSource, StatementState
from models.users import User
from operations.base.audit import record
from operations.problems.lists import held_list
from operations.problems.marks import marked
from operations.problems.statements import number_of


@dataclass(frozen=True)
class StatementRow:
    """What one row of the table says."""

    text: str
    side: Sector | None = None
    session_id: int | None = None
    table_label: str = ""
    hurts: int | None = None
    topic: str = ""


def import_statements(
    event: Event, rows: Sequence[StatementRow], *, submission_key: str, by: User, at: datetime
) -> int:
    """Add these statements, and mark them; how many. None where the form with this key has brought
    them already."""
    numbers = [number_of(event, submission_key, place) for place in range(len(rows))]
    held_list(Scope(event_id=event.id))
    there = db.session.get(Statement, numbers[0]) if rows else None
    if not rows or there is not None:
        return 0
    day = event.day_of(at)
    statements = [
        {
            "id": number,
            "event_id": event.id,
            **marked(row.text),
            "session_id": row.session_id,
            "table_label": row.table_label,
            "hurts": row.hurts,
            "topic": row.topic,
            "source": StatementSource.IMPORT,
            "state": StatementState.RECEIVED,
            "made_on": day,
        }
        for number, row in zip(numbers, rows, strict=True)
    ]
    db.session.execute(sa.insert(Statement), statements)
    sides = [
        {"statement_id": number, "side": row.side, "shown": True}
        for number, row in zip(numbers, rows, strict=True)
        if row.side
    ]
    if sides:
        db.session.execute(sa.insert(StatementSide), sides)
    record(AuditAction.STATEMENTS_IMPORTED, at=at, by=by, event=event, count=len(rows))
    db.session.flush()
    return len(rows)
