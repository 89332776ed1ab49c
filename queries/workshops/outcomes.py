"""What a closed workshop found, and what was done about it since."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from models.road_maps import Action
from models.workshops import RoundKind
from queries.road_maps.outcomes import actions_by_problem
from queries.workshops.room import Heading, Room, Sentence


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
    actions = actions_by_problem(here)
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
