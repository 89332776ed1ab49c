"""Votes as they were cast, and through which open problem each is shown."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from extensions import db
from models.problems import Problem, ProblemList, ProblemStanding
from models.statements import Statement
from models.workshops import Round, RoundKind, Vote, Workshop


@dataclass(frozen=True)
class Cast:
    """One vote of one seat."""

    round_id: int
    kind: RoundKind
    seat_id: int
    problem_id: int | None
    """The open problem through which it is shown; None: none, for now."""
    statement_id: int | None
    dots: int


@dataclass(frozen=True)
class Tally:
    seats: int
    dots: int


@dataclass(frozen=True)
class ShownAs:
    """The problems of an event's list, as votes on them are shown."""

    open: frozenset[int]
    into: Mapping[int, int] = field(default_factory=dict)
    """Of merged ones."""

    def of(self, number: int | None) -> int | None:
        for _step in range(len(self.into) + 1):
            if number is None or number in self.open:
                return number
            number = self.into.get(number)
        return None


def shown_as(event_id: int) -> ShownAs:
    rows = db.session.execute(
        sa.select(Problem.id, Problem.standing, Problem.merged_into_id)
        .join(Problem.problem_list)
        .where(ProblemList.event_id == event_id, Problem.standing != ProblemStanding.DISSOLVED)
    ).all()
    return ShownAs(
        open=frozenset(number for number, standing, _into in rows if standing == "open"),
        into={number: into for number, _standing, into in rows if into is not None},
    )


def votes_cast(workshop: Workshop, shown: ShownAs) -> list[Cast]:
    rows = (
        sa.select(
            Vote.round_id,
            Round.kind,
            Vote.seat_id,
            Vote.problem_id,
            Statement.problem_id,
            Vote.statement_id,
            Vote.dots,
        )
        .join(Round, Round.id == Vote.round_id)
        .outerjoin(Statement, Statement.id == Vote.statement_id)
        .where(Round.workshop_id == workshop.id)
    )
    return [
        Cast(round_id, kind, seat, shown.of(on or through), sentence, dots)
        for round_id, kind, seat, on, through, sentence, dots in db.session.execute(rows)
    ]


def tallies(votes: list[Cast]) -> dict[int, dict[int, Tally]]:
    """By round and open problem; a seat counts once for each problem."""
    seats: dict[tuple[int, int], set[int]] = defaultdict(set)
    dots: dict[tuple[int, int], int] = defaultdict(int)
    for vote in votes:
        if vote.problem_id is not None:
            seats[vote.round_id, vote.problem_id].add(vote.seat_id)
            dots[vote.round_id, vote.problem_id] += vote.dots
    told: dict[int, dict[int, Tally]] = defaultdict(dict)
    for (round_id, problem), by in seats.items():
        told[round_id][problem] = Tally(len(by), dots[round_id, problem])
    return told
