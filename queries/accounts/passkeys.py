from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from extensions import db
from models.factors import Passkey
from models.users import User


def passkeys_of(user: User) -> Sequence[Passkey]:
    """The user's passkeys, the oldest first."""
    rows = sa.select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)
    return db.session.scalars(rows).all()


def passkey_of(user: User, passkey_id: int) -> Passkey | None:
    return db.session.scalar(
        sa.select(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == user.id)
    )


def passkey_by_credential(credential_id: bytes) -> Passkey | None:
    """Whosever it is, with its user."""
    return db.session.scalar(
        sa.select(Passkey)
        .join(Passkey.user)
        .where(Passkey.credential_id == credential_id)
        .options(contains_eager(Passkey.user))
    )
