"""Writes down which lists of people were exported."""

from datetime import datetime

from models.audit import AuditAction
from models.checkpoints import Checkpoint
from models.events import Event
from models.users import User
from operations.base.audit import record
from queries.check_in.attendance import admission_count
from queries.registrations.participants import ParticipantFilter


def record_export(
    event: Event, wanted: ParticipantFilter, *, kind: str, by: User, at: datetime
) -> None:
    """Note how many people the list holds and which kinds of filter, not the words searched for nor
    the people."""
    narrowed = ".".join(sorted(wanted.as_query()))
    record(
        AuditAction.REGISTRATIONS_EXPORTED,
        at=at,
        by=by,
        event=event,
        kind=kind,
        people=wanted.count(event),
        narrowed_by=narrowed,
    )


def record_attendance_export(
    event: Event, door: Checkpoint | None, *, kind: str, by: User, at: datetime
) -> None:
    """Note how many rows the list holds, and of which door, if of one alone."""
    record(
        AuditAction.REGISTRATIONS_EXPORTED,
        at=at,
        by=by,
        event=event,
        kind=f"attendance.{kind}",
        people=admission_count(event, door),
        checkpoint=door.id if door else None,
    )
