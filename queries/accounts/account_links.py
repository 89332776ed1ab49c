from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from extensions import db
from lib.bearer_tokens import fingerprint
from models.account_links import AccountLink
from models.users import User


def usable_link(token: str, *, at: datetime) -> AccountLink | None:
    """The link with its user, unless it was used or has expired, or the account is closed."""
    return db.session.scalar(
        sa.select(AccountLink)
        .join(AccountLink.user)
        .where(
            AccountLink.token_hash == fingerprint(token),
            AccountLink.used_at.is_(None),
            AccountLink.expires_at > at,
            User.deactivated_at.is_(None),
        )
        .options(contains_eager(AccountLink.user))
    )
