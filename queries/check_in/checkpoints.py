from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from lib.paging import Page, page_of
from models.checkpoints import Checkpoint
from models.devices import Device, device_checkpoints
from models.events import Event, EventStatus
from models.forms import Choice
from models.scans import Attendance, Scan
from models.users import User
from policy import Caller, at_doors, scoped
from queries.check_in.devices import holding_phones
from queries.check_in.doors import expected_at

_STAYS_LISTED = timedelta(hours=12)
"""So long after its event a door is still listed: on the same evening."""

# Built once, and without the places of the event: every reading at a door asks this.
_CHECKPOINT = (
    sa.select(Checkpoint)
    .join(Checkpoint.event)
    .where(Checkpoint.id == sa.bindparam("wanted"))
    .options(contains_eager(Checkpoint.event).lazyload(Event.places))
)


def checkpoint_for(checkpoint_id: int, who: Caller) -> Checkpoint | None:
    """A checkpoint with its event, if the user's province or the device's doors allow it."""
    return db.session.scalar(at_doors(_CHECKPOINT, who), {"wanted": checkpoint_id})


def checkpoints_of(event: Event) -> Sequence[Checkpoint]:
    """All doors of the event in the order in which they were made, each with its session loaded."""
    return db.session.scalars(
        sa.select(Checkpoint)
        .where(Checkpoint.event_id == event.id)
        .options(joinedload(Checkpoint.session))
        .order_by(Checkpoint.id)
    ).all()


@dataclass(frozen=True)
class DoorRow:
    """A line in the list of an event's doors."""

    checkpoint: Checkpoint
    """With its session and choice loaded."""
    admitted: int
    inside: int
    phones: int
    """Phones paired for the door that are not revoked."""
    scanned: bool
    """Whether somebody was ever scanned there; then the door cannot be removed."""
    holding: int
    """How many phones there may still have something to send; until then the door cannot be
    removed."""


def doors_in_list(event: Event, *, at: datetime) -> list[DoorRow]:
    """All doors in the order in which they were made; five selects for any number of them."""
    doors = db.session.scalars(
        sa.select(Checkpoint)
        .where(Checkpoint.event_id == event.id)
        .options(
            joinedload(Checkpoint.session),
            joinedload(Checkpoint.choice).joinedload(Choice.question),
        )
        .order_by(Checkpoint.id)
    ).all()
    people, phones = _people_by_door(doors), _phones_by_door(event)
    holding = holding_phones(event, at=at)
    scanned = set(
        db.session.scalars(
            sa.select(Checkpoint.id).where(
                Checkpoint.event_id == event.id,
                sa.exists().where(Scan.checkpoint_id == Checkpoint.id),
            )
        )
    )
    return [
        DoorRow(
            door,
            *people.get(door.id, (0, 0)),
            phones=phones.get(door.id, 0),
            scanned=door.id in scanned,
            holding=holding.get(door.id, 0),
        )
        for door in doors
    ]


def _people_by_door(doors: Sequence[Checkpoint]) -> dict[int, tuple[int, int]]:
    """How many of the expected people were admitted and how many are inside, by door."""
    expected = sa.or_(
        *(sa.and_(Attendance.checkpoint_id == door.id, expected_at(door)) for door in doors)
    )
    rows = db.session.execute(
        sa.select(
            Attendance.checkpoint_id,
            sa.func.count().filter(expected),
            sa.func.count().filter(Attendance.inside.is_(True)),
        )
        .join(Attendance.registration)
        .where(Attendance.checkpoint_id.in_([door.id for door in doors]))
        .group_by(Attendance.checkpoint_id)
    )
    return {door_id: (admitted, inside) for door_id, admitted, inside in rows}


def _phones_by_door(event: Event) -> dict[int, int]:
    """How many phones are not revoked, by door; doors that never had one are left out."""
    rows = db.session.execute(
        sa.select(
            device_checkpoints.c.checkpoint_id,
            sa.func.count().filter(Device.revoked_at.is_(None)),
        )
        .join(Device, Device.id == device_checkpoints.c.device_id)
        .where(Device.event_id == event.id)
        .group_by(device_checkpoints.c.checkpoint_id)
    )
    return {door_id: phones for door_id, phones in rows}  # noqa: C416 - rows are no pairs to mypy


def events_with_doors(
    user: User, *, as_of: datetime, limit: int, after: str | None = None
) -> Page[Event]:
    """Published events that are on or to come, the next one first. Raises lib.paging.BadCursor."""
    events = sa.select(Event).where(
        Event.status == EventStatus.PUBLISHED, Event.ends_at > as_of - _STAYS_LISTED
    )
    return page_of(
        db.session(), scoped(events, user), Event.starts_at, Event.id, limit=limit, after=after
    )


def checkpoints_by_event(events: Sequence[Event]) -> dict[int, list[Checkpoint]]:
    found: dict[int, list[Checkpoint]] = {event.id: [] for event in events}
    for checkpoint in db.session.scalars(
        sa.select(Checkpoint).where(Checkpoint.event_id.in_(found)).order_by(Checkpoint.id)
    ):
        found[checkpoint.event_id].append(checkpoint)
    return found
