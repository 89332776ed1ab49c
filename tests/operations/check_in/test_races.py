"""Many doors at once, and what would happen without the guard."""

import random
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from extensions import db
from models.checkpoints import Checkpoint
from models.registrations import Ticket
from models.scans import Attendance, Direction, Scan, Verdict
from models.users import User
from operations.check_in.scans import check_in
from queries.check_in import scans as queries_of_scans
from tests.factories import NOW
from tests.operations.check_in.doors import Door, minute, token_of
from tests.turns import while_held

TICKETS, DEVICES, REPLAYS = 40, 5, 2

_seconds = count()

Answer = tuple[int, Verdict, datetime | None]


def _at_once(app, jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """Each job in its own thread, with its own connection and transaction."""

    def work(job: Callable[[], Any]) -> Any:
        with app.app_context():
            return job()

    db.session.commit()
    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(work, jobs))


def _reads(door_id: int, staff_id: int, code: str, nonce: str, **more: Any) -> Answer:
    at = more.pop("at", None) or NOW + timedelta(seconds=next(_seconds))
    said = check_in(
        db.session.get_one(Checkpoint, door_id),
        code=code,
        nonce=nonce,
        scanned_at=more.pop("scanned_at", at),
        at=at,
        by=db.session.get_one(User, staff_id),
        **more,
    )
    answer = (said.scan.id, said.scan.verdict, said.admitted_at)
    db.session.commit()
    return answer


def _count(table) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


@pytest.mark.race
def test_forty_tickets_at_five_devices_twice_at_once_are_forty_admissions(app):
    door = Door()
    codes = [token_of(door.person()) for _ in range(TICKETS)]
    door_id, staff_id = door.checkpoint.id, door.staff.id

    def at_device(device: str) -> Callable[[], dict[str, Answer]]:
        order = random.sample(range(TICKETS), TICKETS)

        def work() -> dict[str, Answer]:
            return {
                f"{device} {n}": _reads(door_id, staff_id, codes[n], f"{device} {n}", device=device)
                for n in order
            }

        return work

    answers = _at_once(
        app, [at_device(f"phone {d}") for d in range(DEVICES) for _ in range(REPLAYS)]
    )
    said: dict[str, set[Answer]] = {}
    for one in answers:
        for nonce, answer in one.items():
            said.setdefault(nonce, set()).add(answer)
    assert len(said) == TICKETS * DEVICES
    assert [replies for replies in said.values() if len(replies) != 1] == []
    admitted = [reply for replies in said.values() for reply in replies if reply[1] == "admitted"]
    assert len(admitted) == TICKETS
    assert _count(Attendance) == TICKETS
    assert _count(Scan) == TICKETS * DEVICES
    scans = {scan.id: scan for scan in db.session.scalars(sa.select(Scan))}
    for attendance in db.session.scalars(sa.select(Attendance)):
        assert scans[attendance.scan_id].verdict is Verdict.ADMITTED
        assert scans[attendance.scan_id].scanned_at == attendance.admitted_at


@pytest.mark.race
def test_late_queues_of_many_devices_at_once_leave_the_earliest_entry(app):
    door = Door()
    person = door.person()
    code, ids = token_of(person), (door.checkpoint.id, door.staff.id)
    late = [random.uniform(0, 60) for _ in range(12)]  # noqa: S311 - minutes at a door

    uploads = [
        partial(
            _reads,
            *ids,
            code,
            f"nonce {at}",
            scanned_at=minute(at),
            at=minute(90),
            device=f"phone {at}",
        )
        for at in late
    ]
    _at_once(app, uploads)
    assert door.admitted_at(person) == minute(min(late))
    assert _count(Attendance) == 1


# SQLite lets one transaction in at a time, so there the doors cannot look at the same moment.
only_postgres = pytest.mark.parametrize("app", ["postgres"], indirect=True)


def _held(app, door: Door, first: dict[str, Any], second: dict[str, Any]) -> list[Verdict]:
    """The verdicts on two readings of one ticket, of which the second comes before the first is
    committed."""
    code, ids = token_of(door.person()), (door.checkpoint.id, door.staff.id)
    said = []

    def reads(more: dict[str, Any]) -> None:
        answer = check_in(
            db.session.get_one(Checkpoint, ids[0]),
            code=code,
            at=minute(60),
            by=db.session.get_one(User, ids[1]),
            **more,
        )
        said.append(answer.scan.verdict)

    def comes() -> None:
        reads(second)
        db.session.commit()

    while_held(app, lambda: reads(first), comes)
    db.session.expire_all()
    return said


_IN = {"scanned_at": minute(60), "device": "phone 1", "nonce": "in"}
_IN_TOO = {"scanned_at": minute(60), "device": "phone 2", "nonce": "in too"}
_CAME = {"scanned_at": minute(0), "device": "phone 1", "nonce": "came"}
_LEFT = {
    "scanned_at": minute(5),
    "device": "phone 2",
    "nonce": "left",
    "direction": Direction.EXIT,
    "told": Verdict.LEFT,
}


@pytest.mark.race
def test_of_two_doors_at_once_one_admits_and_the_other_knows_it(app):
    assert _held(app, Door(), _IN, _IN_TOO) == [Verdict.ADMITTED, Verdict.ALREADY_ADMITTED]
    assert (_count(Attendance), _count(Scan)) == (1, 2)
    assert db.session.scalar(sa.select(Scan.conflict).where(Scan.conflict.is_(True))) is None


@pytest.mark.race
def test_one_nonce_sent_twice_at_once_is_one_scan(app):
    assert _held(app, Door(), _IN, _IN) == [Verdict.ADMITTED] * 2
    assert (_count(Attendance), _count(Scan)) == (1, 1)


@pytest.mark.race
@pytest.mark.parametrize("first", ["entry", "exit"])
def test_entry_and_exit_that_reach_us_at_once_leave_nobody_inside(app, first):
    moves = (_CAME, _LEFT) if first == "entry" else (_LEFT, _CAME)
    _held(app, Door(), *moves)
    assert db.session.scalars(sa.select(Attendance.inside)).all() == [False]


@pytest.mark.race
@only_postgres
def test_without_the_held_person_they_would_leave_one_inside(app, monkeypatch):
    free = sa.select(Ticket).where(Ticket.public_id == sa.bindparam("wanted"))
    monkeypatch.setitem(queries_of_scans._TICKET_BY, "public_id", free)
    _held(app, Door(), _LEFT, _CAME)
    assert db.session.scalars(sa.select(Attendance.inside)).all() == [True]


def _bare_connection() -> Any:
    """A connection of the driver itself, in which every statement counts at once."""
    url = db.engine.url
    if url.get_backend_name() == "sqlite":
        return sqlite3.connect(url.database or "", isolation_level=None)
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True)


def _look_and_write(table: str, checkpoint_id: int, registration_id: int, scan_id: int) -> int:
    """Two doors of a careless program: both look, then both write. How many admissions remain."""
    look = f"SELECT count(*) FROM {table} WHERE registration_id = {registration_id}"
    write = (
        f"INSERT INTO {table} (checkpoint_id, registration_id, scan_id, admitted_at, inside)"
        f" VALUES ({checkpoint_id}, {registration_id}, {scan_id}, '2027-03-01 09:00:00', true)"
    )
    with closing(_bare_connection()) as one, closing(_bare_connection()) as other:
        saw = [door.execute(look).fetchone()[0] for door in (one, other)]
        for door, seen in zip((one, other), saw, strict=True):
            if not seen:
                door.execute(write)
        return int(one.execute(look).fetchone()[0])


def test_without_the_unique_guard_two_doors_would_admit_twice(app):
    door = Door()
    person = door.person()
    refused = door.reads("nothing", 0).scan
    row = (door.checkpoint.id, person.id, refused.id)
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE IF EXISTS unguarded"))
        connection.execute(
            sa.text(
                "CREATE TABLE unguarded AS SELECT checkpoint_id, registration_id, scan_id,"
                " admitted_at, inside FROM attendances"
            )
        )
    try:
        assert _look_and_write("unguarded", *row) == 2
    finally:
        with db.engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE unguarded"))
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.UniqueViolation)):
        _look_and_write("attendances", *row)
    assert _count(Attendance) == 1
