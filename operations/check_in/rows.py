"""The rows of a door: each written by one statement, guarded by constraints, locked while judged.

A queue of people waits for the usual path, so its statements are built once.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from extensions import db
from lib.inserts import insert_into
from models.checkpoints import Checkpoint
from models.registrations import Registration
from models.scans import Attendance, RefusalReason, Scan, Verdict
from operations.check_in.verdicts import Judgement, Reading
from queries.check_in.moves import Course, Kept, course_of, is_conflict, is_move, move_of

_NOT_YET = dict.fromkeys(("annulled_at", "annulled_by_id", "settled_at", "settled_by_id"))


# What a move and a conflict depend on.
_KEPT: Sequence[Any] = (
    Scan.id,
    Scan.nonce,
    Scan.direction,
    Scan.verdict,
    Scan.reason,
    Scan.insisted,
    Scan.told,
    Scan.conflict,
    Scan.settled_at,
    Scan.annulled_at,
    Scan.scanned_at,
    Scan.received_at,
    Scan.user_id,
    Scan.device,
)


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
        "caller": reading.caller,
        "nonce": reading.nonce,
        "fingerprint": reading.fingerprint,
        "direction": reading.direction,
        "received_at": reading.received_at,
        "user_id": reading.user_id,
        "device": reading.device,
        "device_id": reading.device_id,
        "told": reading.told,
        "insisted": reading.force,
        "rehearsal": False,
        "answered_conflict": judgement.conflict,
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


def answer(reading: Reading, judgement: Judgement, course: Course | None = None) -> dict[str, Any]:
    """What a scan keeps of the judgement about it, by column.

    `course`: that of the ticket's other moves; None: there are none.
    """
    entries = [course.admission.at] if course and course.admission else []
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


def first_scan(checkpoint: Checkpoint, reading: Reading) -> Scan:
    """The scan that was made when this caller sent this nonce for the first time."""
    return db.session.scalars(
        sa.select(Scan)
        .where(
            Scan.checkpoint_id == checkpoint.id,
            Scan.caller == reading.caller,
            Scan.nonce == reading.nonce,
        )
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


def hold_person(registration_id: int | None) -> None:
    """Lock a person, so that whoever changes their attendance reads all their moves before.

    ticket_read locks the person whose ticket was read. Locked after the door and before anything
    else.
    """
    if registration_id is not None:
        db.session.execute(
            sa.select(Registration.id)
            .where(Registration.id == registration_id)
            .with_for_update(key_share=True)
        )


def open_attendance(scan: Scan) -> bool:
    """Keep the attendance of somebody whose first reading here this is; False: it is not.

    The usual path. The person is locked, so a reading that came before is seen.
    """
    if scan.verdict is not Verdict.ADMITTED:
        return False
    values = {
        "checkpoint_id": scan.checkpoint_id,
        "registration_id": scan.registration_id,
        "scan_id": scan.id,
        "admitted_at": scan.scanned_at,
    }
    opened = db.session.connection().scalar(_opening(db.engine.dialect.name), values)
    return opened is not None


def moves_kept(
    checkpoint_id: int, registration_id: int | None, *, but: Scan | None = None
) -> list[Kept]:
    """All moves of this person at this door as they are kept now; without one scan, if asked."""
    kept = db.session.execute(
        sa.select(*_KEPT).where(
            Scan.checkpoint_id == checkpoint_id,
            Scan.registration_id == registration_id,
            Scan.annulled_at.is_(None),
            sa.or_(Scan.verdict != Verdict.REFUSED, Scan.reason == RefusalReason.NOT_INSIDE),
        )
    )
    return [row for row in kept if is_move(row) and (but is None or row.id != but.id)]


def derive(checkpoint: Checkpoint, registration_id: int | None, kept: Sequence[Kept]) -> Course:
    """Write down what all moves of this person at this door come to: the attendance, the conflicts.

    `kept` are all of them, and the person is locked.
    """
    course = course_of(map(move_of, kept), checkpoint)
    _write_attendance(checkpoint.id, registration_id, course)
    rows = {row.id: row for row in kept}
    for step in course.steps:
        row = rows[step.move.scan_id]
        if row.conflict != is_conflict(row, step):
            db.session.execute(
                sa.update(Scan).where(Scan.id == row.id).values(conflict=not row.conflict)
            )
    return course


def _write_attendance(checkpoint_id: int, registration_id: int | None, course: Course) -> None:
    """The earliest entry is the admission; without an entry there is no attendance."""
    if course.admission is None:
        db.session.execute(
            sa.delete(Attendance).where(
                Attendance.checkpoint_id == checkpoint_id,
                Attendance.registration_id == registration_id,
            )
        )
        return
    values = {
        "checkpoint_id": checkpoint_id,
        "registration_id": registration_id,
        "scan_id": course.admission.scan_id,
        "admitted_at": course.admission.at,
        "inside": course.inside,
    }
    db.session.connection().execute(_attending(db.engine.dialect.name), values)


@cache
def _keeping(dialect: str) -> Any:
    return (
        insert_into(Scan.__table__, dialect=dialect)
        .on_conflict_do_nothing(index_elements=["checkpoint_id", "caller", "nonce"])
        .returning(sa.column("id"))
    )


@cache
def _opening(dialect: str) -> Any:
    # Bound values have the types of their columns, also in a SELECT.
    table, here = Attendance.__table__, Scan.__table__.alias()
    columns = ["checkpoint_id", "registration_id", "scan_id", "admitted_at"]
    of = {name: sa.bindparam(name, type_=table.c[name].type) for name in columns}
    others = sa.exists().where(
        here.c.checkpoint_id == of["checkpoint_id"],
        here.c.registration_id == of["registration_id"],
        here.c.id != of["scan_id"],
    )
    first = sa.select(*of.values(), sa.true()).where(~others)
    return (
        insert_into(table, dialect=dialect)
        .from_select([*columns, "inside"], first)
        .returning(sa.column("id"))
    )


@cache
def _attending(dialect: str) -> Any:
    new = insert_into(Attendance.__table__, dialect=dialect)
    return new.on_conflict_do_update(
        index_elements=["checkpoint_id", "registration_id"],
        set_={name: new.excluded[name] for name in ("scan_id", "admitted_at", "inside")},
    )
