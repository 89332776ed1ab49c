from collections.abc import Collection
from datetime import datetime, timedelta
from secrets import token_urlsafe

import sqlalchemy as sa

from extensions import db
from lib.bearer_tokens import PREFIX, fingerprint
from models.audit import AuditAction
from models.users import ApiToken, User
from operations.base.audit import record

LASTS = timedelta(days=365)


def create_api_token(
    user: User,
    *,
    name: str,
    at: datetime,
    permissions: Collection[str] = (),
    by: User | None = None,
) -> tuple[ApiToken, str]:
    """Make a token with the user's rights, or with those chosen of them, for a year.

    Its text is given back only here and is kept nowhere. `by` None: by command.
    """
    text = PREFIX + token_urlsafe(32)
    token = ApiToken(
        user_id=user.id,
        name=name,
        token_hash=fingerprint(text),
        permissions=sorted(permissions),
        created_at=at,
        expires_at=at + LASTS,
    )
    db.session.add(token)
    db.session.flush()
    _record(AuditAction.API_TOKEN_CREATED, token, by, at)
    return token, text


def revoke_token(token: ApiToken, *, by: User | None, at: datetime) -> None:
    """No call with it is answered from now on. `by` None: by command."""
    if token.revoked_at is not None:
        return
    token.revoked_at = at
    _record(AuditAction.API_TOKEN_REVOKED, token, by, at)


def revoke_tokens_of(user: User, *, by: User | None, at: datetime) -> None:
    tokens = sa.select(ApiToken).where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
    for token in db.session.scalars(tokens).all():
        revoke_token(token, by=by, at=at)


def note_token_use(connection: sa.Connection, token_id: int, *, at: datetime) -> None:
    connection.execute(sa.update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=at))


def _record(action: AuditAction, token: ApiToken, by: User | None, at: datetime) -> None:
    record(action, at=at, by=by, subject_id=token.id, owner=token.user_id)
    db.session.flush()
