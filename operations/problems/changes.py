"""How an act changes rows and is recorded: what each changed field was before and is after."""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa

from extensions import db
from models.problems import (
    Act,
    ActKind,
    ActSubject,
    Problem,
    ProblemList,
    ProblemStanding,
)
from models.statements import Statement, StatementState
from models.users import User
from models.workshops import Vote

Row = Statement | Problem


class Changes:
    """The changes of one act. They are made through it, so that none goes unrecorded."""

    def __init__(self) -> None:
        self._before: dict[Row, dict[str, Any]] = {}
        self._headings: set[Problem] = set()
        self._left: set[Problem] = set()

    def change(self, row: Row, **values: Any) -> None:
        for field, value in values.items():
            if (before := getattr(row, field)) != value:
                self._before.setdefault(row, {}).setdefault(field, before)
                setattr(row, field, value)

    def make(
        self, problem_list: ProblemList, *, title: str, title_en: str, at: datetime
    ) -> Problem:
        """A new heading. Without the act it would be a dissolved one."""
        problem = Problem(problem_list=problem_list, title=title, title_en=title_en, created_at=at)
        problem.standing = ProblemStanding.DISSOLVED
        db.session.add(problem)
        db.session.flush()
        self.change(problem, standing=ProblemStanding.OPEN)
        return problem

    def involve(self, *problems: Problem) -> None:
        """Headings that the act concerns although their own rows may stay as they are."""
        self._headings.update(problems)

    def join(self, statements: Iterable[Statement], problem: Problem) -> None:
        """Those that are in it already stay untouched."""
        for statement in statements:
            if statement.problem_id != problem.id:
                self.take_out(statement, StatementState.JOINED, problem_id=problem.id)
                self.involve(problem)

    def take_out(
        self,
        statement: Statement,
        state: StatementState,
        *,
        problem_id: int | None = None,
        hidden_reason: str = "",
    ) -> None:
        """The statement leaves the problem that it is in, if any."""
        if statement.problem_id not in (None, problem_id):
            self._left.add(db.session.get_one(Problem, statement.problem_id))
        self.change(statement, state=state, problem_id=problem_id, hidden_reason=hidden_reason)

    def record(
        self,
        kind: ActKind,
        problem_list: ProblemList,
        problem: Problem | None,
        *,
        reason: str = "",
        by: User | None,
        at: datetime,
    ) -> Act:
        """One row for the act, after headings without statements were dissolved."""
        self.involve(*self._left)
        self._dissolve_what_is_empty()
        act = Act(
            problem_list=problem_list,
            kind=kind,
            by_id=by.id if by else None,
            reason=reason,
            at=at,
            problem_id=problem.id if problem else None,
            changes=[_change(row, before) for row, before in self._before.items()],
        )
        db.session.add(act)
        db.session.flush()
        db.session.add_all(
            ActSubject(act_id=act.id, row=r, subject_id=i) for r, i in self._subjects(act)
        )
        db.session.flush()
        self._forget_collections()
        return act

    def _dissolve_what_is_empty(self) -> None:
        """A heading stays without statements where votes are shown through it, which would be shown
        nowhere else; so do the headings of provinces and of the programme."""
        db.session.flush()
        left = {p for p in self._left if p.is_open and p.problem_list.event_id is not None}
        full = sa.select(Statement.problem_id).where(Statement.problem_id.in_([p.id for p in left]))
        still = set(db.session.scalars(full.distinct())) if left else set()
        for problem in sorted(left, key=lambda p: p.id):
            if problem.id not in still and not _has_votes(problem):
                self.change(problem, standing=ProblemStanding.DISSOLVED)

    def _subjects(self, act: Act) -> set[tuple[str, int]]:
        """What the act touched; and the lists it touched beside its own. Nothing, where it changed
        nothing."""
        rows = {*self._before, *self._headings}
        lists = {row.list_id for row in rows if isinstance(row, Problem)} - {act.list_id}
        return {(_kind(row), row.id) for row in rows} | {(LIST, number) for number in lists}

    def _forget_collections(self) -> None:
        for row in {*self._before, *self._headings}:
            db.session.expire(row, ["problem" if isinstance(row, Statement) else "statements"])


STATEMENT, PROBLEM, LIST = "statement", "problem", "list"
"""The kinds of `ActSubject.row`."""


def _kind(row: Row) -> str:
    return STATEMENT if isinstance(row, Statement) else PROBLEM


def _change(row: Row, before: dict[str, Any]) -> dict[str, Any]:
    return {
        "row": _kind(row),
        "id": str(row.id),
        "before": {field: plain(value) for field, value in before.items()},
        "after": {field: plain(getattr(row, field)) for field in before},
    }


def plain(value: Any) -> Any:
    """As JSON keeps it."""
    return value.value if isinstance(value, Enum) else value


def _has_votes(problem: Problem) -> bool:
    """Whether votes are shown through it: its own, and those of problems merged into it."""
    through = {problem.id}
    found = through
    while found:
        merged = sa.select(Problem.id).where(Problem.merged_into_id.in_(found))
        found = set(db.session.scalars(merged)) - through
        through |= found
    voted = sa.select(Vote.id).where(Vote.problem_id.in_(through)).limit(1)
    return db.session.scalar(voted) is not None
