"""Statements become an event's problem list: they are merged under titles and published."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.events import Event
from models.problems import Problem, ProblemList, ProblemStanding
from models.scopes import Scope
from models.statements import Statement, StatementState
from models.users import User
from operations.base.audit import record
from operations.problems.lists import list_of


class NothingToMerge(Refusal):
    """None of the given statements is of this event."""


def merge(
    event: Event,
    statements: Iterable[Statement],
    *,
    title: str,
    title_en: str = "",
    into: Problem | None = None,
    by: User | None,
    at: datetime,
) -> Problem:
    """Merge the statements into one problem: a new one, or `into`, which takes the new title.

    A statement leaves the problem that it was in; a problem that loses its last statement is
    dissolved. Raises NothingToMerge.
    """
    merged = _locked(event, [statement.id for statement in statements])
    if not merged:
        raise NothingToMerge
    problem = into or Problem(problem_list=list_of(Scope(event_id=event.id)), created_at=at)
    problem.title, problem.title_en = title, title_en
    db.session.add(problem)
    left = {s.problem for s in merged if s.problem is not None} - {problem}
    for statement in merged:
        statement.problem, statement.state = problem, StatementState.JOINED
    db.session.flush()
    record(
        AuditAction.PROBLEM_MERGED,
        at=at,
        by=by,
        event=event,
        subject_id=problem.id,
        statements=len(merged),
    )
    for emptied in left:
        _dissolve_if_empty(emptied, by=by, at=at)
    return problem


def rename_problem(
    problem: Problem, *, title: str, title_en: str = "", by: User, at: datetime
) -> None:
    problem.title, problem.title_en = title, title_en
    record(AuditAction.PROBLEM_RENAMED, at=at, by=by, event=problem.event, subject_id=problem.id)
    db.session.flush()


def detach_statement(statement: Statement, *, by: User, at: datetime) -> None:
    """Take the statement out of its problem. A problem that loses its last one is dissolved."""
    problem = statement.problem
    if problem is None:
        return
    statement.problem, statement.state = None, StatementState.VISIBLE
    record(
        AuditAction.STATEMENT_DETACHED,
        at=at,
        by=by,
        event=statement.event,
        subject_id=statement.id,
        problem=problem.id,
    )
    db.session.flush()
    _dissolve_if_empty(problem, by=by, at=at)


def dissolve_problem(problem: Problem, *, by: User | None, at: datetime) -> None:
    """Delete the problem; its statements stay, in no problem."""
    event, number = problem.event, problem.id
    for statement in list(problem.statements):
        statement.problem, statement.state = None, StatementState.VISIBLE
    problem.standing = ProblemStanding.DISSOLVED
    record(AuditAction.PROBLEM_DISSOLVED, at=at, by=by, event=event, subject_id=number)
    db.session.flush()


def publish_problems(event: Event, *, by: User, at: datetime) -> list[Problem]:
    """Publish all problems that the event has now, with what each side said; those newly
    published."""
    published = [problem for problem in _problems(event) if problem.published_at is None]
    for problem in published:
        problem.published_at = at
    if published:
        record(AuditAction.PROBLEMS_PUBLISHED, at=at, by=by, event=event, problems=len(published))
    db.session.flush()
    return published


def withdraw_problems(event: Event, *, by: User, at: datetime) -> list[Problem]:
    """Take the problem list off the public pages; nothing of it is lost. Those withdrawn."""
    withdrawn = [problem for problem in _problems(event) if problem.published_at is not None]
    for problem in withdrawn:
        problem.published_at = None
    if withdrawn:
        record(AuditAction.PROBLEMS_WITHDRAWN, at=at, by=by, event=event, problems=len(withdrawn))
    db.session.flush()
    return withdrawn


def _problems(event: Event) -> Sequence[Problem]:
    return db.session.scalars(
        sa.select(Problem)
        .join(Problem.problem_list)
        .where(ProblemList.event_id == event.id, Problem.standing == ProblemStanding.OPEN)
    ).all()


def _locked(event: Event, numbers: list[int]) -> Sequence[Statement]:
    """The statements as they are now, locked against other moderators until the commit."""
    return db.session.scalars(
        sa.select(Statement)
        .where(Statement.event_id == event.id, Statement.id.in_(numbers))
        .order_by(Statement.id)
        .with_for_update(of=Statement),
        execution_options={"populate_existing": True},
    ).all()


def _dissolve_if_empty(problem: Problem, *, by: User | None, at: datetime) -> None:
    db.session.expire(problem, ["statements"])
    if not problem.statements:
        dissolve_problem(problem, by=by, at=at)
