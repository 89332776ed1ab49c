"""What the public reads of the statements in a problem: their public text, and sides as far as they
may be told."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from extensions import db
from lib.paging import Page, page_of
from models.events import Event
from models.problems import Problem
from models.sectors import Sector
from models.statements import Statement, StatementSide, StatementSource
from queries.problems.holds import held_by
from queries.problems.sides import Told, public_side, told_sides

Sides = Mapping[Sector | None, int]
"""None: the side is not told."""


@dataclass(frozen=True)
class Saying:
    """`text` in the words of its author, but for what is masked."""

    text: str
    side: Sector | None
    """None: «a participant»."""
    event: Event | None


@dataclass(frozen=True)
class Sayings:
    """The first sayings of a problem, and how many of each side there are in all."""

    first: Sequence[Saying]
    sides: Sides


def sayings_of(problems: Iterable[Problem], *, most: int) -> Mapping[int, Sayings]:
    """By problem, what is shown through it included: at most so many sayings of each."""
    holds = held_by(Problem.id.in_([problem.id for problem in problems]))
    counts = db.session.execute(_counts(holds)).all()
    told = told_sides({event_id for _item, event_id, *_more in counts if event_id})
    sides: defaultdict[int, Counter[Sector | None]] = defaultdict(Counter)
    for item, event_id, side, is_feedback, count in counts:
        is_told = is_feedback or (event_id, side) in told
        sides[item][side if is_told else None] += count
    first: defaultdict[int, list[Saying]] = defaultdict(list)
    for item, statement in db.session.execute(_first(holds, most)).unique():
        first[item].append(_saying(statement, told))
    return {item: Sayings(first[item], sides[item]) for item in sides}


def page_of_sayings(problem: Problem, *, limit: int, after: str | None = None) -> Page[Saying]:
    """All of one problem, in the order of their random numbers. Raises lib.paging.BadCursor."""
    holds = held_by(Problem.id == problem.id)
    rows = (
        sa.select(Statement)
        .where(Statement.problem_id.in_(sa.select(holds.c.row)))
        .options(selectinload(Statement.event))
    )
    page = page_of(db.session(), rows, Statement.id, limit=limit, after=after)
    told = told_sides({s.event_id for s in page.items if s.event_id is not None})
    return Page([_saying(statement, told) for statement in page.items], page.next)


def _counts(
    holds: sa.CTE,
) -> sa.Select[int, int | None, Sector | None, bool, int]:
    is_feedback = Statement.source == StatementSource.FEEDBACK
    shown = sa.and_(StatementSide.statement_id == Statement.id, StatementSide.shown)
    columns = holds.c.item, Statement.event_id, StatementSide.side, is_feedback
    return (
        sa.select(*columns, sa.func.count())
        .select_from(holds)
        .join(Statement, Statement.problem_id == holds.c.row)
        .outerjoin(StatementSide, shown)
        .group_by(holds.c.item, Statement.event_id, StatementSide.side, Statement.source)
    )


def _first(holds: sa.CTE, most: int) -> sa.Select[int, Statement]:
    place = sa.func.row_number().over(partition_by=holds.c.item, order_by=Statement.id)
    placed = (
        sa.select(holds.c.item, Statement.id, place.label("place"))
        .join(Statement, Statement.problem_id == holds.c.row)
        .subquery()
    )
    return (
        sa.select(placed.c.item, Statement)
        .join(Statement, Statement.id == placed.c.id)
        .where(placed.c.place <= most)
        .order_by(placed.c.item, Statement.id)
        .options(selectinload(Statement.event))
    )


def _saying(statement: Statement, told: Told) -> Saying:
    return Saying(statement.public_text, public_side(statement, told), statement.event)
