from datetime import datetime
from secrets import token_urlsafe

from extensions import db
from lib.bearer_tokens import PREFIX, fingerprint
from models.audit import AuditAction
from models.users import ApiToken, User
from operations.base.audit import record


def create_api_token(user: User, *, name: str, at: datetime) -> tuple[ApiToken, str]:
    """Make a token with the user's rights. Its text is given back only here and is kept nowhere."""
    text = PREFIX + token_urlsafe(32)
    token = ApiToken(user=user, name=name, token_hash=fingerprint(text), created_at=at)
    db.session.add(token)
    db.session.flush()
    record(AuditAction.API_TOKEN_CREATED, at=at, by=None, subject_id=token.id, owner=user.id)
    db.session.flush()
    return token, text
