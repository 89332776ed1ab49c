"""The statements of a problem list as moderators go through them, a page at a time."""

from collections import Counter
from collections.abc import Collection, Sequence
from enum import StrEnum

import sqlalchemy as sa

from extensions import db
from lib.paging import Page, page_of
from models.events import Session
from models.problems import Problem, ProblemList
from models.scopes import Scope
from models.statements import Statement, StatementState


class Shelf(StrEnum):
    """Which statements the board shows beside its headings."""

    UNGROUPED = "ungrouped"
    HIDDEN = "hidden"
    UNANSWERED = "unanswered"
    """A mark waits for a moderator."""


def shelf_of(
    scope: Scope, shelf: Shelf, *, limit: int, after: str | None = None
) -> Page[Statement]:
    """Statements of the list that stand on this shelf, in the order of their random numbers.

    Raises lib.paging.BadCursor.
    """
    rows = sa.select(Statement).where(Statement.is_of(scope), _ON_SHELF[shelf])
    return page_of(db.session(), rows, Statement.id, limit=limit, after=after)


def shelf_counts(scope: Scope) -> Counter[Shelf]:
    """How many statements stand on each shelf."""
    rows = (
        sa.select(Statement.state, Statement.unanswered, sa.func.count())
        .where(Statement.is_of(scope))
        .group_by(Statement.state, Statement.unanswered)
    )
    counts: Counter[Shelf] = Counter()
    for state, unanswered, number in db.session.execute(rows):
        if state in (StatementState.RECEIVED, StatementState.VISIBLE):
            counts[Shelf.UNGROUPED] += number
        if state is StatementState.HIDDEN:
            counts[Shelf.HIDDEN] += number
        if unanswered:
            counts[Shelf.UNANSWERED] += number
    return counts


def statements_within(problem: Problem, *, limit: int, after: str | None = None) -> Page[Statement]:
    """The heading's own statements. Raises lib.paging.BadCursor."""
    rows = sa.select(Statement).where(Statement.problem_id == problem.id)
    return page_of(db.session(), rows, Statement.id, limit=limit, after=after)


def statements_named(scope: Scope, numbers: Sequence[int]) -> Sequence[Statement]:
    """Those of the list that have these numbers, whatever their state."""
    if not numbers:
        return []
    rows = sa.select(Statement).where(Statement.is_of(scope), Statement.id.in_(numbers))
    return db.session.scalars(rows.order_by(Statement.id)).unique().all()


def numbers_within(problem_list: ProblemList, problems: Collection[int]) -> list[int]:
    """The numbers of all statements in these problems of the list."""
    return list(
        db.session.scalars(
            sa.select(Statement.id)
            .join(Statement.problem)
            .where(Problem.list_id == problem_list.id, Problem.id.in_(problems))
            .order_by(Statement.id)
        )
    )


def next_on(scope: Scope, shelf: Shelf, after: int) -> int | None:
    """The number of the statement of the shelf at which one goes on."""
    return db.session.scalar(
        sa.select(sa.func.min(Statement.id)).where(
            Statement.is_of(scope), _ON_SHELF[shelf], Statement.id > after
        )
    )


def session_titles(statements: Sequence[Statement]) -> dict[int, str]:
    """The titles of the sessions in which they were said, by number."""
    numbers = {row.session_id for row in statements if row.session_id}
    if not numbers:
        return {}
    rows = sa.select(Session.id, Session.title).where(Session.id.in_(numbers))
    return dict(db.session.execute(rows).tuples().all())


_ON_SHELF: dict[Shelf, sa.ColumnElement[bool]] = {
    Shelf.UNGROUPED: Statement.state.in_((StatementState.RECEIVED, StatementState.VISIBLE)),
    Shelf.HIDDEN: Statement.state == StatementState.HIDDEN,
    Shelf.UNANSWERED: Statement.unanswered.is_(True),
}
