"""What others did to a list since a page of it was shown."""

from collections.abc import Collection

import sqlalchemy as sa

from extensions import db
from models.problems import Act, ActSubject
from models.users import User


def newest_act() -> int:
    """The number of the newest act on any list; 0: none. What a page shows is as of this one."""
    return db.session.scalar(sa.select(sa.func.max(Act.id))) or 0


def act_in_between(
    *, since: int, statements: Collection[int], problems: Collection[int], user: User
) -> Act | None:
    """The newest act of somebody else since then that touched one of these."""
    touched = sa.or_(
        sa.and_(ActSubject.row == "statement", ActSubject.subject_id.in_(statements)),
        sa.and_(ActSubject.row == "problem", ActSubject.subject_id.in_(problems)),
    )
    return db.session.scalar(
        sa.select(Act)
        .where(
            Act.id.in_(sa.select(ActSubject.act_id).where(ActSubject.act_id > since, touched)),
            Act.by_id.is_distinct_from(user.id),
        )
        .order_by(Act.id.desc())
        .limit(1)
    )
