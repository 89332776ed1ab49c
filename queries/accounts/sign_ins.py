from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from extensions import db
from lib.bearer_tokens import fingerprint
from models.sign_ins import SignIn
from models.users import User

# Built once: every page of the back office asks this.
_KNOWN = (
    sa.select(SignIn)
    .join(SignIn.user)
    .where(SignIn.token_hash == sa.bindparam("fingerprint"), User.deactivated_at.is_(None))
    .options(contains_eager(SignIn.user))
)


def sign_in_by_token(token: str) -> SignIn | None:
    """The sign-in whose cookie this is, with its user; it may have run out, or wait for its second
    step."""
    return db.session.scalar(_KNOWN, {"fingerprint": fingerprint(token)})


def sign_ins_of(user: User) -> Sequence[SignIn]:
    """Where the user is signed in, the last used first; some may have run out."""
    rows = sa.select(SignIn).where(SignIn.user_id == user.id, SignIn.passed_at.is_not(None))
    return db.session.scalars(rows.order_by(SignIn.last_used_at.desc(), SignIn.id)).all()


def own_sign_in(user: User, sign_in_id: int, *, but: SignIn) -> SignIn | None:
    """This sign-in, if it is the user's and another than `but`."""
    return db.session.scalar(
        sa.select(SignIn).where(
            SignIn.id == sign_in_id, SignIn.user_id == user.id, SignIn.id != but.id
        )
    )
