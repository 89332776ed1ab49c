"""Whoever lost every second factor is helped by two central administrators together."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.factors import Authenticator, FactorReset
from models.sign_ins import SignIn
from models.users import Role, User
from operations.accounts import factor_resets
from operations.accounts.factor_resets import (
    NothingToReset,
    NotOpen,
    OwnReset,
    ask_for_factor_reset,
    drop_factor_reset,
    grant_factor_reset,
)
from queries.accounts.factor_resets import open_reset_of, open_resets
from queries.accounts.factors import has_factor
from tests import factories
from tests.factories import NOW
from tests.turns import while_held

LATER = NOW + timedelta(hours=23, minutes=59)


def lost() -> User:
    """Somebody with an authenticator app, signed in somewhere."""
    user = factories.user(Role.MODERATOR, province="19")
    db.session.add(Authenticator(user=user, seed="sealed", confirmed_at=NOW))
    factories.signed_in(user)
    return user


def written(*actions: AuditAction) -> list[tuple[str, int | None]]:
    rows = sa.select(AuditEntry.action, AuditEntry.user_id).where(AuditEntry.action.in_(actions))
    return [(action, user_id) for action, user_id in db.session.execute(rows.order_by("id"))]


def test_two_administrators_together_take_the_factors_away(app):
    one, two, user = factories.user(), factories.user(), lost()
    reset = ask_for_factor_reset(user, by=one, at=NOW)
    assert has_factor(user) and open_reset_of(user, at=NOW) == reset
    grant_factor_reset(reset, by=two, at=LATER)
    assert not has_factor(user) and (reset.granted_by, reset.granted_at) == (two, LATER)
    assert db.session.scalars(sa.select(SignIn).filter_by(user_id=user.id)).all() == []
    assert written(AuditAction.FACTOR_RESET_ASKED, AuditAction.FACTORS_RESET) == [
        (AuditAction.FACTOR_RESET_ASKED, one.id),
        (AuditAction.FACTORS_RESET, two.id),
    ]


def test_nobody_grants_what_they_asked_for_or_what_is_about_them(app):
    one, user = factories.user(), lost()
    reset = ask_for_factor_reset(user, by=one, at=NOW)
    for by in (one, user):
        with pytest.raises(OwnReset):
            grant_factor_reset(reset, by=by, at=NOW)
    with pytest.raises(OwnReset):
        ask_for_factor_reset(user, by=user, at=NOW)
    assert has_factor(user)


@pytest.mark.parametrize("granted_by", ["asker", "owner"])
def test_the_database_refuses_it_too(app, granted_by):
    one, user = factories.user(), lost()
    reset = ask_for_factor_reset(user, by=one, at=NOW)
    reset.granted_by = one if granted_by == "asker" else user
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_database_refuses_ones_own_request(app):
    user = lost()
    db.session.add(FactorReset(user=user, asked_by=user, asked_at=NOW))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_request_waits_a_day_and_can_be_dropped(app):
    one, two, user = factories.user(), factories.user(), lost()
    reset = ask_for_factor_reset(user, by=one, at=NOW)
    a_day_later = NOW + timedelta(hours=24)
    with pytest.raises(NotOpen):
        grant_factor_reset(reset, by=two, at=a_day_later)
    assert open_reset_of(user, at=a_day_later) is None
    drop_factor_reset(reset, by=two, at=NOW)
    with pytest.raises(NotOpen):
        grant_factor_reset(reset, by=two, at=NOW)
    assert has_factor(user) and open_resets(two, at=NOW) == []
    assert written(AuditAction.FACTOR_RESET_DROPPED) == [(AuditAction.FACTOR_RESET_DROPPED, two.id)]


@pytest.mark.parametrize("change", [{"deactivated_at": NOW}, {"role": Role.VIEWER}])
def test_whoever_no_longer_manages_users_has_asked_for_nothing(app, change):
    one, two, user = factories.user(), factories.user(), lost()
    reset = ask_for_factor_reset(user, by=one, at=NOW)
    for name, value in change.items():
        setattr(one, name, value)
    with pytest.raises(NotOpen):
        grant_factor_reset(reset, by=two, at=NOW)


def test_where_nothing_is_set_up_nothing_is_reset(app):
    with pytest.raises(NothingToReset):
        ask_for_factor_reset(factories.user(Role.VIEWER), by=factories.user(), at=NOW)


def test_requests_are_seen_in_the_own_province_alone(app):
    one, user = factories.user(), lost()
    reset = ask_for_factor_reset(user, by=one, at=NOW)
    seen = {p: open_resets(factories.user(province=p), at=NOW) for p in (None, "19", "06")}
    assert seen == {None: [reset], "19": [reset], "06": []}


def _two_grant_at_once(app) -> list[str]:
    one, user = factories.user(), lost()
    admins = [factories.user().id, factories.user().id]
    reset_id = ask_for_factor_reset(user, by=one, at=NOW).id
    db.session.commit()

    def grant(by: int) -> str:
        admin = db.session.get_one(User, by)
        try:
            grant_factor_reset(db.session.get_one(FactorReset, reset_id), by=admin, at=NOW)
        except NotOpen:
            return "refused"
        db.session.flush()
        return "granted"

    second = while_held(app, lambda: grant(admins[0]), lambda: grant(admins[1]))
    return [second, *(action for action, _by in written(AuditAction.FACTORS_RESET))]


@pytest.mark.race
def test_two_who_grant_it_at_once_reset_once(app):
    assert _two_grant_at_once(app) == ["refused", AuditAction.FACTORS_RESET]


@pytest.mark.race
def test_without_the_guard_both_would(app, monkeypatch):
    monkeypatch.setattr(factor_resets, "_decide", lambda *_all, **_decision: None)
    assert _two_grant_at_once(app)[0] == "granted"
