"""The headings of a problem list as moderators see them, each with its figures."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager

from extensions import db
from lib.turkish import sort_key
from models.problems import Problem, ProblemList, ProblemStanding
from models.scopes import Scope
from models.sectors import Sector
from models.statements import Statement, StatementSide
from models.users import User
from policy import lists_scoped


@dataclass(frozen=True)
class CountedProblem:
    """A heading; `sides` and `statements` are of its own statements and of all its parts."""

    problem: Problem
    sides: Mapping[Sector | None, int] = field(default_factory=Counter)
    parts: Sequence[Problem] = ()

    @property
    def statements(self) -> int:
        return sum(self.sides.values())


def counted_problems(problem_list: ProblemList | None) -> list[CountedProblem]:
    """The open headings of the list in the order of the Turkish alphabet, so that none moves because
    it grew."""
    if problem_list is None:
        return []
    rows = sa.select(Problem).where(
        Problem.list_id == problem_list.id, Problem.standing == ProblemStanding.OPEN
    )
    problems = sorted(db.session.scalars(rows), key=lambda row: (sort_key(row.title), row.id))
    sides = _sides_within(problem_list)
    parts = _parts_within(problem_list) if problem_list.scope.width else {}
    return [CountedProblem(row, sides[row.id], parts.get(row.id, ())) for row in problems]


def wider_problems(scopes: Sequence[Scope], user: User) -> Sequence[Problem]:
    """The open problems of the lists of these scopes, the narrowest first."""
    if not scopes:
        return []
    rows = (
        sa.select(Problem)
        .join(Problem.problem_list)
        .outerjoin(ProblemList.event)
        .where(
            Problem.standing == ProblemStanding.OPEN,
            ProblemList.scope_text.in_([str(each) for each in scopes]),
        )
        .options(contains_eager(Problem.problem_list))
    )
    found = db.session.scalars(lists_scoped(rows, user))
    return sorted(found, key=lambda row: (row.problem_list.scope.width, sort_key(row.title)))


def _sides_within(problem_list: ProblemList) -> defaultdict[int, Counter[Sector | None]]:
    """How many statements of each side are in each heading and in its parts, in one statement."""
    within = (
        sa.select(Problem.id.label("heading"), Problem.id.label("id"))
        .where(Problem.list_id == problem_list.id, Problem.standing == ProblemStanding.OPEN)
        .cte("within", recursive=True)
    )
    if problem_list.scope.width:
        part = aliased(Problem)
        within = within.union(
            sa.select(within.c.heading, part.id).where(
                part.part_of_id == within.c.id, part.standing == ProblemStanding.OPEN
            )
        )
    rows = (
        sa.select(within.c.heading, StatementSide.side, sa.func.count(Statement.id))
        .join(Statement, Statement.problem_id == within.c.id)
        .outerjoin(
            StatementSide,
            sa.and_(StatementSide.statement_id == Statement.id, StatementSide.shown),
        )
        .group_by(within.c.heading, StatementSide.side)
    )
    sides: defaultdict[int, Counter[Sector | None]] = defaultdict(Counter)
    for heading, side, number in db.session.execute(rows):
        sides[heading][side] = number
    return sides


def _parts_within(problem_list: ProblemList) -> dict[int, list[Problem]]:
    whole = aliased(Problem)
    rows = (
        sa.select(Problem)
        .join(whole, whole.id == Problem.part_of_id)
        .join(Problem.problem_list)
        .outerjoin(ProblemList.event)
        .where(whole.list_id == problem_list.id, Problem.standing == ProblemStanding.OPEN)
        .options(contains_eager(Problem.problem_list))
        .order_by(Problem.id)
    )
    parts: defaultdict[int, list[Problem]] = defaultdict(list)
    for part in db.session.scalars(rows):
        parts[part.part_of_id or 0].append(part)
    return dict(parts)
