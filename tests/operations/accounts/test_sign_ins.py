from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.sign_ins import SignIn
from models.users import Role
from operations.accounts.sign_ins import await_second_step, begin_sign_in, forget_run_out
from tests import factories
from tests.factories import NOW

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("role", "idle", "longest"),
    [(Role.VIEWER, 30, 12 * 60), (Role.CHECK_IN_STAFF, 4 * 60, 16 * 60)],
)
def test_sign_in_runs_out_unused_and_used(app, role, idle, longest):
    sign_in, _token = begin_sign_in(factories.user(role), browser="", factor=None, at=NOW)
    assert sign_in.holds(NOW + (idle - 1) * MINUTE)
    assert not sign_in.holds(NOW + idle * MINUTE)
    sign_in.last_used_at = NOW + (longest - 1) * MINUTE
    assert sign_in.holds(NOW + (longest - 1) * MINUTE)
    assert not sign_in.holds(NOW + longest * MINUTE)


def test_clock_that_steps_back_ends_no_sign_in(app):
    sign_in, _token = begin_sign_in(factories.user(), browser="", factor=None, at=NOW)
    assert sign_in.holds(NOW - timedelta(days=1))


def test_a_proof_holds_for_ten_minutes_by_a_clock_that_steps_back_too(app):
    sign_in, _token = begin_sign_in(factories.user(), browser="", factor=None, at=NOW)
    assert sign_in.is_proved(NOW + 9 * MINUTE) and sign_in.is_proved(NOW - MINUTE)
    assert not sign_in.is_proved(NOW + 10 * MINUTE)
    assert not sign_in.is_proved(NOW - 60 * MINUTE)


def test_second_step_is_awaited_for_ten_minutes(app):
    sign_in, _token = await_second_step(factories.user(), browser="", at=NOW)
    assert sign_in.holds(NOW + 9 * MINUTE)
    assert not sign_in.holds(NOW + 10 * MINUTE)


def test_those_that_have_run_out_are_forgotten_and_no_others(app):
    user = factories.user()
    begin_sign_in(user, browser="", factor=None, at=NOW - 60 * MINUTE)
    await_second_step(user, browser="", at=NOW - 20 * MINUTE)
    at_work, _token = begin_sign_in(user, browser="", factor=None, at=NOW - 20 * MINUTE)
    assert forget_run_out(at=NOW) == 2
    assert db.session.scalars(sa.select(SignIn.id)).all() == [at_work.id]
