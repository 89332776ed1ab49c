from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from models.factors import RESET_WAITS, FactorReset
from models.users import User
from policy import users_scoped


def reset_for(reset_id: int, by: User) -> FactorReset | None:
    """A request about one of the users whom `by` may manage, if the province allows it."""
    rows = sa.select(FactorReset).join(FactorReset.user).where(FactorReset.id == reset_id)
    return db.session.scalar(users_scoped(rows.options(contains_eager(FactorReset.user)), by))


def open_reset_of(user: User, *, at: datetime) -> FactorReset | None:
    """The last request about the user that waits for a second administrator."""
    return db.session.scalar(
        sa.select(FactorReset)
        .where(
            FactorReset.user_id == user.id,
            FactorReset.granted_at.is_(None),
            FactorReset.dropped_at.is_(None),
            FactorReset.asked_at > at - RESET_WAITS,
        )
        .options(joinedload(FactorReset.asked_by))
        .order_by(FactorReset.id.desc())
        .limit(1)
    )


def open_resets(by: User, *, at: datetime) -> list[FactorReset]:
    """All that wait, about users whom `by` may manage, the oldest first."""
    rows = (
        sa.select(FactorReset)
        .join(FactorReset.user)
        .where(
            FactorReset.granted_at.is_(None),
            FactorReset.dropped_at.is_(None),
            FactorReset.asked_at > at - RESET_WAITS,
        )
        .options(contains_eager(FactorReset.user), joinedload(FactorReset.asked_by))
        .order_by(FactorReset.id)
    )
    return list(db.session.scalars(users_scoped(rows, by)))
