from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from extensions import db
from lib.bearer_tokens import fingerprint
from models.base import UtcDateTime
from models.users import ApiToken, User

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
