from datetime import datetime
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app

from extensions import db
from letters.accounts import enqueue_account_notice
from lib.passwords import PasswordObjection, hash_password, objection_to_password
from lib.refusals import Refusal
from models.account_links import AccountLink
from models.audit import AuditAction
from models.letters import LetterKind
from models.sign_ins import SignIn
from models.users import Role, User
from operations.accounts.account_links import invite, use_link, void_links
from operations.accounts.sign_ins import end_sign_ins_of
from operations.base.audit import record
from operations.check_in.devices import revoke_own_phones


class AddressTaken(Refusal):
    """There is an account with this address already."""


def objection_to(password: str, *, name: str, email: str) -> PasswordObjection | None:
    """Why somebody of this name and address may not choose this password here; None: they may."""
    host = urlsplit(current_app.config["BASE_URL"]).hostname or ""
    return objection_to_password(password, (name, email, host))


def create_user(
    email: str,
    *,
    name: str,
    role: Role,
    province: str | None,
    password: str | None,
    at: datetime,
    by: User | None = None,
) -> User:
    """Make an account for someone who works with the programme; without a password nobody can sign
    in to it.

    `email` is in its normal form (lib.emails). Raises AddressTaken.
    """
    if db.session.scalar(sa.select(User.id).where(User.email == email)) is not None:
        raise AddressTaken
    user = User(
        email=email,
        name=name,
        role=role,
        province=province,
        password_hash=None if password is None else hash_password(password),
        created_at=at,
    )
    db.session.add(user)
    db.session.flush()
    record(AuditAction.USER_CREATED, at=at, by=by, subject_id=user.id, role=role)
    db.session.flush()
    return user


def create_invited_user(
    email: str,
    *,
    name: str,
    role: Role,
    province: str | None,
    at: datetime,
    by: User | None,
) -> tuple[User, str]:
    """Make an account whose password its owner chooses by an emailed link; the account, and that
    link. Raises AddressTaken."""
    user = create_user(email, name=name, role=role, province=province, password=None, at=at, by=by)
    return user, invite(user, by=by, at=at)


def change_account(user: User, *, name: str, locale: str | None) -> None:
    """Set one's own name and the language that the site speaks after signing in."""
    user.name, user.locale = name, locale
    db.session.flush()


def change_password(user: User, password: str, *, at: datetime, keep: SignIn | None = None) -> None:
    """Set a new password, and tell the owner so.

    The user is signed out of all browsers but `keep`, their own phones at the doors are revoked,
    and links to set a password open nothing any more.
    """
    _set_password(user, hash_password(password), at=at, keep=keep)


def set_password_by_link(link: AccountLink, password: str, *, at: datetime) -> None:
    """Set the password with an emailed link. Raises LinkGone: of two at once, one sets it."""
    password_hash = hash_password(password)  # slow on purpose: no lock is held meanwhile
    use_link(link, at=at)
    _set_password(link.user, password_hash, at=at)


def _set_password(
    user: User, password_hash: str, *, at: datetime, keep: SignIn | None = None
) -> None:
    if user.password_hash is not None:
        enqueue_account_notice(LetterKind.PASSWORD_CHANGED_TOLD, user, at=at)
    user.password_hash = password_hash
    end_sign_ins_of(user, but=keep)
    revoke_own_phones(user, at=at)
    void_links(user, at=at)
    record(AuditAction.PASSWORD_CHANGED, at=at, by=user)
    db.session.flush()
