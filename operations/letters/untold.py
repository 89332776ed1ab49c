"""What people have not been told of an event that was changed: kept until they are told."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction
from models.events import Event, Session
from models.registrations import STANDING, Registration, chosen_sessions
from models.untold import UntoldChange
from models.users import User
from operations.base.audit import record
from operations.base.holds import hold_event


@dataclass(frozen=True)
class Known:
    """When and where people believe something to be."""

    starts_at: datetime
    ends_at: datetime
    timezone: str
    place: str


def known_of(thing: Event | Session) -> Known:
    """What people are told of it now. Read it before a change, for `note_change`."""
    if isinstance(thing, Session):
        return Known(thing.starts_at, thing.ends_at, thing.event.timezone, thing.room)
    return Known(thing.starts_at, thing.ends_at, thing.timezone, thing.place)


def note_change(thing: Event | Session, before: Known, *, at: datetime) -> None:
    """Keep what people believe, if it holds no longer and there are people whom it concerns.

    What was changed back needs to be told to nobody.
    """
    now = known_of(thing)
    untold = db.session.scalar(_of(thing))
    if untold is None:
        if now != before and _concerns_somebody(thing):
            db.session.add(UntoldChange(**_keys(thing), **vars(before), changed_at=at))
    elif now == Known(untold.starts_at, untold.ends_at, untold.timezone, untold.place):
        db.session.delete(untold)
    db.session.flush()


def dismiss(event: Event, *, by: User, at: datetime) -> None:
    """Tell nobody of the changes made so far."""
    hold_event(event)
    forgotten = forget(event)
    if forgotten:
        record(AuditAction.CHANGES_DISMISSED, at=at, by=by, event=event, subject_id=event.id)
    db.session.flush()


def forget(event: Event) -> list[int | None]:
    """Forget the changes that are being told; the numbers of the sessions, None for the event
    itself."""
    return list(
        db.session.scalars(
            sa.delete(UntoldChange)
            .where(UntoldChange.event_id == event.id)
            .returning(UntoldChange.session_id)
        )
    )


def _of(thing: Event | Session) -> sa.Select[UntoldChange]:
    return sa.select(UntoldChange).filter_by(**_keys(thing))


def _keys(thing: Event | Session) -> dict[str, int | None]:
    if isinstance(thing, Session):
        return {"event_id": thing.event_id, "session_id": thing.id}
    return {"event_id": thing.id, "session_id": None}


def _concerns_somebody(thing: Event | Session) -> bool:
    people = sa.select(Registration.id).where(Registration.status.in_(STANDING))
    if isinstance(thing, Session):
        chose = sa.select(chosen_sessions.c.registration_id).where(
            chosen_sessions.c.session_id == thing.id
        )
        people = people.where(Registration.id.in_(chose))
    else:
        people = people.where(Registration.event_id == thing.id)
    return db.session.scalar(people.limit(1)) is not None
