"""What somebody may, where, and whether they still may: set by those who manage users."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.users import Role, User
from operations.accounts.account_links import void_links
from operations.accounts.sign_ins import end_sign_ins_of
from operations.accounts.tokens import revoke_tokens_of
from operations.base.audit import record
from operations.check_in.devices import revoke_own_phones
from policy import may_place_events_in


class OwnAccount(Refusal):
    """Nobody gives or takes rights of their own."""


class LastCentralAdmin(Refusal):
    """Nobody else could manage the users of all provinces."""


class ForeignProvince(Refusal):
    """Whoever manages one province's users gives no rights in another."""


class NeedsProvince(Refusal):
    """A provincial organizer is one of some province."""


def change_user(
    user: User, *, name: str, role: Role, province: str | None, by: User, at: datetime
) -> None:
    """Set what the user may, and where. It holds from their next request on, also in browsers in
    which they are signed in, and for their tokens and own phones.

    Raises OwnAccount, LastCentralAdmin, ForeignProvince, NeedsProvince.
    """
    refuse_rights(role, province, by=by)
    new = {"name": name, "role": role, "province": province}
    changed = [field for field, value in new.items() if getattr(user, field) != value]
    if changed in ([], ["name"]):
        user.name = name
    else:
        _refuse_own(user, by)
        _keep_a_central_admin(user, stays=role is Role.CENTRAL_ADMIN and province is None)
        user.name, user.role, user.province = name, role, province
    if changed:
        _record(AuditAction.USER_CHANGED, user, by, at, role=role.value, province=province)


def refuse_rights(role: Role, province: str | None, *, by: User | None) -> None:
    """Raise ForeignProvince or NeedsProvince if these rights cannot be given by this user."""
    if by is not None and not may_place_events_in(by, province):
        raise ForeignProvince
    if role is Role.PROVINCIAL_ORGANIZER and province is None:
        raise NeedsProvince


def deactivate(user: User, *, by: User | None, at: datetime) -> None:
    """The user has left: they are signed out, and none of their keys opens anything any more.

    `by` None: by command. Raises OwnAccount, LastCentralAdmin.
    """
    if not user.is_active:
        return
    _refuse_own(user, by)
    _keep_a_central_admin(user)
    user.deactivated_at = at
    end_sign_ins_of(user)
    revoke_tokens_of(user, by=by, at=at)
    revoke_own_phones(user, at=at, by=by)
    void_links(user, at=at)
    _record(AuditAction.USER_DEACTIVATED, user, by, at)


def reactivate(user: User, *, by: User, at: datetime) -> None:
    """The user is back, with the password and the factors of before; tokens and phones stay
    revoked."""
    if user.is_active:
        return
    user.deactivated_at = None
    _record(AuditAction.USER_REACTIVATED, user, by, at)


def sign_out_everywhere(user: User, *, by: User, at: datetime) -> None:
    """End all sign-ins of the user, and their own phones at the doors."""
    end_sign_ins_of(user)
    revoke_own_phones(user, at=at, by=by)
    _record(AuditAction.SIGN_IN_REVOKED, user, by, at)


def _refuse_own(user: User, by: User | None) -> None:
    if by is not None and by.id == user.id:
        raise OwnAccount


def _keep_a_central_admin(user: User, *, stays: bool = False) -> None:
    """Raise LastCentralAdmin if only this user could manage the users of all provinces.

    Locks all who can: of two who put one another out at once, the second is refused.
    """
    able = (
        sa.select(User.id)
        .where(
            User.role == Role.CENTRAL_ADMIN,
            User.province.is_(None),
            User.deactivated_at.is_(None),
            User.password_hash.is_not(None),
        )
        .order_by(User.id)
        .with_for_update(key_share=True)
    )
    if not stays and db.session.scalars(able).all() == [user.id]:
        raise LastCentralAdmin


def _record(action: AuditAction, user: User, by: User | None, at: datetime, **details: Any) -> None:
    record(action, at=at, by=by, subject_id=user.id, **details)
    db.session.flush()
