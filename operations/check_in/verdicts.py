"""The rules of the door: the verdict on a reading. No database and no clock here.

A reading is judged by its door time, from the moves before it (queries.check_in.moves). A reading
without a clock of its own carries the time at which we received it: the door waits for our verdict,
so it comes after all for which a door waited before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.checkpoints import Checkpoint
from models.registrations import RegistrationStatus, Ticket
from models.scans import Direction, RefusalReason, Verdict
from queries.check_in.moves import Move, Step, answered_alone, course_of

_NEXT = timedelta(microseconds=1)


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
    caller: str = ""
    """Whose nonce it is."""
    fingerprint: str = ""
    """Of what the nonce stands for: the code and the direction."""
    told: Verdict | None = None
    """The verdict that the device gave by itself; None: the door waits for ours."""
    told_reason: RefusalReason | None = None

    @property
    def let_in_alone(self) -> bool:
        """Whether somebody may have been let in before we were asked."""
        return answered_alone(self.told, self.scanned_at, self.received_at)

    @property
    def move(self) -> Move:
        """The move of which this reading would be evidence."""
        return Move(
            at=self.scanned_at,
            direction=self.direction,
            insisted=self.force,
            let_in=self.told is Verdict.ADMITTED,
            may_be_in=self.let_in_alone,
            reader=(self.user_id, self.device),
            nonce=self.nonce,
        )

    def after(self, moves: Iterable[Move]) -> "Reading":
        """The same reading; one for which the door waits comes after all others for which a door
        waited."""
        answered = [move.at for move in moves if move.waited]
        if self.told is not None or self.scanned_at != self.received_at or not answered:
            return self
        return replace(self, scanned_at=max(self.scanned_at, max(answered) + _NEXT))


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

    `moves` are all others of this ticket at this checkpoint. Force overrules the state of the
    registration, whom the door is for, its hours and its capacity, and an earlier admission; it
    never makes a ticket of something that is none here. Whoever goes out may always leave, and
    whom the device turned away by itself did not go in, whatever we think.
    """
    if ticket.registration.event_id != checkpoint.event_id:
        return refused(_R.WRONG_EVENT, reading)
    if ticket.revoked_at is not None:
        return refused(_R.REVOKED, reading)
    if reading.direction is Direction.EXIT:
        return _exit(_step(checkpoint, reading, moves))
    if reading.told in (Verdict.REFUSED, Verdict.ALREADY_ADMITTED):
        return Judgement(reading.told, _reason_told(reading))
    objection = _objection(checkpoint, ticket, reading, here)
    if objection and not reading.force:
        return refused(objection, reading)
    return _entry(_step(checkpoint, reading, moves), here, overruled=objection is not None)


def refused(reason: RefusalReason, reading: Reading) -> Judgement:
    """A refusal; where the device had let somebody in it is a conflict, and a person should
    look."""
    return Judgement(Verdict.REFUSED, reason, conflict=reading.told is Verdict.ADMITTED)


def _reason_told(reading: Reading) -> RefusalReason | None:
    return (reading.told_reason or _R.UNKNOWN_CODE) if reading.told is Verdict.REFUSED else None


def _step(checkpoint: Checkpoint, reading: Reading, moves: Sequence[Move]) -> Step:
    move = reading.move
    return course_of([*moves, move], checkpoint).step_of(move)


def _exit(step: Step) -> Judgement:
    reason = _R.NOT_INSIDE if step.verdict is Verdict.REFUSED else None
    return Judgement(step.verdict, reason, forced=step.forced)


def _entry(step: Step, here: Here, *, overruled: bool) -> Judgement:
    if step.verdict is not Verdict.ADMITTED or step.forced:
        return Judgement(step.verdict, forced=step.forced)
    if here.is_full and not step.move.insisted:
        return Judgement(Verdict.REFUSED, _R.ROOM_FULL)
    return Judgement(Verdict.ADMITTED, forced=overruled or here.is_full)


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


_R = RefusalReason
