from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from extensions import db
from lib.bearer_tokens import fingerprint
from models.base import UtcDateTime
from models.users import ApiToken, User
from policy import users_scoped

# Built once: every call of the API asks this, and building it takes longer than running it.
_VALID = (
    sa.select(ApiToken)
    .join(ApiToken.user)
    .where(
        ApiToken.token_hash == sa.bindparam("fingerprint"),
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_at > sa.bindparam("at", type_=UtcDateTime),
        User.deactivated_at.is_(None),
    )
    .options(contains_eager(ApiToken.user))
)


def valid_token(text: str, *, at: datetime) -> ApiToken | None:
    """The token with its user, unless it has expired or was revoked, or the user deactivated."""
    return db.session.scalar(_VALID, {"fingerprint": fingerprint(text), "at": at})


def tokens_of(user: User) -> Sequence[ApiToken]:
    """The user's tokens, also those that opened the API once, the newest first."""
    rows = sa.select(ApiToken).where(ApiToken.user_id == user.id)
    return db.session.scalars(rows.order_by(ApiToken.id.desc())).all()


def own_token(token_id: int, user: User) -> ApiToken | None:
    rows = sa.select(ApiToken).where(ApiToken.id == token_id, ApiToken.user_id == user.id)
    return db.session.scalar(rows)


def token_for(token_id: int, by: User) -> ApiToken | None:
    """A token of one of the users whom `by` may manage, if the province allows it."""
    rows = sa.select(ApiToken).join(ApiToken.user).where(ApiToken.id == token_id)
    return db.session.scalar(users_scoped(rows, by))
