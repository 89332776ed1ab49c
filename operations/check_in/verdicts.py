"""The rules of the door: the verdict on a reading. No database and no clock here.

A reading is judged by its door time, from those who went in and out before it. A reading without a
clock of its own carries the time at which we received it: the door waits for our verdict, so it
comes after everything that we have judged already.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.checkpoints import Checkpoint
from models.registrations import RegistrationStatus, Ticket
from models.scans import Direction, RefusalReason, Verdict

ANSWERED_ALONE_AFTER = timedelta(minutes=1)
"""A reading that reaches us later than this counts as judged by the device alone, where the device
does not say what it told."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One reading of one code."""

    nonce: str
    direction: Direction
    scanned_at: datetime
    received_at: datetime
    user_id: int | None
    device: str
    force: bool
    device_id: int | None = None
    told: Verdict | None = None
    """The verdict that the device gave by itself; None: the door waits for ours."""
    told_reason: RefusalReason | None = None

    @property
    def door(self) -> tuple[int | None, str]:
        """Who read it, and on which device."""
        return self.user_id, self.device

    @property
    def let_in_alone(self) -> bool:
        """Whether somebody may have been let in before we were asked."""
        if self.told is not None:
            return self.told is Verdict.ADMITTED
        return self.received_at - self.scanned_at > ANSWERED_ALONE_AFTER

    def after(self, moves: Sequence["Move"]) -> "Reading":
        """The same reading; one without a clock of its own is moved after all these moves."""
        if self.scanned_at != self.received_at or not moves:
            return self
        return replace(self, scanned_at=max(self.scanned_at, moves[-1].at))


@dataclass(frozen=True)
class Move:
    """A scan that let someone in or out and was not annulled."""

    scan_id: int
    at: datetime
    direction: Direction
    forced: bool
    door: tuple[int | None, str]


@dataclass(frozen=True)
class Here:
    """What else counts at this door for this ticket: whom the door is for, and whether it is
    full."""

    is_for: bool = True
    """Whether the door is for this person: their session, their bus, their sector."""
    is_full: bool = False


@dataclass(frozen=True)
class Judgement:
    """What the rules say of a reading, before it is kept as a scan."""

    verdict: Verdict
    reason: RefusalReason | None = None
    forced: bool = False
    conflict: bool = False


def judge(
    checkpoint: Checkpoint,
    ticket: Ticket,
    reading: Reading,
    moves: Sequence[Move],
    here: Here,
) -> Judgement:
    """The verdict on a reading.

    `moves` are the entries and exits of this ticket at this checkpoint, by door time. Force
    overrules the state of the registration, whom the door is for, its hours and its capacity, and
    an earlier admission; it never makes a ticket of something that is none here. Whoever is inside
    may always leave. Whom the device turned away by itself did not go in, whatever we think.
    """
    if ticket.registration.event_id != checkpoint.event_id:
        return refused(_R.WRONG_EVENT, reading)
    if ticket.revoked_at is not None:
        return refused(_R.REVOKED, reading)
    if reading.told in (Verdict.REFUSED, Verdict.ALREADY_ADMITTED):
        return Judgement(reading.told, _reason_told(reading))
    if reading.direction is Direction.EXIT:
        return _exit(reading, moves)
    return _entry(checkpoint, ticket, reading, moves, here)


def refused(reason: RefusalReason, reading: Reading) -> Judgement:
    """A refusal; where the device had let somebody in it is a conflict, and a person should
    look."""
    return Judgement(Verdict.REFUSED, reason, conflict=reading.told is Verdict.ADMITTED)


def _reason_told(reading: Reading) -> RefusalReason | None:
    return (reading.told_reason or _R.UNKNOWN_CODE) if reading.told is Verdict.REFUSED else None


def _exit(reading: Reading, moves: Sequence[Move]) -> Judgement:
    before = [move for move in moves if move.at <= reading.scanned_at]
    if before and before[-1].direction is Direction.ENTRY:
        return Judgement(Verdict.LEFT)
    if reading.force:
        return Judgement(Verdict.LEFT, forced=True)
    return refused(_R.NOT_INSIDE, reading)


def _entry(
    checkpoint: Checkpoint, ticket: Ticket, reading: Reading, moves: Sequence[Move], here: Here
) -> Judgement:
    objection = _objection(checkpoint, ticket, reading, here)
    if objection and not reading.force:
        return refused(objection, reading)
    before = [move for move in moves if move.at <= reading.scanned_at]
    after = moves[len(before) :]
    if _may_enter(checkpoint, before):
        if here.is_full and not reading.force:
            return refused(_R.ROOM_FULL, reading)
        clash = not checkpoint.multiple and bool(after) and _admitted_elsewhere(after[0], reading)
        overruled = objection is not None or here.is_full
        return Judgement(Verdict.ADMITTED, forced=overruled, conflict=clash)
    if reading.force:
        return Judgement(Verdict.ADMITTED, forced=True)
    clash = reading.let_in_alone and _admitted_elsewhere(before[-1], reading)
    return Judgement(Verdict.ALREADY_ADMITTED, conflict=clash)


def _objection(
    checkpoint: Checkpoint, ticket: Ticket, reading: Reading, here: Here
) -> RefusalReason | None:
    status = ticket.registration.status
    if status is RegistrationStatus.CANCELLED:
        return _R.CANCELLED
    waits = status is RegistrationStatus.WAITLISTED and checkpoint.admits_waiting
    if not (status is RegistrationStatus.CONFIRMED or waits):
        return _R.NOT_CONFIRMED
    if not here.is_for:
        return _R.WRONG_CHECKPOINT
    # Somebody whom a phone let in by itself came before the phone knew that the event is off.
    if checkpoint.event.is_called_off and not reading.let_in_alone:
        return _R.EVENT_CALLED_OFF
    return None if checkpoint.is_open(reading.scanned_at) else _R.OUTSIDE_WINDOW


def _may_enter(checkpoint: Checkpoint, before: Sequence[Move]) -> bool:
    if checkpoint.multiple or all(move.direction is Direction.EXIT for move in before):
        return True
    return checkpoint.reentry and before[-1].direction is Direction.EXIT


def _admitted_elsewhere(move: Move, reading: Reading) -> bool:
    """Whether somebody else let the same ticket in, without forcing it on purpose."""
    return move.direction is Direction.ENTRY and not move.forced and move.door != reading.door


_R = RefusalReason
