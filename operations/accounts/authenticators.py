"""The authenticator app: set up by its first right number, and asked for numbers from then on."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from extensions import db, keys
from lib.field_keys import Unreadable
from lib.refusals import Refusal
from lib.totp import step_of
from models.audit import AuditAction
from models.factors import Authenticator
from models.sign_ins import Factor, SignIn
from models.users import User
from operations.accounts.factors import factors_changed, lock_factors, refuse_last_factor
from operations.accounts.recovery_codes import first_recovery_codes
from operations.accounts.sign_ins import note_proof
from operations.base.audit import record
from queries.accounts.factors import authenticator_of


class WrongNumber(Refusal):
    """The app does not show this number now."""


def set_up_authenticator(
    user: User, seed: str, number: str, *, keep: SignIn, at: datetime
) -> Sequence[str]:
    """Take this app as a factor, in place of the one before. Raises WrongNumber.

    Gives back recovery codes if the user has none left, as with the first factor.
    """
    step = step_of(number, seed, at=at)
    if step is None:
        raise WrongNumber
    lock_factors(user)
    db.session.execute(sa.delete(Authenticator).where(Authenticator.user_id == user.id))
    db.session.add(
        Authenticator(
            user_id=user.id, seed=keys.fields.seal_text(seed), confirmed_at=at, last_step=step
        )
    )
    record(AuditAction.AUTHENTICATOR_ADDED, at=at, by=user)
    codes = first_recovery_codes(user, at=at)
    note_proof(keep, Factor.AUTHENTICATOR, at=at)
    factors_changed(user, keep=keep, at=at)
    return codes


def remove_authenticator(user: User, *, needs_one: bool, keep: SignIn, at: datetime) -> None:
    """Take the app from the factors. Raises LastFactor if the user needs one and has no other."""
    lock_factors(user)
    if authenticator_of(user) is None:
        return
    if needs_one:
        refuse_last_factor(user)
    db.session.execute(sa.delete(Authenticator).where(Authenticator.user_id == user.id))
    record(AuditAction.AUTHENTICATOR_REMOVED, at=at, by=user)
    factors_changed(user, keep=keep, at=at)


def count_number(user: User, typed: str, *, at: datetime) -> bool:
    """Whether the user's app shows this number, and neither it nor a later one has counted yet.

    The statement decides, so that of two requests with one number one alone is right.
    """
    app = authenticator_of(user)
    seed = _seed(app) if app else None
    step = step_of(typed, seed, at=at) if seed else None
    if app is None or step is None:
        return False
    counted = (
        sa.update(Authenticator)
        .where(Authenticator.id == app.id, Authenticator.last_step < step)
        .values(last_step=step, last_used_at=at)
    )
    return bool(db.session.execute(counted).rowcount)  # type: ignore[attr-defined]


def _seed(app: Authenticator) -> str | None:
    """None: it cannot be read any more (a lost FIELD_KEYS), and no number is right."""
    try:
        return keys.fields.open_text(app.seed)
    except Unreadable:
        return None
