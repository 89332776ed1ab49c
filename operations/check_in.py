"""Every reading at a door is kept; one row, by constraint, says who was admitted.

The order of arrival never matters, the order at the door does: whoever writes to a person's
attendance holds its row, reads all moves of that person anew and derives the row from them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from extensions import db
from models.audit import AuditAction
from models.check_in import Checkpoint, Direction, RefusalReason, Scan, Verdict
from models.registrations import Registration, Ticket
from models.users import User
from operations.audit import record
from operations.check_in_rows import (
    answer,
    derive,
    first_scan,
    held_attendance,
    keep_scan,
    moves_of,
    open_attendance,
    settle,
)
from operations.check_in_verdicts import Reading, judge, refused
from queries.check_in import ticket_read

CLOCK_TOLERANCE = timedelta(minutes=5)
UNDO_WITHIN = timedelta(minutes=15)


class ClockAhead(Exception):
    """The door time lies more than five minutes in the future."""


@dataclass(frozen=True)
class CheckIn:
    """What a reading came to: the same again when the same nonce comes again."""

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
    by: User | None,
    device: str = "",
    direction: Direction = Direction.ENTRY,
    force: bool = False,
) -> CheckIn:
    """Judge and keep one reading of a QR or a short code. Commit after each reading.

    `scanned_at` is the door time by the device's clock, or `at` when the door waits for our
    answer. The same nonce again gives the first answer and keeps nothing new.
    Raises ClockAhead.
    """
    if scanned_at > at + CLOCK_TOLERANCE:
        raise ClockAhead
    reading = Reading(
        nonce=nonce, direction=direction, scanned_at=scanned_at, received_at=at,
        user_id=by.id if by else None, device=device, force=force,
    )  # fmt: skip
    found = ticket_read(code, checkpoint)
    if isinstance(found, RefusalReason):
        scan = keep_scan(checkpoint, None, reading, refused(found), [])
        return CheckIn(scan or first_scan(checkpoint, nonce))
    ticket, was_here = found
    attendance = held_attendance(checkpoint.id, ticket.registration_id) if was_here else None
    moves = moves_of(attendance) if attendance else []
    reading = reading.after(moves)
    judgement = judge(checkpoint, ticket, reading, moves)
    scan = keep_scan(checkpoint, ticket.registration, reading, judgement, moves)
    if scan is None:
        return CheckIn(first_scan(checkpoint, nonce))
    if attendance:
        settle(attendance, scan, moves)
    elif scan.verdict is Verdict.ADMITTED and not open_attendance(scan):
        _judge_again(scan, checkpoint, ticket, reading)
    return CheckIn(scan)


def annul(scan: Scan, *, by: User, at: datetime) -> Scan:
    """Undo a mistaken scan: it stays, annulled. Another admission takes over, or none is left."""
    attendance = held_attendance(scan.checkpoint_id, scan.registration_id)
    db.session.refresh(scan, with_for_update={"of": Scan})
    if scan.annulled_at is None:
        scan.annulled_at, scan.annulled_by_id = at, by.id
        db.session.flush()
        if attendance:
            derive(attendance, moves_of(attendance))
        record(
            AuditAction.SCAN_ANNULLED, at=at, by=by, event=scan.checkpoint.event, subject_id=scan.id
        )
        db.session.flush()
    return scan


def may_undo(scan: Scan, *, by: User, at: datetime) -> bool:
    """One's own scan, for a quarter of an hour."""
    return scan.user_id == by.id and at - scan.received_at <= UNDO_WITHIN


def _judge_again(scan: Scan, checkpoint: Checkpoint, ticket: Ticket, reading: Reading) -> None:
    """Another door was faster between our look and our write; now we hold its row and know."""
    attendance = held_attendance(checkpoint.id, ticket.registration_id)
    assert attendance  # noqa: S101 - we hold it since open_attendance()
    moves = [move for move in moves_of(attendance) if move.scan_id != scan.id]
    reading = reading.after(moves)
    judgement = judge(checkpoint, ticket, reading, moves)
    for column, value in answer(reading, judgement, moves).items():
        setattr(scan, column, value)
    settle(attendance, scan, moves)
