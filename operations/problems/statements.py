"""Statements that come singly: from the API, a flip chart, a phone in a workshop.

Those of feedback come another way: see operations.feedback.boxes.
"""

from datetime import datetime
from hashlib import sha256

from extensions import db
from models.audit import AuditAction
from models.base import random_id
from models.events import Event, Session
from models.sectors import Sector
from models.statements import Statement, StatementSide, StatementSource, StatementState
from models.users import User
from models.workshops import Workshop
from operations.base.audit import record
from operations.problems.marks import marked


def add_statement(
    event: Event,
    *,
    text: str,
    side: Sector | None,
    session: Session | None = None,
    hurts: int | None = None,
    topic: str = "",
    table_label: str = "",
    workshop: Workshop | None = None,
    source: StatementSource,
    state: StatementState = StatementState.RECEIVED,
    number: int | None = None,
    by: User | None,
    at: datetime,
) -> Statement:
    """Add what one person said, in no problem yet. Of the time only the day is kept, in the event's
    zone; what the public should not read is marked. `number`: the row's, else a random one."""
    statement = Statement(
        id=number or random_id(),
        event=event,
        session_id=session.id if session else None,
        workshop_id=workshop.id if workshop else None,
        **marked(text),
        hurts=hurts,
        topic=topic,
        table_label=table_label,
        said_by=StatementSide(side=side) if side else None,
        source=source,
        state=state,
        made_on=event.day_of(at),
    )
    db.session.add(statement)
    db.session.flush()
    record(
        AuditAction.STATEMENT_ADDED,
        at=at,
        by=by,
        event=event,
        subject_id=statement.id,
        source=source,
    )
    return statement


def number_of(event: Event, submission_key: str, row: int = 0) -> int:
    """The number of the statement that a form with this random key adds: sent twice, it finds the
    statement there, and no row need be kept about the form."""
    digest = sha256(f"{event.id} {row} {submission_key}".encode()).digest()
    return int.from_bytes(digest[:8]) >> 2
