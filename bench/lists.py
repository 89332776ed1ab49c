"""The programme's list: what reading it by priority takes, as staff and as everybody.

python -m bench.lists [--only sqlite|postgres] [--people 20000]

`--people` is how many said something. Of 120 events each has 25 problems, gathered by 1,000 of the
programme, and 100 seats that gave four dots each.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from random import Random

import sqlalchemy as sa
from flask import Flask

from bench.counts import middle_of
from bench.databases import compare
from extensions import db
from lib.provinces import PROVINCES
from models.problems import Problem
from models.scopes import PROGRAMME, Scope
from models.sectors import Sector
from models.statements import Statement, StatementSide, StatementSource, StatementState
from models.workshops import Round, Seat, Vote
from operations.problems.lists import list_of
from queries.problems.priority import prioritized
from queries.problems.published import PublishedFilter
from tests import factories
from tests.factories import NOW, said

EVENTS, WHOLES, PARTS, SEATS, DOTS = 120, 1_000, 25, 100, 4
_chance = Random(1)


def fill(people: int, *, at: int = EVENTS, gathered: int = WHOLES) -> int:
    """So many statements, said at so many events and gathered by so many problems."""
    events = [factories.event(province=code) for code in _chance.choices([*PROVINCES], k=at)]
    wholes = _problems(list_of(PROGRAMME).id, [None] * gathered)
    parts = {}
    for event in events:
        of_event = list_of(Scope(event_id=event.id))
        of_event.closed_at = NOW
        parts[event.id] = _problems(of_event.id, _chance.choices(wholes, k=PARTS))
        _vote(said.dots_round(event).id, parts[event.id], first=event.id * 10_000)
    _say(people, parts)
    db.session.commit()
    return people


def _problems(list_id: int, wholes: Sequence[int | None]) -> list[int]:
    made = [
        Problem(
            list_id=list_id,
            title=f"Sorun {number}",
            part_of_id=whole,
            created_at=NOW,
            published_at=NOW + timedelta(hours=1),
        )
        for number, whole in enumerate(wholes)
    ]
    db.session.add_all(made)
    db.session.flush()
    return [problem.id for problem in made]


def _vote(round_id: int, problems: list[int], *, first: int) -> None:
    number = db.session.get_one(Round, round_id).workshop_id
    seats = range(first, first + SEATS)
    db.session.execute(sa.insert(Seat), [{"id": id, "workshop_id": number} for id in seats])
    votes = [
        {"id": seat * 10 + at, "round_id": round_id, "seat_id": seat, "problem_id": problem}
        for seat in seats
        for at, problem in enumerate(_chance.sample(problems, DOTS))
    ]
    db.session.execute(sa.insert(Vote), votes)


def _say(people: int, parts: dict[int, list[int]]) -> None:
    statements, sides = [], []
    for number in range(1, people + 1):
        event_id = _chance.choice([*parts])
        statements.append(
            {
                "id": number,
                "event_id": event_id,
                "problem_id": _chance.choice(parts[event_id]),
                "text": "Yazılarımıza haftalarca yanıt gelmiyor. " * 4,
                "public_text": "Yazılarımıza haftalarca yanıt gelmiyor. " * 4,
                "state": StatementState.JOINED,
                "source": StatementSource.API,
                "hurts": _chance.choice([None, 1, 2, 3, 4, 5]),
                "made_on": NOW.date(),
            }
        )
        sides.append({"statement_id": number, "side": _chance.choice([*Sector])})
    db.session.execute(sa.insert(Statement), statements)
    db.session.execute(sa.insert(StatementSide), sides)


def measure(_app: Flask, _people: int) -> dict[str, float]:
    return {
        "the programme's list by priority": middle_of(partial(prioritized, PROGRAMME)),
        "what everybody is shown": middle_of(PublishedFilter().problems),
    }


if __name__ == "__main__":
    compare(__doc__, "statements in the programme", fill=fill, measure=measure)
