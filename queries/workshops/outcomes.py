"""What a closed workshop found, and what was done about it since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from extensions import db
from models.problems import Problem
from models.road_maps import Action, RoadMap, action_problems
from models.workshops import RoundKind
from queries.workshops.room import Heading, Room, Sentence

_DEEPEST = 10
"""Lists stand in one another: an event's in a province's in the programme's. More is no list."""


@dataclass(frozen=True)
class Found:
    """An open problem that was said or voted on in the workshop."""

    heading: Heading
    sentences: Sequence[Sentence]
    dots: int
    mine_too: int
    """The most seats that said so in one round."""
    actions: Sequence[Action]
    """Of published road maps, which name it or a wider problem that gathers it."""


def outcomes_of(room: Room) -> list[Found]:
    """Those with most dots first, then those that most said."""
    sentences: dict[int | None, list[Sentence]] = defaultdict(list)
    for sentence in room.seen():
        sentences[sentence.problem_id].append(sentence)
    voted = {number for each in room.rounds for number in each.votes}
    here = [number for number in room.headings if number in voted or number in sentences]
    actions = _actions(here)
    found = [
        Found(
            room.headings[number],
            sentences[number],
            _most(room, number, RoundKind.DOTS),
            _most(room, number, RoundKind.MINE_TOO),
            actions[number],
        )
        for number in here
    ]
    return sorted(found, key=lambda f: (-f.dots, -f.mine_too, -len(f.sentences), f.heading.id))


def _most(room: Room, number: int, kind: RoundKind) -> int:
    votes = [r.votes[number] for r in room.rounds if r.kind is kind and number in r.votes]
    if kind is RoundKind.DOTS:
        return sum(tally.dots for tally in votes)
    return max((tally.seats for tally in votes), default=0)


def _actions(problems: Iterable[int]) -> Mapping[int, list[Action]]:
    wider = _with_wider(problems)
    named = {number for chain in wider.values() for number in chain}
    rows = db.session.execute(
        sa.select(action_problems.c.problem_id, Action)
        .join(Action, Action.id == action_problems.c.action_id)
        .join(Action.road_map)
        .where(action_problems.c.problem_id.in_(named), RoadMap.published_at.is_not(None))
        .options(contains_eager(Action.road_map))
        .order_by(Action.road_map_id, Action.position, Action.id)
    ).all()
    return {
        number: list(dict.fromkeys(action for of, action in rows if of in chain))
        for number, chain in wider.items()
    }


def _with_wider(problems: Iterable[int]) -> dict[int, set[int]]:
    """Each with all that gather it."""
    chains = {number: {number} for number in problems}
    looking = {number: number for number in chains}
    for _step in range(_DEEPEST):
        if not looking:
            break
        rows = sa.select(Problem.id, Problem.part_of_id).where(
            Problem.id.in_(set(looking.values())), Problem.part_of_id.is_not(None)
        )
        part_of = {row.id: row.part_of_id for row in db.session.execute(rows)}
        looking = {
            number: wide
            for number, at in looking.items()
            if (wide := part_of.get(at)) is not None and wide not in chains[number]
        }
        for number, wide in looking.items():
            chains[number].add(wide)
    return chains
