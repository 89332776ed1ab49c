"""Problems that everyone may read, by priority."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from extensions import db
from models.events import SEEN, Event
from models.problems import Problem, ProblemList, ProblemStanding
from models.scopes import Scope
from queries.base import arguments
from queries.problems.priority import Prioritized, in_list_of, prioritized_where


def is_public() -> sa.ColumnElement[bool]:
    """The condition that a problem is open and published, its event one that everyone may see."""
    seen = (
        sa.select(ProblemList.id)
        .outerjoin(Event, Event.id == ProblemList.event_id)
        .where(sa.or_(ProblemList.event_id.is_(None), Event.status.in_(SEEN)))
    )
    return sa.and_(
        Problem.standing == ProblemStanding.OPEN,
        Problem.published_at.is_not(None),
        Problem.list_id.in_(seen),
    )


def is_part_of_public() -> sa.ColumnElement[bool]:
    """The condition that a published problem of a wider list gathers it, and so shows it."""
    whole = aliased(Problem)
    rows = sa.select(whole.id).where(
        whole.id == Problem.part_of_id,
        whole.published_at.is_not(None),
        whole.standing != ProblemStanding.DISSOLVED,
    )
    return rows.exists()


@dataclass(frozen=True, kw_only=True)
class PublishedFilter:
    """Which problems everyone is shown; `text` is looked for in titles."""

    scope: Scope | None = None
    """None: those of all lists, without those that a wider one gathers."""
    province: str | None = None
    """Where it was said."""
    topic: str = ""
    both_sides: bool = False
    text: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "PublishedFilter":
        """Raises BadArgument."""
        return cls(
            scope=arguments.scope(query),
            province=arguments.province(query),
            topic=arguments.topic(query),
            both_sides=arguments.flag(query, "both_sides"),
            text=arguments.search_text(query),
        )

    def problems(self) -> list[Prioritized]:
        """The most urgent first."""
        wanted = [is_public(), *arguments.words_in(Problem.search_key, self.text)]
        wanted.append(in_list_of(self.scope) if self.scope else ~is_part_of_public())
        if self.topic:
            wanted.append(Problem.topic == self.topic)
        return [row for row in prioritized_where(sa.and_(*wanted)) if self._has(row)]

    def _has(self, row: Prioritized) -> bool:
        return (self.province is None or self.province in row.provinces) and (
            row.both_sides or not self.both_sides
        )


def published_problems_of(event: Event) -> list[Prioritized]:
    """The event's problems that everyone may read."""
    return PublishedFilter(scope=Scope(event_id=event.id)).problems()


def published_topics() -> Sequence[str]:
    """The topics of problems that everyone may read."""
    rows = sa.select(Problem.topic).where(is_public(), Problem.topic != "").distinct()
    return db.session.scalars(rows).all()


def published_problem(problem_id: int) -> Problem | None:
    """The problem, or the one into which it was merged, if everyone may read that."""
    problem = db.session.get(Problem, problem_id)
    passed: set[int] = set()
    while problem and problem.merged_into_id and problem.id not in passed:
        passed.add(problem.id)
        problem = db.session.get(Problem, problem.merged_into_id)
    if problem is None:
        return None
    return db.session.scalar(sa.select(Problem).where(Problem.id == problem.id, is_public()))


def whole_of(problem: Problem) -> Problem | None:
    """The published problem of a wider list that gathers this one."""
    return published_problem(problem.part_of_id) if problem.part_of_id else None


def published_parts_of(problem: Problem) -> list[Prioritized]:
    """The published problems that it gathers, each weighed within its own list."""
    return prioritized_where(sa.and_(is_public(), Problem.part_of_id == problem.id))
