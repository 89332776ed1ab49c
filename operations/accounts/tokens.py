from collections.abc import Collection
from datetime import datetime, timedelta
from secrets import token_urlsafe

from extensions import db
from lib.bearer_tokens import PREFIX, fingerprint
from models.audit import AuditAction
from models.users import ApiToken, User
from operations.base.audit import record

LASTS = timedelta(days=365)


def create_api_token(
    user: User, *, name: str, at: datetime, permissions: Collection[str] = ()
) -> tuple[ApiToken, str]:
    """Make a token with the user's rights, or with those chosen of them, for a year.

    Its text is given back only here and is kept nowhere.
    """
    text = PREFIX + token_urlsafe(32)
    token = ApiToken(
        user=user,
        name=name,
        token_hash=fingerprint(text),
        permissions=sorted(permissions),
        created_at=at,
        expires_at=at + LASTS,
    )
    db.session.add(token)
    db.session.flush()
    record(AuditAction.API_TOKEN_CREATED, at=at, by=None, subject_id=token.id, owner=user.id)
    db.session.flush()
    return token, text
