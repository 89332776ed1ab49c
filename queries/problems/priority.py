"""Problem lists in the order of priority, with what it is counted from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from extensions import db
from lib.priority import Grounds, Terms, Weights, terms
from lib.turkish import sort_key
from models.events import Event
from models.problems import Problem, ProblemList, ProblemStanding
from models.scopes import Scope
from models.sectors import Sector
from queries.problems.holds import held_by
from queries.problems.said import Said, said_of
from queries.problems.scores import Scored, scores_of
from queries.problems.votes import Votes
from queries.problems.weights import version_in_force, weights_by_version


@dataclass(frozen=True, kw_only=True)
class Prioritized:
    """A problem of a list with all that its place in it is counted from, its parts included."""

    problem: Problem
    statements: int
    sides: Mapping[Sector, int]
    """As staff may read them; 0 included."""
    provinces: Sequence[str]
    events: Sequence[int]
    hurts: Fraction | None
    """The mean, from 1 to 5; None: nobody said."""
    grounds: Grounds
    scorers: int
    impact: float | None
    """The median; None: fewer than three moderators scored it."""
    feasibility: float | None
    priority: Decimal
    terms: Terms
    weights: Weights
    weights_version: int

    @property
    def seats(self) -> int:
        """How many gave dots in the workshops of the list's events."""
        return self.grounds.seats

    @property
    def chose(self) -> int:
        """How many of them gave this problem one."""
        return self.grounds.chose

    @property
    def both_sides(self) -> bool:
        """Whether public institutions and civil society both said it."""
        return bool(self.sides[Sector.PUBLIC] and self.sides[Sector.CSO])


def prioritized(scope: Scope, *, published_only: bool = False) -> list[Prioritized]:
    """The open problems of this scope's list, the most urgent first."""
    wanted = in_list_of(scope)
    if published_only:
        wanted = sa.and_(wanted, Problem.published_at.is_not(None))
    return prioritized_where(wanted)


def in_list_of(scope: Scope) -> sa.ColumnElement[bool]:
    """The condition that a problem is in this scope's list."""
    number = sa.select(ProblemList.id).where(ProblemList.scope_text == str(scope))
    return Problem.list_id == number.scalar_subquery()


def prioritized_where(wanted: sa.ColumnElement[bool]) -> list[Prioritized]:
    """Such open problems of any lists, each weighed within its own list, the most urgent first.
    `wanted` is of columns of problems alone."""
    problems = db.session.scalars(
        sa.select(Problem)
        .where(Problem.standing == ProblemStanding.OPEN, wanted)
        .options(selectinload(Problem.problem_list))
    ).all()
    if not problems:
        return []
    weighing = _Weighing(held_by(wanted))
    return sorted(map(weighing.weighed, problems), key=_place)


class _Weighing:
    """What the problems of some lists are weighed by, read at once."""

    def __init__(self, holds: sa.CTE) -> None:
        self.said, self.scores = said_of(holds), scores_of(holds)
        self.votes = Votes(holds)
        self.versions, self.closed = weights_by_version(), _closed_provinces()

    def weighed(self, problem: Problem) -> Prioritized:
        said = self.said.get(problem.id) or Said()
        scored = self.scores.get(problem.id) or Scored()
        version = version_in_force(problem.problem_list, self.versions)
        grounds = self._grounds(problem, said)
        points = terms(grounds, self.versions[version])
        return Prioritized(
            problem=problem,
            statements=said.statements,
            sides={sector: said.sides[sector] for sector in Sector},
            provinces=sorted(said.provinces),
            events=sorted(said.events),
            hurts=said.mean_harm,
            grounds=grounds,
            scorers=scored.scorers,
            impact=scored.impact,
            feasibility=scored.feasibility,
            priority=points.priority,
            terms=points,
            weights=self.versions[version],
            weights_version=version,
        )

    def _grounds(self, problem: Problem, said: Said) -> Grounds:
        said_in, closed = self._reach(problem.problem_list, said)
        return Grounds(
            of_public=said.sides[Sector.PUBLIC],
            of_cso=said.sides[Sector.CSO],
            statements=said.statements,
            said_in=said_in,
            closed=closed,
            harm=said.mean_harm,
            chose=self.votes.chose(problem),
            seats=self.votes.seats(problem.problem_list.scope),
        )

    def _reach(self, problem_list: ProblemList, said: Said) -> tuple[int, int]:
        """k of K provinces; the list of one event or province is closed (1 of 1) or not."""
        if problem_list.scope.is_programme:
            return len(said.provinces & self.closed), len(self.closed)
        return (1, 1) if problem_list.closed_at else (0, 0)


def _closed_provinces() -> frozenset[str]:
    """Provinces with a closed list: their own, or that of an event there."""
    province = sa.func.coalesce(ProblemList.province, Event.province)
    rows = (
        sa.select(province)
        .outerjoin(ProblemList.event)
        .where(ProblemList.closed_at.is_not(None), province.is_not(None))
        .distinct()
    )
    return frozenset(db.session.scalars(rows))


def _place(row: Prioritized) -> tuple[Decimal, int, int, str, int]:
    problem = row.problem
    title = sort_key(problem.title)
    return -row.priority, -len(row.provinces), -row.statements, title, problem.id
