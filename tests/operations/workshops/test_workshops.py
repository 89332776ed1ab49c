"""Workshops, rounds and seats: what a moderator opens and closes."""

import pytest
import sqlalchemy as sa

from extensions import db
from lib.room_codes import ALPHABET, normalise
from models.audit import AuditAction, AuditEntry
from models.workshops import RoundKind, Seat, Workshop
from operations.workshops.rounds import BadDots, RoundIsOpen, close_round, open_round
from operations.workshops.workshops import WorkshopOver, close_workshop, join, key_hash
from tests.factories import NOW, workshops
from tests.turns import while_held


@pytest.fixture
def room(app):
    return workshops.workshop()


def test_a_workshop_has_six_letters_of_its_own(room):
    assert len(room.code) == 6
    assert set(room.code) <= set(ALPHABET)
    assert normalise(f" {room.code[:3].lower()}-{room.code[3:]}") == room.code
    assert normalise("ABCDEF") is None


def test_a_seat_is_a_random_key_of_which_only_a_hash_is_kept(room):
    key = join(room)
    [seat] = db.session.scalars(sa.select(Seat)).all()
    assert seat.key_hash == key_hash(key) != key


def test_one_round_of_each_kind_is_open_at_a_time(room):
    first = workshops.round_of(room, "write")
    workshops.round_of(room, "mine_too")
    with pytest.raises(RoundIsOpen):
        workshops.round_of(room, "write")
    close_round(first, by=None, at=NOW)
    assert workshops.round_of(room, "write").id != first.id


@pytest.mark.parametrize(("dots", "most"), [(0, 0), (3, 4), (101, 1)])
def test_a_problem_may_get_no_more_dots_than_a_seat_has(room, dots, most):
    with pytest.raises(BadDots):
        open_round(room, RoundKind.DOTS, dots=dots, most=most, by=None, at=NOW)


def test_a_closed_workshop_opens_no_round_and_takes_no_seat(room):
    opened = workshops.round_of(room, "write")
    for _twice in range(2):
        close_workshop(room, by=None, at=NOW)
    assert opened.closed_at == NOW
    with pytest.raises(WorkshopOver):
        workshops.round_of(room, "write")
    with pytest.raises(WorkshopOver):
        join(room)
    noted = sa.select(AuditEntry.action).order_by(AuditEntry.id)
    assert db.session.scalars(noted).all()[-3:] == [
        AuditAction.WORKSHOP_OPENED,
        AuditAction.ROUND_OPENED,
        AuditAction.WORKSHOP_CLOSED,
    ]


@pytest.mark.race
def test_who_sends_while_the_workshop_closes_is_counted_before_it(app, room):
    workshops.round_of(room, "write")
    phone = workshops.phone(room)
    number = room.id

    def close() -> None:
        close_workshop(db.session.get_one(Workshop, number), by=None, at=NOW)

    with pytest.raises(WorkshopOver):
        while_held(app, close, phone.write)
