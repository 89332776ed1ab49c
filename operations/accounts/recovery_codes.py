"""Ten codes for who lost their phone; each is good once."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from letters.accounts import enqueue_account_notice
from lib.bearer_tokens import fingerprint
from lib.recovery_codes import new_recovery_code, normalise
from models.audit import AuditAction
from models.factors import RecoveryCode
from models.letters import LetterKind
from models.sign_ins import SignIn
from models.users import User
from operations.accounts.factors import factors_changed, lock_factors
from operations.accounts.sign_ins import end_sign_ins_of
from operations.base.audit import record
from queries.accounts.factors import factors_of

HOW_MANY = 10


def make_recovery_codes(user: User, *, at: datetime) -> Sequence[str]:
    """Make ten, in place of those that there were. Their texts are given back only here."""
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [new_recovery_code() for _ in range(HOW_MANY)]
    db.session.add_all(
        RecoveryCode(user_id=user.id, code_hash=fingerprint(code), made_at=at) for code in codes
    )
    record(AuditAction.RECOVERY_CODES_MADE, at=at, by=user)
    db.session.flush()
    return codes


def first_recovery_codes(user: User, *, at: datetime) -> Sequence[str]:
    """The same, for who has none left, as with the first factor."""
    return [] if factors_of(user).unused_codes else make_recovery_codes(user, at=at)


def replace_recovery_codes(user: User, *, keep: SignIn, at: datetime) -> Sequence[str]:
    """The same, for who asks for new ones."""
    lock_factors(user)
    codes = make_recovery_codes(user, at=at)
    factors_changed(user, keep=keep, at=at)
    return codes


def use_recovery_code(sign_in: SignIn, typed: str, *, at: datetime) -> bool:
    """Whether this is an unused code of the user. Then it is used, all other sign-ins end, and the
    owner is told: somebody else may have found the codes."""
    user = sign_in.user
    used = (
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == fingerprint(normalise(typed)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
    )
    if not db.session.execute(used).rowcount:  # type: ignore[attr-defined]
        return False
    end_sign_ins_of(user, but=sign_in)
    record(AuditAction.RECOVERY_CODE_USED, at=at, by=user)
    enqueue_account_notice(LetterKind.RECOVERY_CODE_USED, user, at=at)
    db.session.flush()
    return True
