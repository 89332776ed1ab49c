"""Every reading at a door is kept; one row, by constraint, says who was admitted.

The order of arrival never matters, the order at the door does: whoever writes to a person's
attendance holds its row, reads all moves of that person anew and derives the row from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from extensions import db
from models.audit import AuditAction
from models.check_in import Attendance, Checkpoint, Direction, RefusalReason, Scan, Verdict
from models.registrations import Registration, Ticket
from models.users import User
from operations.audit import record
from operations.check_in_verdicts import Judgement, Move, Reading, judge, refused
from queries.check_in import ticket_read

CLOCK_TOLERANCE = timedelta(minutes=5)
UNDO_WITHIN = timedelta(minutes=15)
MOVING = (Verdict.ADMITTED, Verdict.LEFT)


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
        scan = _keep(checkpoint, None, reading, refused(found), [])
        return CheckIn(scan or _first_scan(checkpoint, nonce))
    ticket, was_here = found
    attendance, moves = _attendance_and_moves(checkpoint, ticket) if was_here else (None, [])
    reading = reading.after(moves)
    judgement = judge(checkpoint, ticket, reading, moves)
    scan = _keep(checkpoint, ticket.registration, reading, judgement, moves)
    if scan is None:
        return CheckIn(_first_scan(checkpoint, nonce))
    if attendance:
        _settle(attendance, scan, moves)
    elif scan.verdict is Verdict.ADMITTED:
        _open_attendance(scan, checkpoint, ticket, reading)
    return CheckIn(scan)


def annul(scan: Scan, *, by: User, at: datetime) -> Scan:
    """Undo a mistaken scan: it stays, annulled. Another admission takes over, or none is left."""
    attendance = _locked_attendance(scan.checkpoint_id, scan.registration_id)
    db.session.refresh(scan, with_for_update={"of": Scan})
    if scan.annulled_at is None:
        scan.annulled_at, scan.annulled_by_id = at, by.id
        db.session.flush()
        if attendance:
            _derive(attendance, _moves(attendance.checkpoint_id, attendance.registration_id))
        record(
            AuditAction.SCAN_ANNULLED, at=at, by=by, event=scan.checkpoint.event, subject_id=scan.id
        )
        db.session.flush()
    return scan


def may_undo(scan: Scan, *, by: User, at: datetime) -> bool:
    """One's own scan, for a quarter of an hour."""
    return scan.user_id == by.id and at - scan.received_at <= UNDO_WITHIN


def _keep(
    checkpoint: Checkpoint,
    registration: Registration | None,
    reading: Reading,
    judgement: Judgement,
    moves: Sequence[Move],
) -> Scan | None:
    """The new row, or None when a reading with this nonce is kept already."""
    values = {
        "checkpoint_id": checkpoint.id,
        "registration_id": registration.id if registration else None,
        "nonce": reading.nonce,
        "direction": reading.direction,
        "received_at": reading.received_at,
        "user_id": reading.user_id,
        "device": reading.device,
        **_answer(reading, judgement, moves),
    }
    kept = _insert(Scan, values).on_conflict_do_nothing(index_elements=["checkpoint_id", "nonce"])
    scan: Scan | None = db.session.scalar(kept.returning(Scan))
    if scan:
        set_committed_value(scan, "checkpoint", checkpoint)
        set_committed_value(scan, "registration", registration)
    return scan


def _answer(reading: Reading, judgement: Judgement, moves: Sequence[Move]) -> dict[str, Any]:
    """What a scan keeps of its judgement."""
    entries = [move.at for move in moves if move.direction is Direction.ENTRY]
    if judgement.verdict is Verdict.ADMITTED:
        entries.append(reading.scanned_at)
    return {
        "scanned_at": reading.scanned_at,
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "forced": judgement.forced,
        "conflict": judgement.conflict,
        "admitted_at": min(entries, default=None),
    }


def _open_attendance(scan: Scan, checkpoint: Checkpoint, ticket: Ticket, reading: Reading) -> None:
    """Admit, unless another door was faster between our look and now: then judge again."""
    values = {
        "checkpoint_id": checkpoint.id,
        "registration_id": ticket.registration_id,
        "scan_id": scan.id,
        "admitted_at": reading.scanned_at,
        "inside": True,
    }
    # Writing the faster one's own value back holds its row until we have committed.
    opened = _insert(Attendance, values).on_conflict_do_update(
        index_elements=["checkpoint_id", "registration_id"],
        set_={"inside": Attendance.inside},
    )
    attendance = db.session.scalars(
        opened.returning(Attendance), execution_options={"populate_existing": True}
    ).one()
    if attendance.scan_id == scan.id:
        return
    moves = [m for m in _moves(checkpoint.id, ticket.registration_id) if m.scan_id != scan.id]
    reading = reading.after(moves)
    answer = _answer(reading, judge(checkpoint, ticket, reading, moves), moves)
    for name, value in answer.items():
        setattr(scan, name, value)
    _settle(attendance, scan, moves)


def _settle(attendance: Attendance, scan: Scan, moves: Sequence[Move]) -> None:
    if scan.verdict in MOVING:
        _derive(attendance, sorted([*moves, _move(scan)], key=_door_order))
    db.session.flush()


def _derive(attendance: Attendance, moves: Sequence[Move]) -> None:
    """The earliest entry is the admission, the last move says whether the person is inside."""
    admission = next((move for move in moves if move.direction is Direction.ENTRY), None)
    if admission is None:
        db.session.delete(attendance)
        return
    attendance.scan_id, attendance.admitted_at = admission.scan_id, admission.at
    attendance.inside = moves[-1].direction is Direction.ENTRY


def _attendance_and_moves(
    checkpoint: Checkpoint, ticket: Ticket
) -> tuple[Attendance | None, list[Move]]:
    attendance = _locked_attendance(checkpoint.id, ticket.registration_id)
    if attendance is None:  # annulled a moment ago
        return None, []
    return attendance, _moves(checkpoint.id, ticket.registration_id)


def _locked_attendance(checkpoint_id: int, registration_id: int | None) -> Attendance | None:
    return db.session.scalar(
        sa.select(Attendance)
        .where(
            Attendance.checkpoint_id == checkpoint_id,
            Attendance.registration_id == registration_id,
        )
        .with_for_update(),
        execution_options={"populate_existing": True},
    )


def _moves(checkpoint_id: int, registration_id: int) -> list[Move]:
    """In the order of the door; at the same time, in the order in which they reached us."""
    scans = db.session.execute(
        sa.select(
            Scan.id, Scan.scanned_at, Scan.direction, Scan.forced, Scan.user_id, Scan.device
        ).where(
            Scan.checkpoint_id == checkpoint_id,
            Scan.registration_id == registration_id,
            Scan.verdict.in_(MOVING),
            Scan.annulled_at.is_(None),
        )
    )
    moves = [Move(s.id, s.scanned_at, s.direction, s.forced, (s.user_id, s.device)) for s in scans]
    return sorted(moves, key=_door_order)


def _move(scan: Scan) -> Move:
    return Move(scan.id, scan.scanned_at, scan.direction, scan.forced, (scan.user_id, scan.device))


def _door_order(move: Move) -> tuple[datetime, int]:
    return move.at, move.scan_id


def _first_scan(checkpoint: Checkpoint, nonce: str) -> Scan:
    """The scan that this nonce made when it came for the first time."""
    return db.session.scalars(
        sa.select(Scan)
        .where(Scan.checkpoint_id == checkpoint.id, Scan.nonce == nonce)
        .options(joinedload(Scan.registration))
    ).one()


def _insert(table: type[Scan | Attendance], values: dict[str, Any]) -> Any:
    """An INSERT that can say what to do about a conflict; both databases write it alike."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).values(values)
