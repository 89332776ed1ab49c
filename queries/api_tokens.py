import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from extensions import db
from lib.bearer_tokens import fingerprint
from models.users import ApiToken, User


def valid_token(text: str) -> ApiToken | None:
    """The token with its user, unless it was revoked or the user deactivated."""
    return db.session.scalar(
        sa.select(ApiToken)
        .join(ApiToken.user)
        .where(
            ApiToken.token_hash == fingerprint(text),
            ApiToken.revoked_at.is_(None),
            User.deactivated_at.is_(None),
        )
        .options(contains_eager(ApiToken.user))
    )
