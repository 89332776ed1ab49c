"""Statements in problems, and dots on them, for tests about what lists are counted from."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from extensions import db
from models.events import Event
from models.problems import Problem
from models.sectors import Sector
from models.statements import Statement, StatementSide, StatementSource, StatementState
from models.workshops import Round, RoundKind, Seat, Vote, Workshop
from tests.factories import NOW


def statement(
    problem: Problem | None, side: Sector | None = None, *, shown: bool = True, **values: Any
) -> Statement:
    """What somebody said in the problem's event; `event` and `province` may say another place."""
    made = Statement(
        **{
            "event": problem.event if problem else None,
            "problem": problem,
            "text": "Söz",
            "public_text": values.get("text", "Söz"),
            "marks": [],
            "state": StatementState.JOINED if problem else StatementState.VISIBLE,
            "source": StatementSource.API,
            "made_on": date(2027, 3, 1),
            **values,
        }
    )
    made.said_by = StatementSide(side=side, shown=shown) if side else None
    db.session.add(made)
    db.session.flush()
    return made


def statements(problem: Problem, *sides: Sector | None, **values: Any) -> list[Statement]:
    return [statement(problem, side, **values) for side in sides]


def dots_round(
    event: Event, *, closed: bool = True, kind: RoundKind = RoundKind.DOTS, code: str = ""
) -> Round:
    """A round in a workshop of its own."""
    workshop = Workshop(
        event=event, title="Atölye", code=code or f"W{event.id}-{_count()}", created_at=NOW
    )
    made = Round(
        workshop=workshop,
        kind=kind,
        dots=5,
        most=5,
        opened_at=NOW,
        closed_at=NOW if closed else None,
    )
    db.session.add(made)
    db.session.flush()
    return made


def seat(in_round: Round) -> Seat:
    made = Seat(workshop_id=in_round.workshop_id)
    db.session.add(made)
    db.session.flush()
    return made


def vote(in_round: Round, by: Seat, on: Problem | Statement, dots: int = 1) -> Vote:
    target = {"problem_id": on.id} if isinstance(on, Problem) else {"statement_id": on.id}
    made = Vote(round_id=in_round.id, seat_id=by.id, dots=dots, **target)
    db.session.add(made)
    db.session.flush()
    return made


def seats_giving_dots(in_round: Round, targets: Iterable[Problem | Statement]) -> list[Seat]:
    """For each target a seat of its own that gives it a dot."""
    seats = []
    for target in targets:
        seats.append(seat(in_round))
        vote(in_round, seats[-1], target)
    return seats


def _count() -> int:
    return db.session.query(Workshop).count()
