"""Signing in and out: each browser that signed in is a row."""

from datetime import datetime
from secrets import token_urlsafe

import sqlalchemy as sa

from extensions import db
from lib.bearer_tokens import fingerprint
from models.audit import AuditAction
from models.sign_ins import WAITS_FOR_SECOND_STEP, Factor, SignIn
from models.users import User
from operations.base.audit import record

_SWEPT_AT_ONCE = 500


def await_second_step(user: User, *, browser: str, at: datetime) -> tuple[SignIn, str]:
    """The password was right, and the second factor is asked for: until then nobody is signed in."""
    return _new_row(user, browser=browser, at=at)


def begin_sign_in(
    user: User, *, browser: str, factor: Factor | None, at: datetime
) -> tuple[SignIn, str]:
    """Sign the user in; the row, and the text that the browser's cookie holds."""
    sign_in, token = _new_row(user, browser=browser, at=at)
    sign_in.passed_at = sign_in.proved_at = at
    sign_in.factor = factor
    user.signed_in_at = at
    record(AuditAction.SIGNED_IN, at=at, by=user, factor=factor.value if factor else None)
    db.session.flush()
    return sign_in, token


def note_failure(user: User | None, *, at: datetime) -> None:
    """The password was wrong, or there is no such account: a row in either case, and no address."""
    record(AuditAction.SIGN_IN_FAILED, at=at, by=None, subject_id=user.id if user else None)
    db.session.flush()


def note_proof(sign_in: SignIn, factor: Factor | None, *, at: datetime) -> None:
    """The user has proved once more who they are, or set up their first factor."""
    sign_in.factor, sign_in.proved_at = factor or sign_in.factor, at
    db.session.flush()


def note_use(connection: sa.Connection, sign_in_id: int, *, at: datetime) -> None:
    connection.execute(sa.update(SignIn).where(SignIn.id == sign_in_id).values(last_used_at=at))


def end_sign_in(sign_in: SignIn, *, at: datetime) -> None:
    """Sign out of one browser, by its own user."""
    record(AuditAction.SIGNED_OUT, at=at, by=sign_in.user)
    db.session.delete(sign_in)
    db.session.flush()


def revoke_sign_in(sign_in: SignIn, *, at: datetime) -> None:
    """Sign another browser of the same user out."""
    record(AuditAction.SIGN_IN_REVOKED, at=at, by=sign_in.user, subject_id=sign_in.user_id)
    db.session.delete(sign_in)
    db.session.flush()


def revoke_other_sign_ins(kept: SignIn, *, at: datetime) -> None:
    """Sign all other browsers of the same user out."""
    end_sign_ins_of(kept.user, but=kept)
    record(AuditAction.SIGN_IN_REVOKED, at=at, by=kept.user, subject_id=kept.user_id)
    db.session.flush()


def end_sign_ins_of(user: User, *, but: SignIn | None = None) -> None:
    """Sign the user out of all browsers, or of all but one. Whoever calls writes the audit."""
    ended = sa.delete(SignIn).where(SignIn.user_id == user.id)
    if but is not None:
        ended = ended.where(SignIn.id != but.id)
    db.session.execute(ended)


def forget_run_out(*, at: datetime) -> int:
    """Delete some sign-ins that have run out; how many."""
    first = sa.select(SignIn).join(SignIn.user).order_by(SignIn.last_used_at).limit(_SWEPT_AT_ONCE)
    old = first.where(SignIn.last_used_at < at - WAITS_FOR_SECOND_STEP)
    run_out = [row.id for row in db.session.scalars(old) if not row.holds(at)]
    db.session.execute(sa.delete(SignIn).where(SignIn.id.in_(run_out)))
    return len(run_out)


def _new_row(user: User, *, browser: str, at: datetime) -> tuple[SignIn, str]:
    token = token_urlsafe(32)
    sign_in = SignIn(
        user=user,
        token_hash=fingerprint(token),
        browser=browser,
        began_at=at,
        last_used_at=at,
    )
    db.session.add(sign_in)
    db.session.flush()
    return sign_in, token
