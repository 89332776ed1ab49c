"""Dots on problems, counted in closed rounds: for each problem of a list those on its own row and
those shown through it (see `holds`)."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from extensions import db
from models.events import Event
from models.problems import Problem, ProblemList
from models.scopes import Scope
from models.statements import Statement
from models.workshops import Round, RoundKind, Vote, Workshop

_SEATS = sa.func.count(Vote.seat_id.distinct()).label("seats")


class Seats:
    """How many seats gave at least one dot in a closed round, by scope."""

    def __init__(self) -> None:
        rows = _dots(Event.id, Event.province, _SEATS)
        self._of_scope: Counter[Scope] = Counter()
        for event_id, province, seats in db.session.execute(
            rows.group_by(Event.id, Event.province)
        ):
            scopes = {Scope(event_id=event_id), Scope(province=province), Scope()}
            self._of_scope.update(dict.fromkeys(scopes, seats))

    def of(self, scope: Scope) -> int:
        return self._of_scope[scope]


def seats_that_chose(holds: sa.CTE) -> Mapping[int, int]:
    """By problem: how many seats gave a dot to it, or to something shown through it, in the
    workshops of its list's events."""
    voted = sa.func.coalesce(Vote.problem_id, Statement.problem_id)
    rows = (
        _dots(holds.c.item, _SEATS)
        .outerjoin(Statement, Statement.id == Vote.statement_id)
        .join(holds, holds.c.row == voted)
        .join(Problem, Problem.id == holds.c.item)
        .join(ProblemList, ProblemList.id == Problem.list_id)
        .where(_is_of_list())
        .group_by(holds.c.item)
    )
    return {row.item: row.seats for row in db.session.execute(rows)}


def _dots(*columns: Any) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(*columns)
        .select_from(Vote)
        .join(Round, Round.id == Vote.round_id)
        .join(Workshop, Workshop.id == Round.workshop_id)
        .join(Event, Event.id == Workshop.event_id)
        .where(Round.kind == RoundKind.DOTS, Round.closed_at.is_not(None))
    )


def _is_of_list() -> sa.ColumnElement[bool]:
    """Whether the event in which somebody voted belongs to the problem's list."""
    return sa.or_(
        ProblemList.event_id == Event.id,
        sa.and_(ProblemList.event_id.is_(None), ProblemList.province == Event.province),
        sa.and_(ProblemList.event_id.is_(None), ProblemList.province.is_(None)),
    )
