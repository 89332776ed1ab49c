"""Conflicts of the doors, each with all that happened to its ticket at that door."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from extensions import db
from lib.pages import Page, page_of
from models.check_in import Attendance, Checkpoint, Scan
from models.events import Event
from models.registrations import Registration

_SETTLED = sa.or_(Scan.settled_at.is_not(None), Scan.annulled_at.is_not(None))


@dataclass(frozen=True)
class Case:
    scan: Scan
    """With its door, its reader and the ticket's registration."""
    story: Sequence[Scan]
    """All readings of this ticket at this door, in the order of the door."""
    attendance: Attendance | None
    """What the record says now; None: not admitted."""


def open_conflicts(
    event: Event, door: Checkpoint | None, *, limit: int, after: str | None
) -> Page[Case]:
    """Those that nobody has looked at, the oldest first. Raises lib.pages.BadCursor."""
    return _cases(_conflicts(event, door).where(~_SETTLED), limit, after)


def settled_conflicts(
    event: Event, door: Checkpoint | None, *, limit: int, after: str | None
) -> Page[Case]:
    """The newest first; those whose scan was annulled elsewhere are settled, too. Raises
    lib.pages.BadCursor."""
    return _cases(_conflicts(event, door).where(_SETTLED), limit, after, descending=True)


def _conflicts(event: Event, door: Checkpoint | None) -> sa.Select[Scan]:
    doors = sa.select(Checkpoint.id).where(Checkpoint.event_id == event.id)
    if door is not None:
        doors = doors.where(Checkpoint.id == door.id)
    return (
        sa.select(Scan)
        .where(Scan.checkpoint_id.in_(doors), Scan.conflict.is_(True))
        .options(
            joinedload(Scan.checkpoint),
            joinedload(Scan.registration).joinedload(Registration.ticket),
            joinedload(Scan.settled_by),
            joinedload(Scan.annulled_by),
            *_READERS,
        )
    )


def _cases(
    rows: sa.Select[Scan], limit: int, after: str | None, *, descending: bool = False
) -> Page[Case]:
    order: InstrumentedAttribute[int] = Scan.id
    page = page_of(db.session(), rows, order, limit=limit, after=after, descending=descending)
    stories, records = _stories(page.items), _records(page.items)
    cases = [
        Case(scan, stories.get(_whose(scan), [scan]), records.get(_whose(scan)))
        for scan in page.items
    ]
    return Page(cases, page.next)


Whose = tuple[int, int | None]
"""A door and a ticket of its event; nobody at this door may read who goes to another event."""


def _whose(scan: Scan) -> Whose:
    return scan.checkpoint_id, scan.registration_id if scan.participant else None


def _stories(conflicts: Sequence[Scan]) -> dict[Whose, list[Scan]]:
    found: dict[Whose, list[Scan]] = {}
    for scan in db.session.scalars(
        sa.select(Scan)
        .where(*_of_tickets(Scan.checkpoint_id, Scan.registration_id, conflicts))
        .options(joinedload(Scan.registration), *_READERS)
        .order_by(Scan.scanned_at, Scan.id)
    ):
        found.setdefault((scan.checkpoint_id, scan.registration_id), []).append(scan)
    return found


def _records(conflicts: Sequence[Scan]) -> dict[Whose, Attendance]:
    rows = db.session.scalars(
        sa.select(Attendance).where(
            *_of_tickets(Attendance.checkpoint_id, Attendance.registration_id, conflicts)
        )
    )
    return {(row.checkpoint_id, row.registration_id): row for row in rows}


def _of_tickets(
    door: InstrumentedAttribute[int], person: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    conflicts: Sequence[Scan],
) -> tuple[sa.ColumnElement[bool], ...]:  # fmt: skip
    known = [scan for scan in conflicts if scan.participant]
    return (
        door.in_({scan.checkpoint_id for scan in known}),
        person.in_({scan.registration_id for scan in known}),
    )


_READERS = (joinedload(Scan.paired_device), joinedload(Scan.user))
