"""Statements in which something is marked, for moderators."""

import sqlalchemy as sa

from extensions import db
from lib.paging import Page, page_of
from models.problems import Problem, ProblemList, ProblemStanding
from models.scopes import Scope
from models.statements import Statement, StatementState
from queries.problems.acts import list_with


def marked_statements(
    problem_list: ProblemList, *, answered: bool, limit: int = 50, after: str | None = None
) -> Page[Statement]:
    """Statements that the list may publish with a mark: those that wait for a moderator, or those
    that were answered. In the order of their random numbers. Raises lib.paging.BadCursor."""
    state = Statement.unanswered.is_(False) if answered else Statement.unanswered
    rows = sa.select(Statement).where(may_be_published(problem_list), state)
    if answered:
        rows = rows.where(sa.cast(Statement.marks, sa.Text) != "[]")
    return page_of(db.session(), rows, Statement.id, limit=limit, after=after)


def list_to_read(scope: Scope) -> ProblemList:
    """The list of that scope; an empty one, not kept, where nobody has needed it yet."""
    found = list_with(scope)
    return found or ProblemList(
        scope_text=str(scope), event_id=scope.event_id, province=scope.province, hide_reasons=[]
    )


def unanswered_count(problem_list: ProblemList) -> int:
    rows = sa.select(sa.func.count()).where(may_be_published(problem_list), Statement.unanswered)
    return db.session.scalar(rows) or 0


def may_be_published(problem_list: ProblemList) -> sa.ColumnElement[bool]:
    """Whether the public may come to read a statement by this list: it is of its scope or in a
    problem that the list gathers, and is not hidden."""
    gathered = Statement.problem_id.in_(_parts_of(problem_list))
    return sa.and_(
        Statement.state != StatementState.HIDDEN,
        sa.or_(Statement.is_of(problem_list.scope), gathered),
    )


def _parts_of(problem_list: ProblemList) -> sa.Select[int]:
    """The numbers of all open problems of the list, of their parts, and of the parts of those."""
    is_open = Problem.standing == ProblemStanding.OPEN
    tree = (
        sa.select(Problem.id)
        .where(Problem.list_id == problem_list.id, is_open)
        .cte("gathered", recursive=True)
    )
    parts = sa.select(Problem.id).join(tree, Problem.part_of_id == tree.c.id).where(is_open)
    return sa.select(tree.union(parts).c.id)
