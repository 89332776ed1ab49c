import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.letters import Letter, LetterKind
from models.sign_ins import SignIn
from models.users import User
from operations.accounts.authenticators import remove_authenticator
from operations.accounts.factors import LastFactor, take_away_factors
from operations.accounts.passkeys import remove_passkey
from operations.accounts.recovery_codes import (
    make_recovery_codes,
    replace_recovery_codes,
    use_recovery_code,
)
from operations.accounts.sign_ins import begin_sign_in
from queries.accounts.factors import factors_of
from tests import factories
from tests.factories import NOW
from tests.turns import while_held


def signed_in(user: User) -> SignIn:
    return begin_sign_in(user, browser="", factor=None, at=NOW)[0]


def letters() -> list[tuple[str, LetterKind]]:
    rows = db.session.scalars(sa.select(Letter).order_by(Letter.id))
    return [(letter.to_address, letter.kind) for letter in rows]


def test_everything_is_taken_from_who_lost_it_and_from_nobody_else(app):
    user, other, admin = factories.user(), factories.user(), factories.user()
    for someone in (user, other):
        factories.authenticator(someone)
        factories.passkey(someone)
        make_recovery_codes(someone, at=NOW)
        signed_in(someone)
    take_away_factors(user, by=admin, at=NOW)
    had, has = factors_of(other), factors_of(user)
    assert (has.number, has.unused_codes, had.number, had.unused_codes) == (0, 0, 2, 10)
    assert db.session.scalars(sa.select(SignIn.user_id)).all() == [other.id]
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.FACTORS_RESET)
    ).one()
    assert (entry.user_id, entry.subject_id) == (admin.id, user.id)


def test_owner_is_told_of_every_change_and_of_every_recovery_code(app):
    user = factories.user()
    factories.authenticator(user)
    here = signed_in(user)
    codes = replace_recovery_codes(user, keep=here, at=NOW)
    use_recovery_code(here, codes[0], at=NOW)
    remove_authenticator(user, needs_one=False, keep=here, at=NOW)
    take_away_factors(user, by=None, at=NOW)
    assert letters() == [
        (user.email, LetterKind.FACTORS_CHANGED),
        (user.email, LetterKind.RECOVERY_CODE_USED),
        (user.email, LetterKind.FACTORS_CHANGED),
        (user.email, LetterKind.FACTORS_RESET),
    ]


def two_that_remove_a_factor_each(app) -> int:
    """How many factors are left where one is needed, when both are removed in the same moment."""
    user = factories.user()
    factories.authenticator(user)
    factories.passkey(user)
    here, user_id = signed_in(user).id, user.id
    db.session.commit()

    def remove_app() -> None:
        keep = db.session.get_one(SignIn, here)
        remove_authenticator(keep.user, needs_one=True, keep=keep, at=NOW)

    def remove_key() -> None:
        keep = db.session.get_one(SignIn, here)
        try:
            remove_passkey(factors_of(keep.user).passkeys[0], needs_one=True, keep=keep, at=NOW)
        except LastFactor:
            db.session.rollback()
        db.session.commit()

    while_held(app, remove_app, remove_key)
    return factors_of(db.session.get_one(User, user_id)).number


@pytest.mark.race
def test_two_that_remove_the_last_two_factors_leave_one(app):
    assert two_that_remove_a_factor_each(app) == 1


@pytest.mark.race
def test_without_the_lock_nothing_would_be_left(app, monkeypatch):
    """On SQLite writers take turns anyway."""
    for module in ("authenticators", "passkeys"):
        monkeypatch.setattr(f"operations.accounts.{module}.lock_factors", lambda _user: None)
    left = two_that_remove_a_factor_each(app)
    assert left == (0 if db.engine.dialect.name == "postgresql" else 1)
