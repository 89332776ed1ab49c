"""Conflicts of the doors, each with everything that happened to its ticket at that door."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from extensions import db
from lib.paging import Page, page_of
from models.checkpoints import Checkpoint
from models.events import Event
from models.registrations import Registration
from models.scans import Attendance, Scan
from queries.check_in.moves import course_of, is_move, move_of

_SETTLED = sa.or_(Scan.settled_at.is_not(None), Scan.annulled_at.is_not(None))


@dataclass(frozen=True)
class Case:
    """A conflict, and what a person needs to see to settle it."""

    scan: Scan
    """With its door, its reader and the ticket's registration loaded."""
    story: Sequence[Scan]
    """All readings of this ticket at this door, by door time."""
    attendance: Attendance | None
    """What the record says now; None: the person is not admitted."""

    @property
    def other(self) -> Scan | None:
        """The entry that let the ticket in before; None: the scan clashes with our rules, or the
        other one was annulled meanwhile."""
        moves = [move_of(one) for one in self.story if is_move(one)]
        course = course_of(moves, self.scan.checkpoint)
        entries = [s.clashes_with for s in course.steps if s.move.scan_id == self.scan.id]
        numbers = {entry.scan_id for entry in entries if entry}
        return next((one for one in self.story if one.id in numbers), None)

    @property
    def can_count(self) -> bool:
        """Whether the person has a ticket and would be counted by this reading alone."""
        scan = self.scan
        has_ticket = scan.registration is not None and scan.registration.ticket is not None
        return scan.let_in_uncounted and has_ticket


def case_of(scan: Scan) -> Case:
    """One conflict as the lists show it."""
    return _told([scan])[0]


def open_conflicts(
    event: Event, door: Checkpoint | None, *, limit: int, after: str | None
) -> Page[Case]:
    """Conflicts that nobody has settled, the oldest first. Raises lib.paging.BadCursor."""
    return _cases(_conflicts(event, door).where(~_SETTLED), limit, after)


def settled_conflicts(
    event: Event, door: Checkpoint | None, *, limit: int, after: str | None
) -> Page[Case]:
    """Settled conflicts, the newest first. Raises lib.paging.BadCursor.

    A conflict whose scan was annulled elsewhere counts as settled, too.
    """
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
    return Page(_told(page.items), page.next)


def _told(conflicts: Sequence[Scan]) -> list[Case]:
    stories, records = _stories(conflicts), _records(conflicts)
    return [
        Case(scan, stories.get(_whose(scan), [scan]), records.get(_whose(scan)))
        for scan in conflicts
    ]


Whose = tuple[int, int | None]
"""A door, and the registration of a ticket of its event; None: it is of another event, and nobody
at this door may read who goes there."""


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
    door: InstrumentedAttribute[int],
    person: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    conflicts: Sequence[Scan],
) -> tuple[sa.ColumnElement[bool], ...]:
    known = [scan for scan in conflicts if scan.participant]
    return (
        door.in_({scan.checkpoint_id for scan in known}),
        person.in_({scan.registration_id for scan in known}),
    )


_READERS = (joinedload(Scan.paired_device), joinedload(Scan.user))
