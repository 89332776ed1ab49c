"""Writes down what is printed with people's names and codes, as is done for lists that are
exported."""

from datetime import datetime

from models.audit import AuditAction
from models.checkpoints import Checkpoint
from models.events import Event
from models.registrations import Registration
from models.users import User
from operations.base.audit import record
from queries.registrations.participants import ParticipantFilter


def record_badge(registration: Registration, *, by: User, at: datetime) -> None:
    """Note that one person's badge was printed."""
    record(
        AuditAction.BADGES_PRINTED,
        at=at,
        by=by,
        event=registration.event,
        subject_id=registration.id,
        people=1,
    )


def record_badges(
    event: Event, wanted: ParticipantFilter, *, people: int, by: User, at: datetime
) -> None:
    """Note how many badges and which kinds of filter, but neither the words searched for nor the
    people."""
    narrowed = ".".join(sorted(wanted.as_query()))
    record(
        AuditAction.BADGES_PRINTED, at=at, by=by, event=event, people=people, narrowed_by=narrowed
    )


def record_door_list(
    event: Event, checkpoint: Checkpoint | None, *, people: int, by: User, at: datetime
) -> None:
    """Note that a door's list was printed (None: that of the whole event), and how many people it
    names."""
    record(
        AuditAction.DOOR_LIST_PRINTED,
        at=at,
        by=by,
        event=event,
        subject_id=checkpoint.id if checkpoint else None,
        people=people,
    )
