"""What somebody can prove after the password."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from extensions import db
from models.factors import Authenticator, Passkey, RecoveryCode
from models.users import User
from queries.accounts.passkeys import passkeys_of


@dataclass(frozen=True)
class Factors:
    authenticator: Authenticator | None
    passkeys: Sequence[Passkey]
    unused_codes: int
    """Recovery codes alone are no factor."""

    @property
    def number(self) -> int:
        return len(self.passkeys) + (self.authenticator is not None)


def factors_of(user: User) -> Factors:
    codes = sa.select(sa.func.count()).where(
        RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None)
    )
    return Factors(
        authenticator_of(user),
        passkeys_of(user),
        db.session.scalars(codes).one(),
    )


def authenticator_of(user: User) -> Authenticator | None:
    """The app that has shown a right number."""
    return db.session.scalar(
        sa.select(Authenticator).where(
            Authenticator.user_id == user.id, Authenticator.confirmed_at.is_not(None)
        )
    )


def has_factor(user: User) -> bool:
    """Whether the password alone no longer signs this user in."""
    app = sa.exists().where(
        Authenticator.user_id == user.id, Authenticator.confirmed_at.is_not(None)
    )
    passkey = sa.exists().where(Passkey.user_id == user.id)
    return db.session.scalars(sa.select(sa.or_(app, passkey))).one()
