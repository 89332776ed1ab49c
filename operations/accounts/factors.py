"""What every change of somebody's factors has in common; and taking all of them away."""

from datetime import datetime

import sqlalchemy as sa

from extensions import db
from letters.accounts import enqueue_account_notice
from lib.refusals import Refusal
from models.audit import AuditAction
from models.factors import Authenticator, Challenge, Passkey, RecoveryCode
from models.letters import LetterKind
from models.sign_ins import SignIn
from models.users import User
from operations.accounts.sign_ins import end_sign_ins_of
from operations.base.audit import record
from queries.accounts.factors import factors_of


class LastFactor(Refusal):
    """Who must have a second factor cannot remove the only one."""


def lock_factors(user: User) -> None:
    """From here on the user's factors change in turn: nobody else removes the last but one."""
    one = sa.select(User.id).where(User.id == user.id)
    db.session.execute(one.with_for_update(key_share=True))


def refuse_last_factor(user: User) -> None:
    """Raises LastFactor. Call `lock_factors` first."""
    if factors_of(user).number <= 1:
        raise LastFactor


def factors_changed(user: User, *, keep: SignIn, at: datetime) -> None:
    """End all sign-ins but the one that changed the factors, and tell the owner.

    Recovery codes without a factor are good for nothing, and go.
    """
    end_sign_ins_of(user, but=keep)
    if not factors_of(user).number:
        db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    enqueue_account_notice(LetterKind.FACTORS_CHANGED, user, at=at)
    db.session.flush()


def take_away_factors(user: User, *, by: User | None, at: datetime) -> None:
    """Let somebody who lost everything begin anew: with the password, and then a first factor.

    `by`: the central administrator who granted it; None: by command.
    """
    lock_factors(user)
    for kind in (Authenticator, Passkey, RecoveryCode, Challenge):
        db.session.execute(sa.delete(kind).where(kind.user_id == user.id))
    end_sign_ins_of(user)
    record(AuditAction.FACTORS_RESET, at=at, by=by, subject_id=user.id)
    enqueue_account_notice(LetterKind.FACTORS_RESET, user, at=at)
    db.session.flush()
