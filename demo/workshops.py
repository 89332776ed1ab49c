"""Two workshops: one that is over, with its votes, and one that people sit in now."""

from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa

from demo.statements import all_statements
from extensions import db
from models.events import Event
from models.problems import Problem, ProblemList, ProblemStanding
from models.statements import StatementSource, StatementState
from models.users import User
from models.workshops import Round, RoundKind, Seat, Vote, Workshop
from operations.problems.statements import add_statement
from operations.workshops.rounds import close_round, open_round
from operations.workshops.workshops import close_workshop

DOTS, MOST = 5, 2


def hold_workshop(event: Event, *, code: str, seats: int, by: User, chance: Random) -> None:
    """A workshop on the afternoon of an event that is over: people gave dots to its problems."""
    begins = event.ends_at - timedelta(hours=2)
    workshop = _workshop(event, code, at=begins)
    voting = open_round(
        workshop, RoundKind.DOTS, dots=DOTS, most=MOST, hidden=True, by=by, at=begins
    )
    problems = _problems(event)
    for seat in _seats(workshop, seats):
        _give_dots(voting, seat, problems, chance)
    db.session.flush()
    close_round(voting, by=by, at=begins + timedelta(minutes=20))
    close_workshop(workshop, by=by, at=event.ends_at)


def open_workshop_now(event: Event, *, code: str, by: User, at: datetime, chance: Random) -> None:
    """A workshop in which people are writing: some sentences are seen by all, some wait."""
    workshop = _workshop(event, code, at=at - timedelta(minutes=40))
    open_round(workshop, RoundKind.WRITE, by=by, at=at - timedelta(minutes=35))
    open_round(workshop, RoundKind.MINE_TOO, by=by, at=at - timedelta(minutes=20))
    _seats(workshop, 22)
    for number, said in enumerate(chance.sample(all_statements(), 14)):
        add_statement(
            event,
            text=said.text,
            side=said.side,
            workshop=workshop,
            source=StatementSource.ROOM,
            state=StatementState.VISIBLE if number < 9 else StatementState.RECEIVED,
            by=None,
            at=at,
        )


def _workshop(event: Event, code: str, *, at: datetime) -> Workshop:
    workshop = Workshop(event=event, title="Birlikte çalışma atölyesi", code=code, created_at=at)
    db.session.add(workshop)
    db.session.flush()
    return workshop


def _seats(workshop: Workshop, number: int) -> list[Seat]:
    seats = [Seat(workshop=workshop) for _ in range(number)]
    db.session.add_all(seats)
    db.session.flush()
    return seats


def _give_dots(voting: Round, seat: Seat, problems: list[Problem], chance: Random) -> None:
    left = DOTS
    for problem in chance.sample(problems, min(len(problems), 3)):
        dots = min(left, chance.choice([1, 1, 2]))
        if dots:
            db.session.add(
                Vote(round_id=voting.id, seat_id=seat.id, problem_id=problem.id, dots=dots)
            )
        left -= dots


def _problems(event: Event) -> list[Problem]:
    rows = (
        sa.select(Problem)
        .join(ProblemList, ProblemList.id == Problem.list_id)
        .where(ProblemList.event_id == event.id, Problem.standing == ProblemStanding.OPEN)
        .order_by(Problem.id)
    )
    return list(db.session.scalars(rows).unique())
