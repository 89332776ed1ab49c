"""What moderators did to a problem list."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from extensions import db
from lib.paging import Page, page_of
from models.events import Event
from models.problems import Act, ActSubject, ProblemList
from models.scopes import Scope
from models.statements import Statement
from models.users import User
from policy import lists_scoped

_WHOLE = (joinedload(Act.by), joinedload(Act.problem))


def acts_of(
    problem_list: ProblemList, user: User, *, limit: int = 50, after: str | None = None
) -> Page[Act]:
    """Acts on this list, and those on others that touched it, the newest first, if the user's
    province allows it. Raises lib.paging.BadCursor.
    """
    of_list = sa.select(ProblemList.id).outerjoin(ProblemList.event)
    seen = lists_scoped(of_list.where(ProblemList.id == problem_list.id), user).scalar_subquery()
    touching = sa.select(ActSubject.act_id).where(
        ActSubject.row == "list", ActSubject.subject_id == seen
    )
    rows = sa.select(Act).where(sa.or_(Act.list_id == seen, Act.id.in_(touching))).options(*_WHOLE)
    return page_of(db.session(), rows, Act.id, limit=limit, after=after, descending=True)


def list_with(scope: Scope) -> ProblemList | None:
    """None: nobody has needed a list of that scope yet."""
    return db.session.scalar(sa.select(ProblemList).where(ProblemList.scope_text == str(scope)))


def statements_in(problem_id: int) -> Sequence[int]:
    """The numbers of a problem's own statements."""
    return db.session.scalars(
        sa.select(Statement.id).where(Statement.problem_id == problem_id).order_by(Statement.id)
    ).all()


def act_for(act_id: int, user: User) -> Act | None:
    """An act, if the user's province allows all lists that it touched."""
    rows = sa.select(Act).join(Act.problem_list).outerjoin(ProblemList.event)
    rows = rows.where(Act.id == act_id).options(*_WHOLE)
    if user.province is not None:
        rows = rows.where(~_elsewhere(user))
    return db.session.scalar(lists_scoped(rows, user))


def _elsewhere(user: User) -> sa.ColumnElement[bool]:
    """A list that the act touched is another province's, or the programme's."""
    other, event = aliased(ProblemList), aliased(Event)
    place = sa.func.coalesce(other.province, event.province)
    lists = (
        sa.select(ActSubject.act_id)
        .join(other, other.id == ActSubject.subject_id)
        .outerjoin(event, event.id == other.event_id)
        .where(
            ActSubject.act_id == Act.id,
            ActSubject.row == "list",
            place.is_distinct_from(user.province),
        )
    )
    return lists.exists()
