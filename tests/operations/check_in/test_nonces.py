"""A nonce stands for one reading of its caller, and for nothing else."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.scans import Direction, Scan, Verdict
from operations.check_in.scans import NonceReused, annul
from tests import factories
from tests.operations.check_in.doors import Door, minute, ticket_of, token_of

ADMITTED, ALREADY = Verdict.ADMITTED, Verdict.ALREADY_ADMITTED


def test_same_nonce_gives_the_first_answer_and_keeps_nothing_new(app):
    door = Door()
    person, other = door.person(), door.person()
    first = door.reads(person, 0, nonce="once")
    again = door.reads(person, 5, nonce="once")
    assert again.scan.id == first.scan.id
    assert again.admitted_at == first.admitted_at
    refused = door.reads("nothing", 6, nonce="refused once")
    assert door.reads(" NOTHING ", 7, nonce="refused once").scan.id == refused.scan.id
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Scan)) == 2
    assert door.admitted_at(other) is None


@pytest.mark.parametrize("what", ["other", "garbage", "out"])
@pytest.mark.parametrize("first", ["ticket", "garbage of before"])
def test_nonce_with_another_code_or_direction_is_refused_and_nothing_is_kept(app, first, what):
    door = Door()
    person, other = door.person(), door.person()
    door.reads(person if first == "ticket" else first, 0, nonce="once")
    code = {"other": token_of(other), "garbage": "GARBAGE", "out": token_of(person)}[what]
    if (first, what) == ("garbage of before", "out"):
        code = first
    way = Direction.EXIT if what == "out" else Direction.ENTRY
    with pytest.raises(NonceReused):
        door.reads(code, 1, nonce="once", direction=way)
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Scan)) == 1
    assert door.admitted_at(other) is None


def test_two_callers_may_use_one_nonce(app):
    door = Door()
    person, other, colleague = door.person(), door.person(), factories.user()
    door.reads(person, 0, nonce="1")
    said = door.reads(other, 1, nonce="1", by=colleague)
    assert (said.scan.verdict, said.participant) == (ADMITTED, other)
    assert door.reads(other, 2, nonce="1", device="token 2").scan.verdict is ALREADY


def test_code_typed_in_another_way_is_the_same_reading(app):
    door = Door()
    code = ticket_of(door.person()).short_code
    first = door.reads(code, 0, nonce="once")
    again = door.reads(f" {code[:4].lower()}-{code[4:]} ", 1, nonce="once")
    assert again.scan.id == first.scan.id


def test_scan_of_before_its_code_was_kept_still_answers_its_nonce(app):
    door = Door()
    person = door.person()
    first = door.reads(person, 0, nonce="once")
    first.scan.fingerprint = None
    db.session.commit()
    assert door.reads(person, 1, nonce="once").scan.id == first.scan.id
    with pytest.raises(NonceReused):
        door.reads(person, 2, nonce="once", direction=Direction.EXIT)


def test_answer_stays_the_same_although_the_admission_moved_or_was_annulled(app):
    door = Door()
    person = door.person()
    door.reads(person, 10, nonce="a")
    door.reads(person, 20, nonce="b")
    early = door.reads(person, 5, arriving=30, nonce="c", device="phone 2")
    for nonce, admitted_at in (("a", 10), ("b", 10), ("c", 5)):
        assert door.reads(person, 40, nonce=nonce).admitted_at == minute(admitted_at)
    annul(early.scan, by=door.staff, at=minute(50))
    db.session.commit()
    assert door.reads(person, 60, nonce="c").admitted_at == minute(5)


def test_same_nonce_at_another_checkpoint_is_another_reading(app):
    door, other = Door(), Door()
    assert door.reads(door.person(), 0, nonce="same").scan.verdict is ADMITTED
    assert other.reads(other.person(), 0, nonce="same").scan.verdict is ADMITTED
