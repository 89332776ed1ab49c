"""The rows of a door: each written by one statement, guarded by constraints, locked while judged.

A queue of people waits for the usual path, so its statements are built once.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from extensions import db
from lib.inserts import insert_into
from models.checkpoints import Checkpoint
from models.registrations import Registration
from models.scans import Attendance, Direction, Scan, Verdict
from operations.check_in.verdicts import Judgement, Move, Reading

MOVING = (Verdict.ADMITTED, Verdict.LEFT)
_NOT_YET = dict.fromkeys(("annulled_at", "annulled_by_id", "settled_at", "settled_by_id"))


def keep_scan(
    checkpoint: Checkpoint,
    registration: Registration | None,
    reading: Reading,
    judgement: Judgement,
) -> Scan | None:
    """Keep the reading as a new scan; None: a reading with this nonce is kept already."""
    values: dict[str, Any] = {
        "checkpoint_id": checkpoint.id,
        "registration_id": registration.id if registration else None,
        "nonce": reading.nonce,
        "direction": reading.direction,
        "received_at": reading.received_at,
        "user_id": reading.user_id,
        "device": reading.device,
        "device_id": reading.device_id,
        "told": reading.told,
        **answer(reading, judgement),
    }
    scan_id = db.session.connection().scalar(_keeping(db.engine.dialect.name), values)
    if scan_id is None:
        return None
    scan = Scan(id=scan_id, **_NOT_YET, **values)
    make_transient_to_detached(scan)  # the row that was just written, without reading it back
    db.session.add(scan)
    set_committed_value(scan, "checkpoint", checkpoint)
    set_committed_value(scan, "registration", registration)
    return scan


def answer(reading: Reading, judgement: Judgement, moves: Sequence[Move] = ()) -> dict[str, Any]:
    """What a scan keeps of the judgement about it, by column."""
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


def first_scan(checkpoint: Checkpoint, nonce: str) -> Scan:
    """The scan that was made when this nonce came for the first time."""
    return db.session.scalars(
        sa.select(Scan)
        .where(Scan.checkpoint_id == checkpoint.id, Scan.nonce == nonce)
        .options(joinedload(Scan.registration))
    ).one()


def hold_door(checkpoint: Checkpoint) -> None:
    """Lock a door with a capacity, so that two people do not get its last place.

    Whoever locks more than the door locks the door first.
    """
    if checkpoint.capacity is not None:
        db.session.execute(
            sa.select(Checkpoint.id).where(Checkpoint.id == checkpoint.id).with_for_update()
        )


def open_attendance(scan: Scan) -> bool:
    """Whether this scan is the admission. If not, another reading was faster, and its row is
    locked."""
    values = {
        "checkpoint_id": scan.checkpoint_id,
        "registration_id": scan.registration_id,
        "scan_id": scan.id,
        "admitted_at": scan.scanned_at,
        "inside": True,
    }
    admitting_id: int = db.session.connection().scalar(_opening(db.engine.dialect.name), values)
    return admitting_id == scan.id


def held_attendance(checkpoint_id: int, registration_id: int | None) -> Attendance | None:
    """The attendance as it is now, locked until we commit; None: there is none."""
    return db.session.scalar(
        sa.select(Attendance)
        .where(
            Attendance.checkpoint_id == checkpoint_id,
            Attendance.registration_id == registration_id,
        )
        .with_for_update(),
        execution_options={"populate_existing": True},
    )


def moves_of(attendance: Attendance) -> list[Move]:
    """The moves by door time; those at the same time in the order in which they reached us."""
    scans = db.session.execute(
        sa.select(
            Scan.id, Scan.scanned_at, Scan.direction, Scan.forced, Scan.user_id, Scan.device
        ).where(
            Scan.checkpoint_id == attendance.checkpoint_id,
            Scan.registration_id == attendance.registration_id,
            Scan.verdict.in_(MOVING),
            Scan.annulled_at.is_(None),
        )
    )
    moves = [Move(s.id, s.scanned_at, s.direction, s.forced, (s.user_id, s.device)) for s in scans]
    return sorted(moves, key=_door_order)


def update_attendance(attendance: Attendance, scan: Scan, moves: Sequence[Move]) -> None:
    """Update the attendance, where `scan` is added to `moves`."""
    if scan.verdict in MOVING:
        door = (scan.user_id, scan.device)
        move = Move(scan.id, scan.scanned_at, scan.direction, scan.forced, door)
        derive(attendance, sorted([*moves, move], key=_door_order))
    db.session.flush()


def derive(attendance: Attendance, moves: Sequence[Move]) -> None:
    """Compute the attendance from the moves.

    The earliest entry is the admission, the last move says whether the person is inside. Without an
    entry the attendance is deleted.
    """
    admission = next((move for move in moves if move.direction is Direction.ENTRY), None)
    if admission is None:
        db.session.delete(attendance)
        return
    attendance.scan_id, attendance.admitted_at = admission.scan_id, admission.at
    attendance.inside = moves[-1].direction is Direction.ENTRY


def _door_order(move: Move) -> tuple[datetime, int]:
    return move.at, move.scan_id


@cache
def _keeping(dialect: str) -> Any:
    return (
        insert_into(Scan.__table__, dialect=dialect)
        .on_conflict_do_nothing(index_elements=["checkpoint_id", "nonce"])
        .returning(sa.column("id"))
    )


@cache
def _opening(dialect: str) -> Any:
    # Writing its own value back locks the row of the faster reading until we commit.
    return (
        insert_into(Attendance.__table__, dialect=dialect)
        .on_conflict_do_update(
            index_elements=["checkpoint_id", "registration_id"],
            set_={"inside": Attendance.__table__.c.inside},
        )
        .returning(sa.column("scan_id"))
    )
