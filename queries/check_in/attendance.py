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
from models.scans import Attendance, Scan, Verdict

_BATCH = 500


@dataclass(frozen=True)
class Presence:
    """A person's attendance at a door."""

    attendance: Attendance
    """With its registration loaded."""
    left_at: datetime | None
    """When the person last left, aware UTC; None: no exit was scanned."""


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


def people_who_came(event: Event, door: Checkpoint | None = None) -> int:
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
