"""The second step of signing in; the same factor proves later that it is still the same person."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from extensions import db
from models.attempts import Attempts
from models.audit import AuditAction
from models.sign_ins import Factor, SignIn
from operations.accounts.authenticators import count_number
from operations.accounts.recovery_codes import use_recovery_code
from operations.base.attempts import TooManyAttempts, count_attempt
from operations.base.audit import record

MOST_TRIES, WITHIN = 5, timedelta(minutes=10)


def factor_proved(sign_in: SignIn, typed: str, *, at: datetime) -> Factor | None:
    """With which factor of theirs the user has just proved who they are: a number of the app or a
    recovery code. None: it is neither, or has counted before."""
    if count_number(sign_in.user, typed, at=at):
        return Factor.AUTHENTICATOR
    if use_recovery_code(sign_in, typed, at=at):
        return Factor.RECOVERY_CODE
    return None


def count_try(sign_in: SignIn, *, known: str | None, at: datetime) -> None:
    """Count a try before it is looked at, so that many at once are no more. Raises
    TooManyAttempts.

    `known`: a browser in which the user had signed in before.
    """
    connection = db.session.connection()
    counted = count_attempt(connection, _tries_of(sign_in, known), span=WITHIN, at=at)
    if counted.count > MOST_TRIES:
        raise TooManyAttempts(counted.ends_at)


def forget_tries(sign_in: SignIn, *, known: str | None) -> None:
    """It was right: only wrong ones count."""
    db.session.execute(sa.delete(Attempts).where(Attempts.key == _tries_of(sign_in, known)))


def note_wrong_try(sign_in: SignIn, *, at: datetime) -> None:
    """The password was right, and what came after it was not."""
    by = sign_in.user if sign_in.passed_at else None
    record(AuditAction.SIGN_IN_FAILED, at=at, by=by, subject_id=sign_in.user.id, step=2)
    db.session.flush()


def _tries_of(sign_in: SignIn, known: str | None) -> str:
    """Strangers who know the password are counted for the account, however often they begin anew.
    They slow neither a browser that signed in before, nor who proves once more that it is them."""
    if sign_in.passed_at is not None:
        return f"proofs/{sign_in.id}"
    return f"second steps/{known or sign_in.user_id}"
