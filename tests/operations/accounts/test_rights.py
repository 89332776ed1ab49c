"""What somebody may, where, and whether they still may."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from extensions import db
from lib.bearer_tokens import fingerprint
from models.account_links import AccountLink, AccountLinkPurpose
from models.audit import AuditAction, AuditEntry
from models.checkpoints import Checkpoint
from models.devices import Device
from models.sign_ins import SignIn
from models.users import ApiToken, Role, User
from operations.accounts.rights import (
    ForeignProvince,
    LastCentralAdmin,
    NeedsProvince,
    OwnAccount,
    change_user,
    deactivate,
    reactivate,
    sign_out_everywhere,
)
from operations.accounts.tokens import create_api_token
from operations.check_in.devices import pair_own_phone
from tests import factories
from tests.factories import NOW
from tests.turns import while_held


def change(user: User, by: User, **values: Any) -> None:
    kept: dict[str, Any] = {"name": user.name, "role": user.role, "province": user.province}
    change_user(user, **{**kept, **values}, by=by, at=NOW)


def written(action: AuditAction) -> list[AuditEntry]:
    entries = sa.select(AuditEntry).where(AuditEntry.action == action)
    return list(db.session.scalars(entries.order_by(AuditEntry.id)))


def phone_of(user: User) -> Device:
    event = factories.event()
    doors = db.session.scalars(sa.select(Checkpoint).filter_by(event_id=event.id)).all()
    return pair_own_phone(event, doors, name="Telefon", by=user, at=NOW)[0]


def test_a_role_and_a_province_are_changed_and_written_down_without_words(app):
    admin, user = factories.user(), factories.user(Role.VIEWER)
    change(user, admin, name="Yeni Ad", role=Role.PROVINCIAL_ORGANIZER, province="19")
    assert (user.name, user.role, user.province) == ("Yeni Ad", "provincial-organizer", "19")
    (entry,) = written(AuditAction.USER_CHANGED)
    assert (entry.user_id, entry.subject_id) == (admin.id, user.id)
    assert entry.details == {"role": "provincial-organizer", "province": "19"}


def test_what_stays_as_it_is_is_not_written_down(app):
    admin, user = factories.user(), factories.user(Role.VIEWER)
    change(user, admin)
    assert written(AuditAction.USER_CHANGED) == []


@pytest.mark.parametrize("values", [{"role": Role.VIEWER}, {"province": "19"}])
def test_nobody_changes_their_own_rights(app, values):
    admin, _other = factories.user(), factories.user()
    with pytest.raises(OwnAccount):
        change(admin, admin, **values)
    with pytest.raises(OwnAccount):
        deactivate(admin, by=admin, at=NOW)


def test_the_own_name_may_be_changed_here_too(app):
    admin = factories.user()
    change(admin, admin, name="Yeni Ad")
    assert admin.name == "Yeni Ad"


def test_who_manages_one_province_gives_rights_only_there(app):
    admin, user = factories.user(province="19"), factories.user(Role.VIEWER, province="19")
    for province in (None, "06"):
        with pytest.raises(ForeignProvince):
            change(user, admin, province=province)
    change(user, admin, role=Role.EVALUATOR)
    assert user.role is Role.EVALUATOR


def test_a_provincial_organizer_has_a_province(app):
    admin, user = factories.user(), factories.user(Role.VIEWER)
    with pytest.raises(NeedsProvince):
        change(user, admin, role=Role.PROVINCIAL_ORGANIZER)


@pytest.mark.parametrize(
    "values", [{"role": Role.VIEWER}, {"province": "19"}, {"role": Role.VIEWER, "province": "19"}]
)
def test_the_last_central_admin_of_all_provinces_stays_one(app, values):
    last = factories.user()
    other = factories.user(province="19")
    factories.user(password_hash=None)  # invited, and cannot sign in yet
    factories.user(deactivated_at=NOW)
    with pytest.raises(LastCentralAdmin):
        change(last, other, **{"province": "19", **values})
    with pytest.raises(LastCentralAdmin):
        deactivate(last, by=other, at=NOW)
    with pytest.raises(LastCentralAdmin):
        deactivate(last, by=None, at=NOW)
    factories.user()
    deactivate(last, by=None, at=NOW)
    assert not last.is_active


def _put_one_another_out(app) -> None:
    one, two = factories.user(), factories.user()
    first, second = one.id, two.id

    def put_out(user_id: int, by: int) -> None:
        user, admin = db.session.get_one(User, user_id), db.session.get_one(User, by)
        deactivate(user, by=admin, at=NOW)

    def second_one() -> str:
        try:
            put_out(second, first)
            db.session.commit()
        except LastCentralAdmin:
            return "refused"
        return "done"

    assert while_held(app, lambda: put_out(first, second), second_one) == "refused"
    able = sa.select(sa.func.count()).where(User.deactivated_at.is_(None))
    assert db.session.scalar(able) == 1


@pytest.mark.race
def test_two_admins_who_put_one_another_out_at_once_do_not_both_succeed(app):
    _put_one_another_out(app)


@pytest.mark.race
@pytest.mark.parametrize("app", ["postgres"], indirect=True)  # SQLite has one writer at a time
def test_without_the_lock_they_would(app, monkeypatch):
    monkeypatch.setattr(sa.Select, "with_for_update", lambda select, **_options: select)
    with pytest.raises(AssertionError):
        _put_one_another_out(app)


def test_whoever_is_deactivated_is_out_everywhere_at_once(app):
    admin, user = factories.user(), factories.user(Role.CHECK_IN_STAFF)
    factories.signed_in(user)
    token, _text = create_api_token(user, name="x", at=NOW)
    phone = phone_of(user)
    link = AccountLink(
        user=user,
        purpose=AccountLinkPurpose.RESET,
        token_hash=fingerprint("x"),
        made_at=NOW,
        expires_at=NOW + timedelta(minutes=30),
    )
    db.session.add(link)
    deactivate(user, by=admin, at=NOW)
    db.session.commit()
    assert db.session.scalars(sa.select(SignIn).filter_by(user_id=user.id)).all() == []
    assert db.session.get_one(ApiToken, token.id).revoked_at == NOW
    db.session.refresh(link)
    assert (phone.revoked_at, link.used_at) == (NOW, NOW)
    (entry,) = written(AuditAction.USER_DEACTIVATED)
    assert (entry.user_id, entry.subject_id) == (admin.id, user.id)
    assert [e.user_id for e in written(AuditAction.API_TOKEN_REVOKED)] == [admin.id]
    assert [e.user_id for e in written(AuditAction.DEVICE_REVOKED)] == [admin.id]


def test_whoever_comes_back_gets_no_token_back(app):
    admin, user = factories.user(), factories.user(Role.VIEWER)
    token, _text = create_api_token(user, name="x", at=NOW)
    deactivate(user, by=admin, at=NOW)
    reactivate(user, by=admin, at=NOW)
    assert user.is_active and token.revoked_at == NOW
    assert [e.user_id for e in written(AuditAction.USER_REACTIVATED)] == [admin.id]


def test_a_second_press_writes_nothing_down(app):
    admin, user = factories.user(), factories.user(Role.VIEWER)
    for _ in range(2):
        deactivate(user, by=admin, at=NOW)
    for _ in range(2):
        reactivate(user, by=admin, at=NOW)
    assert len(written(AuditAction.USER_DEACTIVATED)) == 1
    assert len(written(AuditAction.USER_REACTIVATED)) == 1


def test_signing_somebody_out_ends_all_their_sign_ins_and_own_phones(app):
    admin, user = factories.user(), factories.user(Role.CHECK_IN_STAFF)
    for _ in range(2):
        factories.signed_in(user)
    phone = phone_of(user)
    sign_out_everywhere(user, by=admin, at=NOW)
    assert db.session.scalars(sa.select(SignIn).filter_by(user_id=user.id)).all() == []
    assert phone.revoked_at == NOW
    assert [e.subject_id for e in written(AuditAction.SIGN_IN_REVOKED)] == [user.id]
