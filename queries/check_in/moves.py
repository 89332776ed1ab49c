"""What a ticket's moves at a door come to: who was admitted when, who is inside, what clashes.

A pure function of the moves in the order of their door times, and the only place that says so.
Whoever judges a reading, keeps an attendance, annuls a scan or shows a conflict asks here. So it
cannot matter in which order the moves reached us.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from models.checkpoints import Checkpoint
from models.scans import Direction, RefusalReason, Scan, Verdict

ANSWERED_ALONE_AFTER = timedelta(minutes=1)
"""A reading that reaches us later than this counts as judged by the device alone, where the device
does not say what it told."""
_AT_ONCE = timedelta(seconds=1)
_TURNED_AWAY = (Verdict.REFUSED, Verdict.ALREADY_ADMITTED)

Reader = tuple[int | None, str]
"""Who read a ticket, and on which device."""
Kept = Scan | sa.Row[Any]
"""A scan, or those of its columns on which its move and its conflict depend."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """Evidence that somebody went in or out, or stood at the door to do so; not annulled."""

    at: datetime
    direction: Direction
    insisted: bool
    """Somebody decided so, whatever the rules say."""
    let_in: bool
    """The device let the person in by itself."""
    may_be_in: bool
    """Whether the person may have gone in, by the device's own word or by ours."""
    waited: bool = False
    """The door waited for our answer, so its time is the one at which we gave it."""
    reader: Reader
    nonce: str
    scan_id: int | None = None
    """None: not kept yet."""

    @property
    def door_order(self) -> tuple[datetime, bool, int, str, str]:
        """By door time. Of moves at the same moment an entry comes first; the rest of the order
        means nothing, but is the same in whatever order they reach us."""
        user_id, device = self.reader
        return self.at, self.direction is Direction.EXIT, user_id or 0, device, self.nonce


@dataclass(frozen=True)
class Step:
    """A move, and what it is after all moves before it."""

    move: Move
    verdict: Verdict
    """REFUSED is an exit of somebody who is outside."""
    forced: bool = False
    """Only since somebody insisted."""
    clashes_with: Move | None = None
    """The entry by somebody else who had let the same ticket in; None: no conflict."""


@dataclass
class Course:
    """All moves of one ticket at one door, by door time, and what they come to."""

    steps: list[Step] = field(default_factory=list)
    entry: Move | None = None
    """The last entry that counts; None: nobody has come in."""
    inside: bool = False

    @property
    def admission(self) -> Move | None:
        """The earliest entry."""
        return next((s.move for s in self.steps if s.move.direction is Direction.ENTRY), None)

    def step_of(self, move: Move) -> Step:
        return next(step for step in self.steps if step.move is move)

    def clashes_with(self, scan_id: int) -> bool:
        """Whether another move clashes with this one."""
        clashed = (step.clashes_with for step in self.steps)
        return any(entry is not None and entry.scan_id == scan_id for entry in clashed)

    def go_on(self, move: Move, door: Checkpoint) -> None:
        """Take one more move, which comes after all others."""
        if move.direction is Direction.EXIT:
            self.steps.append(self._out(move))
            self.inside = False
            return
        step = self._in(move, door)
        self.steps.append(step)
        if step.verdict is Verdict.ADMITTED or (move.let_in and not self.inside):
            self.entry, self.inside = move, True

    def _in(self, move: Move, door: Checkpoint) -> Step:
        comes_again = door.multiple or (door.reentry and not self.inside)
        if self.entry is None or comes_again:
            return Step(move, Verdict.ADMITTED)
        if move.insisted:
            return Step(move, Verdict.ADMITTED, forced=True)
        return Step(move, Verdict.ALREADY_ADMITTED, clashes_with=self._clash(move, self.entry))

    def _clash(self, move: Move, entry: Move) -> Move | None:
        went_in = move.may_be_in if self.inside else move.let_in
        is_elsewhere = entry.reader != move.reader and not entry.insisted
        return entry if went_in and is_elsewhere else None

    def _out(self, move: Move) -> Step:
        # The entry of whoever leaves first may still wait on another phone.
        if self.inside or not self.steps:
            return Step(move, Verdict.LEFT)
        if move.insisted:
            return Step(move, Verdict.LEFT, forced=True)
        return Step(move, Verdict.REFUSED)


def course_of(moves: Iterable[Move], door: Checkpoint) -> Course:
    """What the moves come to, in whatever order they are given."""
    course = Course()
    for move in sorted(moves, key=lambda move: move.door_order):
        course.go_on(move, door)
    return course


def is_move(scan: Kept) -> bool:
    """Whether the scan is evidence for the course.

    An exit of a valid ticket always is. An entry is, unless the ticket was refused or the device
    turned the person away by itself.
    """
    if scan.annulled_at is not None:
        return False
    if scan.direction is Direction.EXIT:
        return scan.verdict is Verdict.LEFT or scan.reason is RefusalReason.NOT_INSIDE
    if scan.verdict is Verdict.ALREADY_ADMITTED:
        return scan.told is not Verdict.ALREADY_ADMITTED
    return scan.verdict is Verdict.ADMITTED


def move_of(scan: Kept) -> Move:
    """The move of which the scan is evidence."""
    said_so = scan.told is None and scan.verdict is Verdict.ADMITTED
    alone = answered_alone(scan.told, scan.scanned_at, scan.received_at)
    return Move(
        at=scan.scanned_at,
        direction=scan.direction,
        insisted=scan.insisted,
        let_in=scan.told is Verdict.ADMITTED,
        may_be_in=said_so or alone,
        waited=scan.told is None and abs(scan.scanned_at - scan.received_at) < _AT_ONCE,
        reader=(scan.user_id, scan.device),
        nonce=scan.nonce,
        scan_id=scan.id,
    )


def answered_alone(told: Verdict | None, scanned_at: datetime, received_at: datetime) -> bool:
    """Whether somebody may have been let in before we were asked."""
    if told is not None:
        return told is Verdict.ADMITTED
    return received_at - scanned_at > ANSWERED_ALONE_AFTER


def is_conflict(scan: Kept, step: Step) -> bool:
    """Whether a person should look at this move, or has looked."""
    turned_away = scan.verdict is Verdict.ADMITTED and scan.told in _TURNED_AWAY
    was_one = scan.conflict and scan.settled_at is not None
    return step.clashes_with is not None or turned_away or was_one
