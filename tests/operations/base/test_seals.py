"""Every entry is sealed once, whenever it was committed, and every change of it is found."""

from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from extensions import db
from lib.append_only import Door, door_open
from models.audit import AuditAction, AuditEntry, AuditSeal
from models.letters import Letter
from operations.base import seals
from operations.base.audit import record
from operations.base.seals import seal_entries, tell_witnesses
from queries.base.seals import age_of_newest_seal, walk
from tests.factories import NOW

FORGED = "INSERT INTO audit_entries (id, at, action, details) VALUES ({}, '{}', 'x:y', '{{}}')"


def write(count: int = 1) -> None:
    for number in range(count):
        record(AuditAction.EVENT_CHANGED, at=NOW, by=None, subject_id=number, what="çğş")
    db.session.commit()


def seal_all(at: datetime = NOW) -> int:
    """How many were sealed."""
    count = 0
    while sealed := seal_entries(at=at):
        db.session.commit()
        count += sealed
    return count


def verified(head: str = ""):
    db.session.commit()
    return walk(db.session.connection(), head)


def sealed_numbers() -> list[int]:
    lists = db.session.scalars(sa.select(AuditSeal.entries))
    return sorted(number for numbers in lists for number in numbers)


def test_what_was_written_since_is_sealed_with_the_seal_before(app):
    assert seal_all() == 0
    write(2)
    assert seal_all() == 2
    write()
    assert seal_all() == 1
    first, second = db.session.scalars(sa.select(AuditSeal).order_by(AuditSeal.number))
    assert (first.entries, first.previous, first.highest) == ([1, 2], "", 2)
    assert (second.entries, second.previous, second.highest) == ([3], first.hash, 3)
    done = verified(first.hash)
    assert (done.seals, done.sealed, done.waiting, done.broken) == (2, 3, 0, None)
    assert done.met and done.head == second.hash
    assert not verified("0" * 64).met
    write()
    assert verified().waiting == 1
    assert age_of_newest_seal(NOW + timedelta(minutes=1)) == timedelta(minutes=1)


def test_the_hash_is_the_same_on_every_database(app):
    """Canonical JSON with microseconds of UTC: a constant, so that no version changes it unseen."""
    db.session.add(
        AuditEntry(
            at=datetime(2026, 12, 1, 5, tzinfo=UTC),
            action="event:changed",
            subject_id=2**40,
            details={"b": 1, "a": "ğ\ud800", "n": None},
        )
    )
    db.session.commit()
    seal_all(datetime(2026, 12, 1, 5, 0, 5, 12, tzinfo=UTC))
    found = db.session.scalars(sa.select(AuditSeal.hash)).one()
    assert found == CONSTANT


CONSTANT = "3546aa05878789359434daf1cb1c3e5a2fe31a9965a7708e65a23817c7ed35b5"


CHANGES = {
    "UPDATE audit_entries SET action = 'event:created' WHERE id = 3": (2, "was changed"),
    "UPDATE audit_entries SET at = '2020-01-01 00:00:00+00:00' WHERE id = 3": (2, "was changed"),
    'UPDATE audit_entries SET details = \'{"what": "x"}\' WHERE id = 4': (2, "was changed"),
    "UPDATE audit_entries SET subject_id = NULL WHERE id = 6": (3, "was changed"),
    "DELETE FROM audit_entries WHERE id = 4": (2, "entry 4 is missing"),
    "UPDATE audit_entries SET id = 40 WHERE id = 4": (2, "entry 4 is missing"),
    "UPDATE audit_seals SET entries = '[4, 3]' WHERE number = 2": (2, "another order"),
    "UPDATE audit_seals SET entries = '[3]', highest = 3 WHERE number = 2": (2, "was changed"),
    "UPDATE audit_seals SET highest = 99 WHERE number = 2": (2, "highest"),
    "UPDATE audit_seals SET sealed_at = '2026-01-01 00:00:00+00:00' WHERE number = 2": (
        2,
        "was changed",
    ),
    "UPDATE audit_seals SET hash = 'x' WHERE number = 2": (2, "was changed"),
    "UPDATE audit_seals SET previous = 'x' WHERE number = 2": (2, "does not follow"),
    "UPDATE audit_seals SET entries = '\"x\"' WHERE number = 2": (2, "cannot be read"),
    "DELETE FROM audit_seals WHERE number = 2": (2, "the seal is missing"),
    "DELETE FROM audit_seals WHERE number = 1": (1, "the seal is missing"),
}


def test_every_change_is_found_and_the_first_broken_seal_named(app):
    for _ in range(3):
        write(2)
        seal_all()
    assert verified().broken is None
    for change, (number, why) in CHANGES.items():
        with door_open(db.session.connection(), Door.TESTS):
            db.session.connection().exec_driver_sql(change)
            broken = walk(db.session.connection()).broken
            assert broken and broken.seal == number and why in broken.why, (change, broken)
        db.session.rollback()
    assert verified().broken is None


def test_the_end_of_the_chain_cannot_be_cut_off_unseen_by_who_has_its_head(app):
    write()
    seal_all()
    write()
    seal_all()
    head = verified().head
    with door_open(db.session.connection(), Door.TESTS):
        db.session.connection().exec_driver_sql("DELETE FROM audit_seals WHERE number = 2")
        db.session.connection().exec_driver_sql("DELETE FROM audit_entries WHERE id = 2")
        done = walk(db.session.connection(), head)
        assert done.broken is None and not done.met
    db.session.rollback()


def test_an_old_entry_in_no_seal_is_found_and_one_on_its_way_is_not(app):
    write(2)
    with door_open(db.session.connection(), Door.TESTS):
        db.session.connection().exec_driver_sql("DELETE FROM audit_entries WHERE id = 1")
    db.session.commit()
    seal_all()
    connection = db.session.connection()
    connection.exec_driver_sql(FORGED.format(1, NOW - timedelta(minutes=5)))
    done = walk(connection)
    assert done.broken is None and done.waiting == 1
    db.session.rollback()
    connection = db.session.connection()
    connection.exec_driver_sql(FORGED.format(1, NOW - timedelta(hours=2)))
    done = walk(connection)
    assert done.broken and "entry 1 is in no seal" in done.broken.why
    db.session.rollback()


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
@pytest.mark.parametrize("seed", range(3))
def test_no_entry_is_lost_whatever_the_order_of_the_commits(app, seed):
    """On SQLite one transaction writes at a time."""
    commit_at_random(Random(seed))  # noqa: S311 - no secret
    there = list(db.session.scalars(sa.select(AuditEntry.id).order_by(AuditEntry.id)))
    assert sealed_numbers() == there
    assert verified().broken is None


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_one_high_water_mark_would_lose_some(app, monkeypatch):
    """The guard of the test before, taken away."""
    monkeypatch.setattr(seals, "LOOK_BACK", 0)
    with db.engine.connect() as slow:
        slow.execute(sa.insert(AuditEntry).values(action="x:y", at=NOW, details={}))
        write()
        seal_all()
        slow.commit()
    assert seal_all() == 0
    assert sealed_numbers() == [2]


def commit_at_random(random: Random) -> None:
    writers = [db.engine.connect() for _ in range(4)]
    entry = sa.insert(AuditEntry).values(action="x:y", at=NOW, details={})
    for _ in range(60):
        writer = random.choice(writers)
        match random.randrange(5):
            case 0 | 1:
                writer.execute(entry)
            case 2:
                writer.commit()
            case 3:
                writer.rollback()
            case 4:
                seal_entries(at=NOW)
                db.session.commit()
    for writer in writers:
        writer.execute(entry)
        writer.commit()
        writer.close()
    seal_all()


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_of_two_that_seal_at_once_one_seals_nothing_and_the_chain_has_no_fork(app, monkeypatch):
    write(2)
    other = sa.insert(AuditSeal).values(
        number=1, previous="", entries=[1], highest=1, hash="first", sealed_at=NOW
    )

    def overtaken(*arguments):
        with db.engine.begin() as connection:
            connection.execute(other)
        return made(*arguments)

    made = seals._seal
    monkeypatch.setattr(seals, "_seal", overtaken)
    assert seal_entries(at=NOW) == 0
    db.session.commit()
    assert db.session.scalars(sa.select(AuditSeal.hash)).all() == ["first"]
    monkeypatch.setattr(seals, "_seal", made)
    assert seal_all() == 1


def test_a_seal_holds_so_many_at_most(app, monkeypatch):
    monkeypatch.setattr(seals, "AT_ONCE", 2)
    write(5)
    assert seal_all() == 5
    assert db.session.scalars(sa.select(AuditSeal.entries).order_by(AuditSeal.number)).all() == [
        [1, 2],
        [3, 4],
        [5],
    ]


def test_witnesses_get_the_head_once_a_day(app, monkeypatch):
    witnesses = ["a@example.org", "b@example.org"]
    monkeypatch.setitem(app.config, "SETTINGS", SimpleNamespace(audit_witnesses=witnesses))
    early, late = (datetime(2026, 12, 1, hour, tzinfo=UTC) for hour in (4, 6))
    tell_witnesses(at=late)  # there is no seal yet
    write()
    seal_all()
    for at in (early, late, late + timedelta(hours=5), late + timedelta(days=1)):
        tell_witnesses(at=at)
        db.session.commit()
    told = db.session.scalars(sa.select(Letter).order_by(Letter.id)).all()
    assert [letter.to_address for letter in told] == witnesses * 2
    assert all(verified().head in letter.text for letter in told)
