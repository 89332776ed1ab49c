"""People at the desk: on the list already, new, or just admitted."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from models.checkpoints import Checkpoint
from models.events import Event
from models.registrations import Registration
from models.scans import Attendance, Scan
from queries.registrations.namesakes import Named, name_key


def person_at(checkpoint: Checkpoint, registration_id: int) -> Registration | None:
    """Somebody on the list of the door's event, with their ticket."""
    return db.session.scalar(
        sa.select(Registration)
        .where(
            Registration.id == registration_id,
            Registration.event_id == checkpoint.event_id,
            Registration.merged_into_id.is_(None),
        )
        .options(joinedload(Registration.ticket))
    )


def known_by_name(event: Event, person: Named, *, limit: int = 5) -> Sequence[Registration]:
    """People on the event's list with this name, whatever their status."""
    return db.session.scalars(
        sa.select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.name_key == name_key(person),
            Registration.merged_into_id.is_(None),
        )
        .options(joinedload(Registration.ticket))
        .order_by(Registration.id)
        .limit(limit)
    ).all()


def last_scan(checkpoint: Checkpoint, registration: Registration) -> Scan | None:
    """The latest scan of this person at this door; None: there is none."""
    return db.session.scalar(
        sa.select(Scan)
        .where(Scan.checkpoint_id == checkpoint.id, Scan.registration_id == registration.id)
        .options(joinedload(Scan.registration))
        .order_by(Scan.id.desc())
        .limit(1)
    )


def came_in_among(checkpoint: Checkpoint, people: Sequence[Registration]) -> dict[int, datetime]:
    """When each of these people was admitted here, by the registration's number; aware UTC."""
    if not people:
        return {}
    rows = db.session.execute(
        sa.select(Attendance.registration_id, Attendance.admitted_at).where(
            Attendance.checkpoint_id == checkpoint.id,
            Attendance.registration_id.in_([person.id for person in people]),
        )
    )
    return {row.registration_id: row.admitted_at for row in rows}


def arrivals(checkpoint: Checkpoint, *, limit: int) -> Sequence[Attendance]:
    """People who came in here, the last one by door time first, with their tickets."""
    return db.session.scalars(
        sa.select(Attendance)
        .join(Attendance.registration)
        .where(Attendance.checkpoint_id == checkpoint.id)
        .options(contains_eager(Attendance.registration).joinedload(Registration.ticket))
        .order_by(Attendance.admitted_at.desc(), Attendance.id.desc())
        .limit(limit)
    ).all()
