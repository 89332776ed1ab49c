"""A problem list is published, withdrawn, closed, opened again."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.problems import PriorityWeights, Problem, ProblemList, ProblemStanding
from models.statements import Statement
from models.users import User
from operations.base.audit import record
from operations.letters.outcomes import announce_list
from operations.problems.lists import held_list
from operations.problems.marks import look_through
from queries.problems.marks import may_be_published


class UnansweredMarks(Refusal):
    """Moderators have not answered all that is marked in these statements."""

    def __init__(self, statements: Sequence[int]) -> None:
        super().__init__(len(statements))
        self.statements = statements
        """Their numbers."""


def publish_list(problem_list: ProblemList, *, by: User | None, at: datetime) -> list[Problem]:
    """Publish the list with all problems that it has now; those newly published.

    A list that is public already keeps its weights, and gets the problems made since. Those who
    were there, or answered the survey, are told once. Raises UnansweredMarks.
    """
    held = held_list(problem_list.scope)
    look_through(sa.select(Statement).where(may_be_published(held)))
    if waiting := unanswered_in(held):
        raise UnansweredMarks(waiting)
    published = [problem for problem in _open_in(held) if problem.published_at is None]
    for problem in published:
        problem.published_at = at
    if held.published_at is None:
        held.published_at = at
        newest = sa.select(sa.func.max(PriorityWeights.version))
        held.weights_version = db.session.scalar(newest)
    elif not published:
        return []
    _record(AuditAction.PROBLEMS_PUBLISHED, held, len(published), by=by, at=at)
    if published:
        announce_list(held, at=at)
    return published


def withdraw_list(problem_list: ProblemList, *, by: User | None, at: datetime) -> list[Problem]:
    """Take the list off the public pages; nothing of it is lost. Those withdrawn."""
    held = held_list(problem_list.scope)
    withdrawn = [problem for problem in _open_in(held) if problem.published_at is not None]
    if held.published_at is None and not withdrawn:
        return []
    for problem in withdrawn:
        problem.published_at = None
    held.published_at = held.weights_version = None
    _record(AuditAction.PROBLEMS_WITHDRAWN, held, len(withdrawn), by=by, at=at)
    return withdrawn


def close_list(problem_list: ProblemList, *, by: User | None, at: datetime) -> None:
    """From now on the list's province counts in priorities, whether it is published or not and
    whether anything is in it. Moderators go on as before."""
    held = held_list(problem_list.scope)
    if held.closed_at is None:
        held.closed_at = at
        _record(AuditAction.PROBLEMS_CLOSED, held, len(_open_in(held)), by=by, at=at)


def reopen_list(problem_list: ProblemList, *, by: User | None, at: datetime) -> None:
    held = held_list(problem_list.scope)
    if held.closed_at is not None:
        held.closed_at = None
        _record(AuditAction.PROBLEMS_REOPENED, held, len(_open_in(held)), by=by, at=at)


def unanswered_in(problem_list: ProblemList) -> Sequence[int]:
    """The statements of the list, and of the problems that it gathers, in which a mark waits for a
    moderator. Those that are hidden wait for nobody."""
    rows = sa.select(Statement.id).where(Statement.unanswered, may_be_published(problem_list))
    return db.session.scalars(rows.order_by(Statement.id)).all()


def _open_in(problem_list: ProblemList) -> Sequence[Problem]:
    return db.session.scalars(
        sa.select(Problem)
        .where(Problem.list_id == problem_list.id, Problem.standing == ProblemStanding.OPEN)
        .order_by(Problem.id)
    ).all()


def _record(
    action: AuditAction, problem_list: ProblemList, problems: int, *, by: User | None, at: datetime
) -> None:
    record(
        action,
        at=at,
        by=by,
        event=problem_list.event,
        subject_id=problem_list.id,
        problems=problems,
    )
    db.session.flush()
