import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.factors import RecoveryCode
from models.sign_ins import SignIn
from models.users import User
from operations.accounts.recovery_codes import (
    make_recovery_codes,
    replace_recovery_codes,
    use_recovery_code,
)
from operations.accounts.sign_ins import await_second_step, begin_sign_in
from queries.accounts.factors import factors_of
from tests import factories
from tests.factories import NOW
from tests.turns import at_once


def waiting(user: User) -> SignIn:
    return await_second_step(user, browser="", at=NOW)[0]


def test_code_is_good_once_however_it_is_typed(app):
    user = factories.user()
    code = make_recovery_codes(user, at=NOW)[3]
    assert use_recovery_code(waiting(user), code.replace("-", " ").lower(), at=NOW)
    assert not use_recovery_code(waiting(user), code, at=NOW)
    assert factors_of(user).unused_codes == 9


@pytest.mark.race
def test_code_that_four_requests_bring_at_once_is_good_once(app):
    user = factories.user()
    code = make_recovery_codes(user, at=NOW)[0]
    here = waiting(user).id
    db.session.commit()
    brought = at_once(
        app, lambda: use_recovery_code(db.session.get_one(SignIn, here), code, at=NOW), times=4
    )
    assert sum(brought) == 1


def test_codes_are_kept_as_digests(app):
    codes = make_recovery_codes(factories.user(), at=NOW)
    kept = db.session.scalars(sa.select(RecoveryCode.code_hash)).all()
    assert len(kept) == 10 and all(len(digest) == 64 for digest in kept)
    assert not set(codes) & set(kept)


def test_code_of_somebody_else_is_wrong(app):
    make_recovery_codes(user := factories.user(), at=NOW)
    code = make_recovery_codes(factories.user(), at=NOW)[0]
    for typed in (code, "", "7K3M", "\ud800", "x" * 9_999):
        assert not use_recovery_code(waiting(user), typed, at=NOW)


def test_using_one_ends_all_other_sign_ins_and_is_recorded(app):
    user = factories.user()
    begin_sign_in(user, browser="", factor=None, at=NOW)
    here, code = waiting(user), make_recovery_codes(user, at=NOW)[0]
    use_recovery_code(here, code, at=NOW)
    assert db.session.scalars(sa.select(SignIn.id)).all() == [here.id]
    used = sa.select(AuditEntry.user_id).where(AuditEntry.action == AuditAction.RECOVERY_CODE_USED)
    assert db.session.scalars(used).all() == [user.id]


def test_new_codes_take_the_place_of_the_old_ones(app):
    user = factories.user()
    here = waiting(user)
    old = make_recovery_codes(user, at=NOW)
    factories.authenticator(user)
    new = replace_recovery_codes(user, keep=here, at=NOW)
    assert not use_recovery_code(here, old[0], at=NOW)
    assert use_recovery_code(here, new[0], at=NOW)
