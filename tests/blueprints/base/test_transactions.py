from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from blueprints.base.transactions import committed, undone
from extensions import db
from lib.refusals import Refusal
from models.places import Quota
from tests import factories
from tests.turns import PATIENCE, in_threads

pytestmark = pytest.mark.race


def test_of_two_who_wait_for_each_other_both_come_to_their_end(app):
    one, two = (factories.event().places.id for _ in range(2))
    met = Barrier(2)
    tries = []

    def taking(first, second):
        def act():
            tries.append(first)
            _take(first)
            if len(tries) <= 2 and db.engine.dialect.name == "postgresql":
                met.wait(PATIENCE)  # on SQLite whoever writes is alone
            _take(second)

        return lambda: committed(act)

    in_threads(app, taking(one, two), taking(two, one))
    assert len(tries) == (3 if db.engine.dialect.name == "postgresql" else 2)
    assert list(db.session.scalars(sa.select(Quota.taken))) == [2, 2]


@pytest.mark.parametrize("raised", [Refusal(), ValueError(), IntegrityError("", {}, Exception())])
def test_whatever_is_raised_nothing_of_it_is_kept(app, raised):
    places = factories.event().places

    def act():
        _take(places.id)
        raise raised

    with pytest.raises(type(raised)):
        committed(act)
    assert not db.session().in_transaction()
    assert list(db.session.scalars(sa.select(Quota.taken))) == [0]


def test_the_second_try_may_go_by_what_is_there_by_then(app):
    places = factories.event().places

    def lost():
        _take(places.id)
        raise IntegrityError("", {}, Exception())

    committed(lost, again=lambda: _take(places.id))
    assert list(db.session.scalars(sa.select(Quota.taken))) == [1]


def test_what_would_come_of_it_is_seen_inside_and_taken_back(app):
    places = factories.event().places
    with undone():
        _take(places.id)
        assert list(db.session.scalars(sa.select(Quota.taken))) == [1]
    assert list(db.session.scalars(sa.select(Quota.taken))) == [0]


def _take(number):
    db.session.execute(sa.update(Quota).where(Quota.id == number).values(taken=Quota.taken + 1))
