"""All that a file of a problem list says: flat rows, so that their checksum is the file's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa

from extensions import db
from lib.priority import Grounds, Terms, Weights
from models.base import in_locale
from models.events import Event
from models.problems import Problem
from models.scopes import Scope
from models.sectors import Sector
from models.statements import Statement, StatementSide, StatementSource
from queries.problems.holds import held_by
from queries.problems.priority import in_list_of
from queries.problems.sides import told_sides


@dataclass(frozen=True)
class ToldStatement:
    """A statement in a problem of the list, or in a part of one."""

    problem_id: int
    """The problem of the list, whatever it stands in."""
    text: str
    """Its public text."""
    is_read: bool
    """False: nobody has looked for personal data in it yet."""
    side: Sector | None
    """None: «a participant»."""
    event: str
    """Its title; empty: it was said in a survey."""
    province: str | None
    hurts: int | None
    made_on: date


@dataclass(frozen=True)
class ToldEvent:
    """Where something was said."""

    title: str
    starts_at: datetime
    timezone: str
    province: str | None


@dataclass(frozen=True, kw_only=True)
class ToldProblem:
    """Titles and words are in the language of the file."""

    place: int
    title: str
    summary: str
    topic: str
    not_taken_up: str
    is_public: bool
    part_of: str
    """The title of the problem that gathers it, or empty."""
    priority: Decimal
    terms: Terms
    grounds: Grounds
    provinces: Sequence[str]
    events: Sequence[str]
    """Titles."""
    scorers: int
    impact: float | None
    feasibility: float | None
    sides: Mapping[Sector | None, int]
    """As the public may be told."""
    statements: Sequence[ToldStatement]


@dataclass(frozen=True, kw_only=True)
class ToldList:
    scope: Scope
    title: str
    """Of its event; empty for a province's and the programme's list."""
    slug: str
    events: Sequence[ToldEvent]
    """Those whose statements are in its problems, the earliest first."""
    said: int
    """Statements that came to this list itself."""
    hidden: int
    workshops: int
    seats: int
    """How many people voted there."""
    published_at: datetime | None
    closed_at: datetime | None
    weights: Weights
    weights_version: int
    problems: Sequence[ToldProblem]

    @property
    def joined(self) -> int:
        """Statements in its problems."""
        return sum(len(problem.statements) for problem in self.problems)


def statements_told(scope: Scope, locale: str) -> list[ToldStatement]:
    """The statements in the open problems of this scope's list, parts included, in the order of
    their random numbers; sides as far as the public may be told."""
    holds = held_by(in_list_of(scope))
    shown = sa.and_(StatementSide.statement_id == Statement.id, StatementSide.shown)
    province = sa.case((Statement.event_id.is_not(None), Event.province), else_=Statement.province)
    rows = db.session.execute(
        sa.select(
            holds.c.item,
            Statement.public_text,
            Statement.marks.is_not(None),
            StatementSide.side,
            Statement.source,
            Statement.event_id,
            province,
            Statement.hurts,
            Statement.made_on,
            Event.title,
            Event.title_en,
        )
        .select_from(holds)
        .join(Statement, Statement.problem_id == holds.c.row)
        .outerjoin(StatementSide, shown)
        .outerjoin(Event, Event.id == Statement.event_id)
        .order_by(holds.c.item, Statement.id)
    ).all()
    told = told_sides({row.event_id for row in rows if row.event_id is not None})
    found = []
    for item, text, is_read, side, source, event_id, where, hurts, made_on, *titles in rows:
        is_told = source is StatementSource.FEEDBACK or (event_id, side) in told
        known, event = side if is_told else None, in_locale(locale, *titles) or ""
        found.append(ToldStatement(item, text, bool(is_read), known, event, where, hurts, made_on))
    return found


def titles_told(problems: Sequence[int], locale: str) -> Mapping[int, str]:
    """The titles of problems with these numbers."""
    rows = sa.select(Problem.id, Problem.title, Problem.title_en).where(Problem.id.in_(problems))
    return {
        number: in_locale(locale, title, title_en)
        for number, title, title_en in db.session.execute(rows)
    }
