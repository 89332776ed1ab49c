"""Every reading at a door is kept; one row, by constraint, says who was admitted.

The order of arrival never matters, the order of the door times does: whoever changes a person's
attendance locks its row, reads all moves of that person again and derives the row from them.

The scan is written first and the attendance locked after it, always in this order: two uploads of
one reading that did it the other way round could wait for each other for ever.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.checkpoints import Checkpoint
from models.devices import Device
from models.registrations import Registration, Ticket
from models.scans import Attendance, Direction, RefusalReason, Scan, Verdict
from models.users import User
from operations.base.audit import record
from operations.check_in.rows import (
    answer,
    derive,
    first_scan,
    held_attendance,
    hold_door,
    keep_scan,
    moves_of,
    open_attendance,
    update_attendance,
)
from operations.check_in.verdicts import Here, Reading, judge, refused
from policy import Caller
from queries.check_in.doors import is_for, people_inside
from queries.check_in.scans import ticket_read

CLOCK_TOLERANCE = timedelta(minutes=5)
UNDO_WITHIN = timedelta(minutes=15)


class ClockAhead(Refusal):
    """The door time is more than five minutes in the future."""


@dataclass(frozen=True)
class CheckIn:
    """The result of a reading; the same nonce again gives the same result."""

    scan: Scan

    @property
    def admitted_at(self) -> datetime | None:
        """The door time of the admission, if the ticket was admitted at this checkpoint."""
        return self.scan.admitted_at

    @property
    def participant(self) -> Registration | None:
        return self.scan.participant


def check_in(
    checkpoint: Checkpoint,
    *,
    code: str,
    nonce: str,
    scanned_at: datetime,
    at: datetime,
    by: Caller | None,
    device: str = "",
    direction: Direction = Direction.ENTRY,
    force: bool = False,
    told: Verdict | None = None,
    told_reason: RefusalReason | None = None,
) -> CheckIn:
    """Judge and keep one reading of a QR or a short code. Commit after each reading.

    `scanned_at` is the door time by the device's clock, or `at` when the door waits for our
    verdict; both are aware. `told` is the verdict that the device gave by itself when it could not
    wait. The same nonce again gives the first result and keeps nothing new. Raises ClockAhead.
    """
    if scanned_at > at + CLOCK_TOLERANCE:
        raise ClockAhead
    reading = Reading(
        nonce=nonce,
        direction=direction,
        scanned_at=scanned_at,
        received_at=at,
        force=force and not _anybody_touches(by),
        told=told,
        told_reason=told_reason,
        **_reader(by, device),
    )
    hold_door(checkpoint)
    found = ticket_read(code, checkpoint)
    if isinstance(found, RefusalReason) or not _counts(by, scanned_at):
        return _kept_only(checkpoint, reading, found)
    return _judged(checkpoint, *found, reading)


def annul(scan: Scan, *, by: Caller, at: datetime) -> Scan:
    """Annul a mistaken scan; it is still kept. The next admission counts instead, if there is
    one."""
    attendance = held_attendance(scan.checkpoint_id, scan.registration_id)
    db.session.refresh(scan, with_for_update={"of": Scan})
    if scan.annulled_at is None:
        user = user_of(by)
        scan.annulled_at, scan.annulled_by_id = at, user.id if user else None
        db.session.flush()
        if attendance:
            derive(attendance, moves_of(attendance))
        record(
            AuditAction.SCAN_ANNULLED,
            at=at,
            by=user,
            event=scan.checkpoint.event,
            subject_id=scan.id,
        )
        db.session.flush()
    return scan


def may_undo(scan: Scan, *, by: Caller, at: datetime, device: str = "") -> bool:
    """Whether the scan may be annulled: by whom read it, on the same device, for a quarter of an
    hour."""
    reader = _reader(by, device)
    same = (scan.user_id, scan.device) == (reader["user_id"], reader["device"])
    return same and not _anybody_touches(by) and at - scan.received_at <= UNDO_WITHIN


def user_of(who: Caller | None) -> User | None:
    """The user who acts; None for a device that was paired by a code."""
    return who.user if isinstance(who, Device) else who


def _anybody_touches(by: Caller | None) -> bool:
    """Whether it is a kiosk: participants scan themselves, so nobody there decides against the
    rules."""
    return isinstance(by, Device) and by.kiosk


def _reader(by: Caller | None, device: str) -> dict[str, Any]:
    if isinstance(by, Device):
        return {"user_id": by.user_id, "device": f"device {by.id}", "device_id": by.id}
    return {"user_id": by.id if by else None, "device": device, "device_id": None}


def _counts(by: Caller | None, scanned_at: datetime) -> bool:
    return by.may_check_in(scanned_at) if isinstance(by, Device) else True


def _judged(checkpoint: Checkpoint, ticket: Ticket, was_here: bool, reading: Reading) -> CheckIn:
    here = _here(checkpoint, ticket, reading)
    judgement = judge(checkpoint, ticket, reading, [], here)
    scan = keep_scan(checkpoint, ticket.registration, reading, judgement)
    if scan is None:
        return CheckIn(_heard_again(checkpoint, reading))
    attendance = held_attendance(checkpoint.id, ticket.registration_id) if was_here else None
    if attendance is None and scan.verdict is Verdict.ADMITTED and not open_attendance(scan):
        attendance = held_attendance(checkpoint.id, ticket.registration_id)
    if attendance:
        _judge_again(scan, ticket, reading, here, attendance)
    return CheckIn(scan)


def _kept_only(
    checkpoint: Checkpoint, reading: Reading, found: tuple[Ticket, bool] | RefusalReason
) -> CheckIn:
    """Keep a reading that moves nobody: it is no ticket of ours, or the phone might not check
    in."""
    known = None if isinstance(found, RefusalReason) else found[0].registration
    reason = found if isinstance(found, RefusalReason) else RefusalReason.DEVICE_REVOKED
    scan = keep_scan(checkpoint, known, reading, refused(reason, reading))
    return CheckIn(scan or _heard_again(checkpoint, reading))


def _heard_again(checkpoint: Checkpoint, reading: Reading) -> Scan:
    """The scan that this nonce made first.

    When our verdict came too late and the device gave one of its own meanwhile, that is noted;
    where one of two different verdicts is an admission, a person should look.
    """
    scan = first_scan(checkpoint, reading.nonce)
    if scan.told is None and reading.told is not None:
        scan.told = reading.told
        said = {scan.verdict, reading.told}
        scan.conflict = scan.conflict or (len(said) > 1 and Verdict.ADMITTED in said)
        db.session.flush()
    return scan


def _here(checkpoint: Checkpoint, ticket: Ticket, reading: Reading) -> Here:
    """What else the door asks. A door that is open to all and has no capacity asks the database
    nothing."""
    entering = reading.direction is Direction.ENTRY and reading.told is None
    return Here(
        is_for=checkpoint.is_for_all or is_for(checkpoint, ticket.registration),
        is_full=(
            checkpoint.capacity is not None
            and entering
            and people_inside(checkpoint) >= checkpoint.capacity
        ),
    )


def _judge_again(
    scan: Scan, ticket: Ticket, reading: Reading, here: Here, attendance: Attendance
) -> None:
    """Judge the scan again, now that the person's attendance is locked and the moves are known."""
    moves = [move for move in moves_of(attendance) if move.scan_id != scan.id]
    reading = reading.after(moves)
    judgement = judge(scan.checkpoint, ticket, reading, moves, here)
    for column, value in answer(reading, judgement, moves).items():
        setattr(scan, column, value)
    update_attendance(attendance, scan, moves)
