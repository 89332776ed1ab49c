"""How often, by whom and where problems were said, what is shown through them included."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import sqlalchemy as sa

from extensions import db
from models.events import Event
from models.sectors import Sector
from models.statements import Statement, StatementSide


@dataclass
class Said:
    """What the statements of one problem amount to."""

    sides: Counter[Sector] = field(default_factory=Counter)
    """As staff may read them."""
    provinces: set[str] = field(default_factory=set)
    events: set[int] = field(default_factory=set)
    statements: int = 0
    rated: int = 0
    """How many of them tell how much it hurts."""
    harm: int = 0
    """The sum of what those tell."""

    @property
    def mean_harm(self) -> Fraction | None:
        return Fraction(self.harm, self.rated) if self.rated else None


def said_of(holds: sa.CTE) -> Mapping[int, Said]:
    """By problem; `holds` is of queries.problems.holds."""
    found: defaultdict[int, Said] = defaultdict(Said)
    for item, side, statements, rated, harm in db.session.execute(_by_side(holds)):
        said = found[item]
        said.statements += statements
        said.rated += rated
        said.harm += harm or 0
        if side is not None:
            said.sides[side] += statements
    for item, event_id, province in db.session.execute(_places(holds)):
        said = found[item]
        said.events.update([event_id] if event_id else ())
        said.provinces.update([province] if province else ())
    return found


def _by_side(holds: sa.CTE) -> sa.Select[int, Sector | None, int, int, int | None]:
    told = sa.and_(StatementSide.statement_id == Statement.id, StatementSide.shown)
    return (
        sa.select(
            holds.c.item,
            StatementSide.side,
            sa.func.count(),
            sa.func.count(Statement.hurts),
            sa.func.sum(Statement.hurts),
        )
        .select_from(holds)
        .join(Statement, Statement.problem_id == holds.c.row)
        .outerjoin(StatementSide, told)
        .group_by(holds.c.item, StatementSide.side)
    )


def _places(holds: sa.CTE) -> sa.Select[int, int | None, str | None]:
    """Events and provinces; a survey's statements are in no event."""
    said = (
        sa.select(holds.c.item, Statement.event_id, Statement.province)
        .join(Statement, Statement.problem_id == holds.c.row)
        .distinct()
        .subquery()
    )
    province = sa.case((said.c.event_id.is_not(None), Event.province), else_=said.c.province)
    return sa.select(said.c.item, said.c.event_id, province).outerjoin(
        Event, Event.id == said.c.event_id
    )
