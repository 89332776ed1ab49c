from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from extensions import db
from lib.paging import Page, page_of
from models.events import Event
from models.problems import Problem, ProblemList, ProblemStanding
from models.sectors import Sector
from models.statements import Statement
from models.users import User
from policy import lists_scoped, scoped, statements_scoped


@dataclass(frozen=True)
class ProblemOfBothSides:
    """A problem, its statements, and how many each side made (None: the side was not said)."""

    problem: Problem
    statements: Sequence[Statement]
    sides: Mapping[Sector | None, int]


def statements_of(
    event: Event,
    user: User,
    *,
    limit: int = 50,
    after: str | None = None,
    grouped: bool | None = None,
) -> Page[Statement]:
    """Statements of this event: those in no problem first, or only one kind (`grouped`).

    Within each kind, in the order of their random numbers. Raises lib.paging.BadCursor.
    """
    rows = (
        sa.select(Statement)
        .join(Statement.event)
        .where(Statement.event_id == event.id)
        .options(contains_eager(Statement.event), selectinload(Statement.problem))
    )
    if grouped is not None:
        number = Statement.problem_id
        rows = rows.where(number.is_not(None) if grouped else number.is_(None))
    order = cast(Any, Statement.problem_number), Statement.id
    return page_of(db.session(), scoped(rows, user), *order, limit=limit, after=after)


def problems_of(event: Event, user: User) -> list[ProblemOfBothSides]:
    """The event's problems for the back office, the oldest first, published or not."""
    return _with_sides(lists_scoped(_open_of(event), user))


def problem_for(problem_id: int, user: User) -> Problem | None:
    """A problem of the back office, if the user's province allows it."""
    return db.session.scalar(lists_scoped(_with_lists().where(Problem.id == problem_id), user))


def statement_for(statement_id: int, user: User) -> Statement | None:
    """A statement of the back office, if the user's province allows it."""
    rows = sa.select(Statement).outerjoin(Statement.event).where(Statement.id == statement_id)
    return db.session.scalar(statements_scoped(rows, user))


def _with_lists() -> sa.Select[Problem]:
    return (
        sa.select(Problem)
        .join(Problem.problem_list)
        .outerjoin(ProblemList.event)
        .where(Problem.standing == ProblemStanding.OPEN)
        .options(contains_eager(Problem.problem_list))
    )


def _open_of(event: Event) -> sa.Select[Problem]:
    return _with_lists().where(ProblemList.event_id == event.id)


def _with_sides(rows: sa.Select[Problem]) -> list[ProblemOfBothSides]:
    problems = db.session.scalars(
        rows.options(selectinload(Problem.statements)).order_by(Problem.created_at, Problem.id)
    )
    return [
        ProblemOfBothSides(p, p.statements, Counter(s.side for s in p.statements)) for p in problems
    ]
