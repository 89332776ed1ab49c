"""Lists that leave the house are written down."""

from datetime import datetime

from models.audit import AuditAction
from models.events import Event
from models.users import User
from operations.audit import record
from queries.participants import ParticipantFilter


def record_export(
    event: Event, wanted: ParticipantFilter, *, kind: str, by: User, at: datetime
) -> None:
    """How many people it holds and by what they were narrowed, not by which words or for whom."""
    counts = wanted.counts(event)
    people = counts[wanted.status] if wanted.status else sum(counts.values())
    narrowed = ".".join(sorted(wanted.as_query()))
    record(
        AuditAction.REGISTRATIONS_EXPORTED, at=at, by=by, event=event,
        kind=kind, people=people, narrowed_by=narrowed,
    )  # fmt: skip
