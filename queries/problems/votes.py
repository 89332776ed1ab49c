"""Dots on problems, counted by seat in closed rounds: for each problem those on its own row and
those shown through it (see `holds`)."""

from collections import Counter
from typing import Any

import sqlalchemy as sa

from extensions import db
from models.events import Event
from models.problems import Problem
from models.scopes import Scope
from models.statements import Statement
from models.workshops import Round, RoundKind, Vote, Workshop

_SEATS = sa.func.count(Vote.seat_id.distinct()).label("seats")


class Votes:
    """The seats of the workshops of a list's events. A seat is in one event: seats of several are
    added up."""

    def __init__(self, holds: sa.CTE) -> None:
        self._seats: Counter[Scope] = Counter()
        for event_id, province, seats in db.session.execute(_seats_by_event()):
            for scope in _scopes(event_id, province):
                self._seats[scope] += seats
        self._chose: Counter[tuple[int, Scope]] = Counter()
        for item, event_id, province, seats in db.session.execute(_choices_by_event(holds)):
            for scope in _scopes(event_id, province):
                self._chose[item, scope] += seats

    def seats(self, scope: Scope) -> int:
        """How many gave at least one dot to anything."""
        return self._seats[scope]

    def chose(self, problem: Problem) -> int:
        """How many of those of its list gave this problem one."""
        return self._chose[problem.id, problem.problem_list.scope]


def _scopes(event_id: int, province: str | None) -> set[Scope]:
    """Of the lists to which an event belongs."""
    return {Scope(event_id=event_id), Scope(province=province), Scope()}


def _seats_by_event() -> sa.Select[*tuple[Any, ...]]:
    return _dots(Event.id, Event.province, _SEATS).group_by(Event.id, Event.province)


def _choices_by_event(holds: sa.CTE) -> sa.Select[*tuple[Any, ...]]:
    voted = sa.func.coalesce(Vote.problem_id, Statement.problem_id)
    return (
        _dots(holds.c.item, Event.id, Event.province, _SEATS)
        .outerjoin(Statement, Statement.id == Vote.statement_id)
        .join(holds, holds.c.row == voted)
        .group_by(holds.c.item, Event.id, Event.province)
    )


def _dots(*columns: Any) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(*columns)
        .select_from(Vote)
        .join(Round, Round.id == Vote.round_id)
        .join(Workshop, Workshop.id == Round.workshop_id)
        .join(Event, Event.id == Workshop.event_id)
        .where(Round.kind == RoundKind.DOTS, Round.closed_at.is_not(None))
    )
