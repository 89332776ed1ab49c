from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.passwords import hash_password
from lib.refusals import Refusal
from models.audit import AuditAction
from models.sign_ins import SignIn
from models.users import Role, User
from operations.accounts.sign_ins import end_sign_ins_of
from operations.base.audit import record
from operations.check_in.devices import revoke_own_phones


class AddressTaken(Refusal):
    """There is an account with this address already."""


def create_user(
    email: str,
    *,
    name: str,
    role: Role,
    province: str | None,
    password: str,
    at: datetime,
    by: User | None = None,
) -> User:
    """Make an account for someone who works with the programme.

    `email` is in its normal form (lib.emails). Raises AddressTaken.
    """
    if db.session.scalar(sa.select(User.id).where(User.email == email)) is not None:
        raise AddressTaken
    user = User(
        email=email,
        name=name,
        role=role,
        province=province,
        password_hash=hash_password(password),
        created_at=at,
    )
    db.session.add(user)
    db.session.flush()
    record(AuditAction.USER_CREATED, at=at, by=by, subject_id=user.id, role=role)
    db.session.flush()
    return user


def change_account(user: User, *, name: str, locale: str | None) -> None:
    """Set one's own name and the language that the site speaks after signing in."""
    user.name, user.locale = name, locale
    db.session.flush()


def change_password(user: User, password: str, *, at: datetime, keep: SignIn | None = None) -> None:
    """Set a new password.

    The user is signed out of all browsers but `keep`, and their own phones at the doors are
    revoked.
    """
    user.password_hash = hash_password(password)
    end_sign_ins_of(user, but=keep)
    revoke_own_phones(user, at=at)
    record(AuditAction.PASSWORD_CHANGED, at=at, by=user)
    db.session.flush()
