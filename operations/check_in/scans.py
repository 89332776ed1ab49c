"""Every reading at a door is kept; one row, by constraint, says who was admitted.

The order of arrival never matters, the order of the door times does: whoever changes a person's
attendance locks the person, reads all their moves at this door and derives the attendance and the
conflicts from them. Everybody locks in this order: the door, the person, the scans.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.checkpoints import Checkpoint
from models.devices import Device
from models.registrations import Registration, Ticket
from models.scans import Direction, RefusalReason, Scan, Verdict
from models.users import User
from operations.base.audit import record
from operations.check_in.rows import (
    answer,
    derive,
    first_scan,
    hold_door,
    hold_person,
    keep_scan,
    moves_kept,
    open_attendance,
)
from operations.check_in.verdicts import Here, Reading, judge, refused
from policy import Caller
from queries.check_in.doors import is_for, people_inside
from queries.check_in.moves import course_of, is_move, move_of
from queries.check_in.scans import as_meant, ticket_read

CLOCK_TOLERANCE = timedelta(minutes=5)
BEFORE_THE_EVENT = timedelta(days=1)
"""A door time that is so much older than its event is no door time."""
UNDO_WITHIN = timedelta(minutes=15)


class ClockAhead(Refusal):
    """The door time is more than five minutes in the future."""


class ClockBehind(Refusal):
    """The door time is from long before the event was made or began: the clock is not set."""


class NonceReused(Refusal):
    """The caller has sent this nonce to this door with another code or in the other direction."""


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

    @property
    def conflict(self) -> bool:
        """Whether this reading clashed with another one, or with our rules, when it reached us."""
        return self.scan.answered_conflict

    @property
    def unmatched(self) -> bool:
        """Whether somebody left before any entry that was known; it may wait on another phone."""
        scan = self.scan
        has_entered = scan.admitted_at is not None and scan.admitted_at <= scan.scanned_at
        return scan.verdict is Verdict.LEFT and not has_entered


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
    caller: str | None = None,
) -> CheckIn:
    """Judge and keep one reading of a QR or a short code. Commit after each reading.

    `scanned_at` is the door time by the device's clock, or `at` when the door waits for our
    verdict; both are aware. `told` is the verdict that the device gave by itself when it could not
    wait. The same nonce of the same caller again gives the first result and keeps nothing new;
    `caller` is who reads, unless it is said. Raises ClockAhead, ClockBehind and NonceReused.
    """
    if scanned_at > at + CLOCK_TOLERANCE:
        raise ClockAhead
    event = checkpoint.event
    if scanned_at < min(event.created_at, event.starts_at) - BEFORE_THE_EVENT:
        raise ClockBehind
    reading = Reading(
        nonce=nonce,
        direction=direction,
        scanned_at=scanned_at,
        received_at=at,
        force=force and not _anybody_touches(by),
        told=told,
        told_reason=told_reason,
        caller=caller_of(by, device) if caller is None else caller,
        fingerprint=_fingerprint(code, direction),
        **_reader(by, device),
    )
    hold_door(checkpoint)
    found = ticket_read(code)
    if isinstance(found, RefusalReason) or not _counts(by, scanned_at):
        return _kept_only(checkpoint, reading, found)
    return _judged(checkpoint, found, reading)


def annul(scan: Scan, *, by: Caller, at: datetime) -> Scan:
    """Annul a mistaken scan; it is still kept. From now on all is as if it had not been made."""
    hold_person(scan.registration_id)
    db.session.refresh(scan, with_for_update={"of": Scan})
    if scan.annulled_at is None:
        user = user_of(by)
        scan.annulled_at, scan.annulled_by_id = at, user.id if user else None
        db.session.flush()
        derive_again(scan)
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


def caller_of(by: Caller | None, device: str = "") -> str:
    """A text for whoever makes the nonces: a phone, a user, a user's program."""
    if isinstance(by, Device):
        return f"device {by.id}"
    return f"user {by.id} {device}".rstrip() if by else device


def _fingerprint(code: str, direction: Direction) -> str:
    sent = f"{direction}\n{as_meant(code)}".encode("utf-8", "surrogatepass")
    return sha256(sent).hexdigest()[:32]


def _counts(by: Caller | None, scanned_at: datetime) -> bool:
    return by.may_check_in(scanned_at) if isinstance(by, Device) else True


def _judged(checkpoint: Checkpoint, ticket: Ticket, reading: Reading) -> CheckIn:
    """Judge the reading as if it were the person's first one here, which it mostly is, and again
    if it is not."""
    here = _here(checkpoint, ticket, reading)
    scan = keep_scan(
        checkpoint, ticket.registration, reading, judge(checkpoint, ticket, reading, [], here)
    )
    if scan is None:
        return CheckIn(_heard_again(checkpoint, reading))
    if not open_attendance(scan):
        _judge_among_others(scan, ticket, reading, here)
    return CheckIn(scan)


def _kept_only(checkpoint: Checkpoint, reading: Reading, found: Ticket | RefusalReason) -> CheckIn:
    """Keep a reading that moves nobody: it is no ticket of ours, or the phone might not check
    in."""
    known = None if isinstance(found, RefusalReason) else found.registration
    reason = found if isinstance(found, RefusalReason) else RefusalReason.DEVICE_REVOKED
    scan = keep_scan(checkpoint, known, reading, refused(reason, reading))
    return CheckIn(scan or _heard_again(checkpoint, reading))


def _heard_again(checkpoint: Checkpoint, reading: Reading) -> Scan:
    """The scan that this nonce made first.

    With another code or direction it is no repetition: raises NonceReused, which tells nothing of
    the first one. When our verdict came too late and the device gave one of its own meanwhile, that is noted;
    where somebody went in whom we refuse, or was turned away whom we count, a person should look.
    """
    scan = first_scan(checkpoint, reading)
    if scan.direction is not reading.direction or scan.fingerprint not in (
        None,
        reading.fingerprint,
    ):
        raise NonceReused
    if scan.told is None and reading.told is not None:
        scan.told = reading.told
        if scan.verdict is Verdict.REFUSED and scan.told is Verdict.ADMITTED:
            scan.conflict = True
        db.session.flush()
        derive_again(scan)
        scan.answered_conflict = scan.answered_conflict or scan.conflict
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


def _judge_among_others(scan: Scan, ticket: Ticket, reading: Reading, here: Here) -> None:
    """Judge the scan again, by the other moves of the person at this door, and derive what follows
    from all of them."""
    others = moves_kept(scan.checkpoint_id, scan.registration_id, but=scan)
    moves = [move_of(other) for other in others]
    reading = reading.after(moves)
    judgement = judge(scan.checkpoint, ticket, reading, moves, here)
    before = course_of(moves, scan.checkpoint)
    for column, value in answer(reading, judgement, before).items():
        setattr(scan, column, value)
    db.session.flush()
    kept = [*others, scan] if is_move(scan) else others
    course = derive(scan.checkpoint, scan.registration_id, kept)
    scan.answered_conflict = scan.conflict or course.clashes_with(scan.id)
    db.session.flush()


def derive_again(scan: Scan) -> None:
    """Derive the attendance of the scan's person at its door anew. The person is locked."""
    kept = moves_kept(scan.checkpoint_id, scan.registration_id)
    derive(scan.checkpoint, scan.registration_id, kept)
