"""An original that held what the public should not read is destroyed half a year later."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from extensions import db, site_zone
from models.audit import AuditAction
from models.statements import Statement
from operations.base.audit import record
from operations.problems.marks import Marks, pieces
from operations.problems.vectors import forget_vectors

KEPT = 6
"""Months that an original is kept."""
AT_ONCE = 100


def destroy_originals(*, at: datetime) -> int:
    """Of statements six months old that have a mask, also one that nobody has answered, keep the
    public text alone; a few at once, how many. Statements are masked for good then. The caller
    commits.
    """
    today = at.astimezone(ZoneInfo(site_zone())).date()
    rows = (
        sa.select(Statement)
        .where(
            Statement.made_on <= _months_before(today, KEPT),
            Statement.original_destroyed_on.is_(None),
            Statement.public_text != Statement.text,
        )
        .order_by(Statement.id)
        .limit(AT_ONCE)
        .with_for_update(of=Statement, skip_locked=True)
    )
    statements = db.session.scalars(rows).all()
    for statement in statements:
        statement.marks = list(_moved(statement.text, statement.marks or []))
        statement.text, statement.unanswered = statement.public_text, False
        statement.original_destroyed_on = today
        event = statement.event
        record(AuditAction.ORIGINAL_DESTROYED, at=at, by=None, event=event, subject_id=statement.id)
    forget_vectors([statement.id for statement in statements])
    db.session.flush()
    return len(statements)


def _moved(text: str, marks: Marks) -> Iterator[dict[str, Any]]:
    """The marks where they lie in the public text: over the masks."""
    start = 0
    for piece, found in pieces(text, marks):
        if found is not None:
            masked = found["masked"] is not False
            yield {**found, "start": start, "end": start + len(piece), "masked": masked}
        start += len(piece)


def _months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
