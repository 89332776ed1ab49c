"""What moderators do to a problem list: each act is one row, which can be undone.

Statements and problems are given as numbers. Of two acts at once on a list the second sees what the
first has made.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.problems import Act, ActKind, Problem, ProblemList, ProblemStanding
from models.statements import Statement, StatementState
from models.users import User
from operations.problems.changes import Changes
from operations.problems.holding import (
    hold_lists,
    problems_in,
    statements_in,
    target_in,
)


class NoHeading(Refusal):
    """Neither a problem nor the title of a new one was given, or both were."""


class NoTitle(Refusal):
    """The title is empty."""


class NoReason(Refusal):
    """A statement is hidden for a reason that its author can be told."""


class NotInThisProblem(Refusal):
    """A statement that should be split off is in another problem, or in none."""


class NotAmongThem(Refusal):
    """Problems are merged into one of themselves."""


class OneProblemAlone(Refusal):
    """A problem cannot be merged with itself."""


def file_statements(
    problem_list: ProblemList,
    statements: Iterable[int],
    *,
    into: int | None = None,
    title: str = "",
    title_en: str = "",
    reason: str = "",
    by: User | None,
    at: datetime,
) -> Act:
    """Put statements in a problem, or in a new one with this title; they leave those they were in.

    A hidden one is hidden no more; one that is there already stays. Raises NothingChosen,
    NotOfThisList, ProblemGone, NoHeading.
    """
    if (into is None) is (not title):
        raise NoHeading
    hold_lists([problem_list.id])
    chosen = statements_in(problem_list, statements)
    changes = Changes()
    if into is None:
        problem = changes.make(problem_list, title=title, title_en=title_en, at=at)
    else:
        problem = target_in(problem_list, into)
    changes.join(chosen, problem)
    return changes.record(ActKind.FILE, problem_list, problem, reason=reason, by=by, at=at)


def move_statements(
    problem_list: ProblemList,
    statements: Iterable[int],
    *,
    into: int,
    reason: str = "",
    by: User | None,
    at: datetime,
) -> Act:
    """Put statements in another problem of the list. Raises NothingChosen, NotOfThisList,
    ProblemGone."""
    hold_lists([problem_list.id])
    chosen = statements_in(problem_list, statements)
    problem, changes = target_in(problem_list, into), Changes()
    changes.join(chosen, problem)
    return changes.record(ActKind.MOVE, problem_list, problem, reason=reason, by=by, at=at)


def split_problem(
    problem_list: ProblemList,
    problem: int,
    statements: Iterable[int],
    *,
    title: str,
    title_en: str = "",
    reason: str = "",
    by: User | None,
    at: datetime,
) -> Act:
    """Some of its statements become a problem of their own. Raises NoTitle, NothingChosen,
    NotOfThisList, ProblemGone, NotInThisProblem."""
    if not title:
        raise NoTitle
    hold_lists([problem_list.id])
    [whole] = problems_in(problem_list, [problem])
    chosen = statements_in(problem_list, statements)
    if strays := {s.id for s in chosen if s.problem_id != whole.id}:
        raise NotInThisProblem(strays)
    changes = Changes()
    part = changes.make(problem_list, title=title, title_en=title_en, at=at)
    changes.join(chosen, part)
    return changes.record(ActKind.SPLIT, problem_list, part, reason=reason, by=by, at=at)


def merge_problems(
    problem_list: ProblemList,
    problems: Iterable[int],
    *,
    into: int,
    reason: str = "",
    by: User | None,
    at: datetime,
) -> Act:
    """All become one of them, which keeps its title. Their statements and parts go there; their
    votes stay where they are and are shown through it.

    Where one of them is part of a wider problem and that one is of none, it becomes one. Raises
    NothingChosen, NotAmongThem, OneProblemAlone, NotOfThisList, ProblemGone.
    """
    hold_lists([problem_list.id])
    chosen = {problem.id: problem for problem in problems_in(problem_list, problems)}
    if into not in chosen:
        raise NotAmongThem(into)
    target = chosen.pop(into)
    if not chosen:
        raise OneProblemAlone
    changes = Changes()
    changes.involve(target)
    _go_along(changes, list(chosen.values()), target)
    for merged in chosen.values():
        changes.join(_statements_of(merged), target)
        for part in _parts_of(merged):
            changes.change(part, part_of_id=target.id)
        changes.change(merged, standing=ProblemStanding.MERGED, merged_into_id=target.id)
    return changes.record(ActKind.MERGE, problem_list, target, reason=reason, by=by, at=at)


def rename_problem(
    problem_list: ProblemList,
    problem: int,
    *,
    title: str,
    title_en: str | None = None,
    reason: str = "",
    by: User | None,
    at: datetime,
) -> Act:
    """`title_en`: None leaves it as it is. Raises NoTitle, NotOfThisList, ProblemGone."""
    if not title:
        raise NoTitle
    hold_lists([problem_list.id])
    [renamed] = problems_in(problem_list, [problem])
    changes = Changes()
    changes.change(renamed, title=title)
    if title_en is not None:
        changes.change(renamed, title_en=title_en)
    changes.involve(renamed)
    return changes.record(ActKind.RENAME, problem_list, renamed, reason=reason, by=by, at=at)


def hide_statements(
    problem_list: ProblemList,
    statements: Iterable[int],
    *,
    reason: str,
    by: User | None,
    at: datetime,
) -> Act:
    """They leave their problems, and their authors read the reason. Raises NoReason, NothingChosen,
    NotOfThisList."""
    if not reason.strip():
        raise NoReason
    hold_lists([problem_list.id])
    changes = Changes()
    for statement in statements_in(problem_list, statements):
        changes.take_out(statement, StatementState.HIDDEN, hidden_reason=reason)
    return changes.record(ActKind.HIDE, problem_list, None, reason=reason, by=by, at=at)


def show_statements(
    problem_list: ProblemList,
    statements: Iterable[int],
    *,
    reason: str = "",
    by: User | None,
    at: datetime,
) -> Act:
    """Received and hidden ones become visible; one in a problem stays there. Raises NothingChosen,
    NotOfThisList."""
    hold_lists([problem_list.id])
    changes = Changes()
    for statement in statements_in(problem_list, statements):
        if statement.state is not StatementState.JOINED:
            changes.take_out(statement, StatementState.VISIBLE)
    return changes.record(ActKind.SHOW, problem_list, None, reason=reason, by=by, at=at)


def take_out(
    problem_list: ProblemList,
    statements: Iterable[int],
    *,
    reason: str = "",
    by: User | None,
    at: datetime,
) -> Act:
    """They leave their problems and are in none; those in none stay as they are. Raises
    NothingChosen, NotOfThisList."""
    hold_lists([problem_list.id])
    changes = Changes()
    for statement in statements_in(problem_list, statements):
        if statement.state is StatementState.JOINED:
            changes.take_out(statement, StatementState.VISIBLE)
    return changes.record(ActKind.TAKE_OUT, problem_list, None, reason=reason, by=by, at=at)


def _go_along(changes: Changes, merged: Sequence[Problem], target: Problem) -> None:
    """Else the wider problem would lose what was said in its part."""
    wider = [p.part_of_id for p in merged if p.part_of_id]
    if target.part_of_id or not wider:
        return
    hold_lists([db.session.get_one(Problem, wider[0]).list_id])
    [whole, *_] = [db.session.get_one(Problem, p.part_of_id) for p in merged if p.part_of_id]
    changes.change(target, part_of_id=whole.id)
    changes.involve(whole)


def _statements_of(problem: Problem) -> Iterable[Statement]:
    return db.session.scalars(
        sa.select(Statement).where(Statement.problem_id == problem.id).order_by(Statement.id)
    ).all()


def _parts_of(problem: Problem) -> Iterable[Problem]:
    return db.session.scalars(
        sa.select(Problem).where(Problem.part_of_id == problem.id).order_by(Problem.id)
    ).all()
