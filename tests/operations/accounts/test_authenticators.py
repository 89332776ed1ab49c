from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa

from extensions import db, keys
from lib.field_keys import FieldKeys
from lib.totp import new_seed, step_of
from models.audit import AuditEntry
from models.factors import Authenticator, RecoveryCode
from models.sign_ins import SignIn
from models.users import User
from operations.accounts.authenticators import (
    WrongNumber,
    count_number,
    remove_authenticator,
    set_up_authenticator,
)
from operations.accounts.factors import LastFactor
from operations.accounts.sign_ins import begin_sign_in
from queries.accounts.factors import factors_of, has_factor
from tests import factories
from tests.factories import NOW
from tests.turns import at_once, while_held

STEP = timedelta(seconds=30)
SEED = new_seed()


def number(at=NOW, seed: str = SEED) -> str:
    return pyotp.TOTP(seed).at(at)


def signed_in(user: User) -> SignIn:
    return begin_sign_in(user, browser="", factor=None, at=NOW)[0]


def set_up(user: User, seed: str = SEED):
    here = signed_in(user)
    codes = set_up_authenticator(user, seed, number(seed=seed), keep=here, at=NOW)
    db.session.commit()
    return here, codes


def test_app_is_a_factor_from_its_first_right_number_on(app):
    user = factories.user()
    wrong = number(NOW + 9 * STEP)
    with pytest.raises(WrongNumber):
        set_up_authenticator(user, SEED, wrong, keep=signed_in(user), at=NOW)
    assert not has_factor(user)
    set_up(user)
    assert has_factor(user) and not has_factor(factories.user())
    assert factors_of(user).number == 1


def test_seed_is_encrypted(app):
    user = factories.user()
    set_up(user)
    kept = factors_of(user).authenticator.seed
    assert SEED not in kept
    assert keys.fields.open_text(kept) == SEED


def test_recovery_codes_are_made_with_the_first_factor_alone(app):
    user = factories.user()
    _here, codes = set_up(user)
    assert len(set(codes)) == factors_of(user).unused_codes == 10
    _here, codes = set_up(user, new_seed())
    assert codes == []
    assert db.session.scalars(sa.select(sa.func.count(RecoveryCode.id))).one() == 10


def test_setting_up_ends_all_other_sign_ins(app):
    user = factories.user()
    signed_in(user)
    here, _codes = set_up(user)
    assert db.session.scalars(sa.select(SignIn.id)).all() == [here.id]


def test_second_app_takes_the_place_of_the_first(app):
    user, second = factories.user(), new_seed()
    set_up(user)
    set_up(user, second)
    later = NOW + 4 * STEP
    assert not count_number(user, number(later), at=later)
    assert count_number(user, number(later, second), at=later)


def test_number_counts_once_and_so_does_that_of_the_set_up(app):
    user = factories.user()
    set_up(user)
    assert not count_number(user, number(), at=NOW)
    assert count_number(user, number(NOW + STEP), at=NOW + STEP)
    assert not count_number(user, number(NOW + STEP), at=NOW + STEP)
    assert not count_number(user, number(), at=NOW + STEP)  # older than one that has counted


def test_one_step_beside_counts_and_two_do_not(app):
    user = factories.user()
    set_up(user)
    now = NOW + 10 * STEP
    assert not count_number(user, number(now - 2 * STEP), at=now)
    assert not count_number(user, number(now + 2 * STEP), at=now)
    assert count_number(user, number(now - STEP), at=now)
    assert count_number(user, number(now + STEP), at=now)


@pytest.mark.race
def test_number_that_four_requests_bring_at_once_counts_once(app):
    assert sum(at_once(app, bringing_a_number(count_number), times=4)) == 1


@pytest.mark.race
def test_race_shows_where_no_statement_looks_at_the_step(app):
    """The guard is the WHERE of the UPDATE: read first and written afterwards, both count."""

    def read_then_write(user: User, typed: str, *, at: datetime) -> bool:
        known = db.session.scalars(sa.select(Authenticator)).one()
        step = step_of(typed, SEED, at=at) or 0
        is_fresh = known.last_step < step
        known.last_step = step
        db.session.flush()
        return is_fresh

    bring = bringing_a_number(read_then_write)
    assert while_held(app, bring, bring) == (db.engine.dialect.name == "postgresql")


def bringing_a_number(count: Callable[..., bool]) -> Callable[[], bool]:
    """What each of several requests does that bring the same number of one user's app."""
    user = factories.user()
    set_up(user)
    user_id, later = user.id, NOW + 2 * STEP
    return lambda: count(db.session.get_one(User, user_id), number(later), at=later)


def test_without_its_key_no_number_is_right(app, monkeypatch):
    user = factories.user()
    set_up(user)
    stranger = FieldKeys(["YW5vdGhlciBrZXksIDMyIGJ5dGVzIGxvbmcgZXhhY3Q="])
    signer = app.extensions["meydan_keys"]
    monkeypatch.setitem(app.extensions, "meydan_keys", (*signer[:2], stranger))
    later = NOW + 2 * STEP
    assert not count_number(user, number(later), at=later)


def test_last_factor_stays_where_one_is_needed(app):
    user = factories.user()
    here, _codes = set_up(user)
    with pytest.raises(LastFactor):
        remove_authenticator(user, needs_one=True, keep=here, at=NOW)
    assert has_factor(user)


def test_without_a_factor_there_are_no_recovery_codes(app):
    user = factories.user()
    here, _codes = set_up(user)
    remove_authenticator(user, needs_one=False, keep=here, at=NOW)
    assert (factors_of(user).number, factors_of(user).unused_codes) == (0, 0)


def test_what_was_done_is_recorded_without_numbers_or_seeds(app):
    user = factories.user()
    here, _codes = set_up(user)
    remove_authenticator(user, needs_one=False, keep=here, at=NOW)
    rows = db.session.execute(
        sa.select(AuditEntry.action, AuditEntry.details)
        .where(AuditEntry.user_id == user.id, AuditEntry.action != "sign_in:begun")
        .order_by(AuditEntry.id)
    ).all()
    assert [tuple(row) for row in rows] == [
        ("authenticator:added", {}),
        ("recovery_codes:made", {}),
        ("authenticator:removed", {}),
    ]
