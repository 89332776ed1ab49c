"""Who came where, and when: certificates and feedback rely on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from extensions import db
from lib.local_days import midnight
from lib.paging import Page, page_of
from models.checkpoints import Checkpoint
from models.events import Event
from models.registrations import Registration
from models.scans import Attendance, Scan, Verdict
from queries.registrations.participants import ParticipantFilter
from queries.registrations.participants import Presence as Came

_BATCH = 500


@dataclass(frozen=True)
class Presence:
    """A person's attendance at a door."""

    attendance: Attendance
    """With its registration loaded."""
    left_at: datetime | None
    """When the person last left, aware UTC; None: no exit was scanned."""


@dataclass(frozen=True)
class Attendee:
    """Somebody who came: was admitted at a door of the programme, or at several."""

    registration: Registration
    admitted_at: datetime
    """The earliest of these admissions; aware UTC."""
    doors: Sequence[int]
    """The numbers of these doors, by time of admission."""


def attendees(event: Event, *, limit: int, after: str | None) -> Page[Attendee]:
    """Everyone who came, once each, in the order of the Turkish alphabet. Raises
    lib.paging.BadCursor."""
    page = _WHO_CAME.page(event, limit=limit, after=after)
    person = sa.func.coalesce(Registration.merged_into_id, Registration.id)
    rows = db.session.execute(
        sa.select(person, Attendance.checkpoint_id, Attendance.admitted_at)
        .join(Attendance.registration)
        .join(Checkpoint, Checkpoint.id == Attendance.checkpoint_id)
        .where(
            Checkpoint.event_id == event.id,
            ~Checkpoint.beside_programme,
            person.in_([one.id for one in page.items]),
        )
        .order_by(Attendance.admitted_at, Attendance.id)
    )
    came: dict[int, list[tuple[int, datetime]]] = {}
    for person_id, door_id, admitted_at in rows:
        came.setdefault(person_id, []).append((door_id, admitted_at))
    return Page([_attendee(one, came[one.id]) for one in page.items], page.next)


def attendee_count(event: Event) -> int:
    """How many people `attendees` lists in all its parts."""
    people = _WHO_CAME.select(event).with_only_columns(sa.func.count())
    return db.session.scalar(people) or 0


def _attendee(person: Registration, came: Sequence[tuple[int, datetime]]) -> Attendee:
    doors = dict.fromkeys(door_id for door_id, _at in came)
    return Attendee(person, came[0][1], list(doors))


_WHO_CAME = ParticipantFilter(came=Came.CAME)


def arrivals_by_minute(checkpoint: Checkpoint) -> dict[datetime, int]:
    """First admissions by minute (aware UTC), on the last day in the event's zone on which somebody
    came.

    Minutes without any are left out.
    """
    here = Attendance.checkpoint_id == checkpoint.id
    last = db.session.scalar(sa.select(sa.func.max(Attendance.admitted_at)).where(here))
    if last is None:
        return {}
    event = checkpoint.event
    begins = midnight(event.day_of(last), event.timezone)
    minute = _minute_of_admission()
    rows = db.session.execute(
        sa.select(minute, sa.func.count())
        .where(here, Attendance.admitted_at >= begins)
        .group_by(minute)
        .order_by(minute)
    )
    return {
        datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=UTC): count
        for written, count in rows
    }


def presences(event: Event, door: Checkpoint | None = None) -> Iterator[Presence]:
    """Everyone who came, door by door in the order of the first admission; read in batches."""
    rows = db.session.scalars(
        sa.select(Attendance)
        .where(_at(event, door))
        .options(joinedload(Attendance.registration, innerjoin=True))
        .order_by(Attendance.checkpoint_id, Attendance.admitted_at, Attendance.id)
        .execution_options(yield_per=_BATCH)
    )
    for batch in rows.partitions(_BATCH):
        yield from _with_exits(batch)


def presence_page(
    event: Event, door: Checkpoint | None, *, limit: int, after: str | None
) -> Page[Presence]:
    """One part of the list of those who came, the latest first. Raises lib.paging.BadCursor."""
    # The people of this part are fetched afterwards: joined, those of all parts would be read.
    came = sa.select(Attendance).where(_at(event, door))
    page = page_of(
        db.session(),
        came.options(selectinload(Attendance.registration)),
        Attendance.admitted_at,
        Attendance.id,
        limit=limit,
        after=after,
        descending=True,
    )
    return Page(_with_exits(page.items), page.next)


def admission_count(event: Event, door: Checkpoint | None = None) -> int:
    """How many rows the table has: a person at two doors counts twice."""
    rows = sa.select(sa.func.count()).where(_at(event, door))
    return db.session.scalar(rows) or 0


def _at(event: Event, door: Checkpoint | None) -> sa.ColumnElement[bool]:
    if door is not None:
        return Attendance.checkpoint_id == door.id
    doors = sa.select(Checkpoint.id).where(Checkpoint.event_id == event.id)
    return Attendance.checkpoint_id.in_(doors)


def _with_exits(rows: Sequence[Attendance]) -> list[Presence]:
    exits = db.session.execute(
        sa.select(Scan.checkpoint_id, Scan.registration_id, sa.func.max(Scan.scanned_at))
        .where(
            Scan.checkpoint_id.in_({row.checkpoint_id for row in rows}),
            Scan.registration_id.in_([row.registration_id for row in rows]),
            Scan.verdict == Verdict.LEFT,
            Scan.annulled_at.is_(None),
        )
        .group_by(Scan.checkpoint_id, Scan.registration_id)
    )
    left = {(door_id, person_id): at for door_id, person_id, at in exits}
    return [Presence(row, left.get((row.checkpoint_id, row.registration_id))) for row in rows]


def _minute_of_admission() -> sa.ColumnElement[str]:
    """The minute as text in UTC, made by a function of each database."""
    if db.engine.dialect.name == "postgresql":
        utc = sa.func.timezone(sa.literal_column("'UTC'"), Attendance.admitted_at)
        return sa.func.to_char(utc, sa.literal_column("'YYYY-MM-DD HH24:MI'"))
    return sa.func.substr(
        Attendance.admitted_at, sa.literal_column("1"), sa.literal_column("16"), type_=sa.String
    )
