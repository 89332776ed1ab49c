"""Priorities are those that one would count by hand, over random programmes."""

from random import Random

import pytest

from extensions import db
from lib.turkish import sort_key
from models.problems import ProblemStanding
from models.scopes import Scope
from models.sectors import Sector
from models.workshops import RoundKind
from operations.problems.lists import list_of
from queries.problems.priority import prioritized
from tests import factories
from tests.factories import problems, said
from tests.queries.problems.oracle import World, any_world

NOW = factories.NOW


WORLDS = 6


def world_of(seed):
    return any_world(Random(seed))  # noqa: S311


@pytest.mark.parametrize("seed", range(WORLDS))
def test_every_list_has_the_priorities_and_the_order_counted_by_hand(app, seed):
    world = world_of(seed)
    scopes, places = in_rows(world)
    for where, scope in scopes.items():
        counted = {place: world.priority(place) for place in world.listed(where)}
        found = [
            (places[row.problem.id], (row.priority, len(row.provinces), row.statements))
            for row in prioritized(scope)
        ]
        assert dict(found) == counted
        by_hand = sorted(
            counted, key=lambda place: (*(-part for part in counted[place]), sort_key(title(place)))
        )
        assert [place for place, _row in found] == by_hand


def test_the_worlds_show_what_matters():
    """Else agreement would prove nothing."""
    worlds = [world_of(seed) for seed in range(WORLDS)]
    every = [
        (world, place)
        for world in worlds
        for where in ("programme", "province:06", "event:0")
        for place in world.listed(where)
    ]
    assert {
        world._both([s for s in world.sayings if p in world.shown_by(s.problem)])
        for world, p in every
    } == {0, 0.5, 1}
    shares = {world._chosen(world.headings[place].where, place) for world, place in every}
    assert len(shares) > 9
    assert any(len(world.shown_by(place)) == 3 for world in worlds for place in range(21))
    assert any(heading.gone for world in worlds for heading in world.headings)


def title(place: int) -> str:
    return "çcğgıiöoşsuü"[place % 12] * (1 + place % 2)


def in_rows(world: World) -> tuple[dict[str, Scope], dict[int, int]]:
    """The world in tables: its scopes, and the place of each problem by its number."""
    events = [factories.event(province=province) for province in world.events]
    scopes = {"programme": Scope()} | {f"event:{n}": Scope(e.id) for n, e in enumerate(events)}
    for province in ("06", "19", "35"):
        scopes[f"province:{province}"] = Scope(province=province)
    for where in world.closed:
        list_of(scopes[where]).closed_at = NOW
    rows = [problems.problem(scopes[h.where], title(n)) for n, h in enumerate(world.headings)]
    for row, heading in zip(rows, world.headings, strict=True):
        row.part_of_id = None if heading.part_of is None else rows[heading.part_of].id
        if heading.into is not None:
            row.standing, row.merged_into_id = ProblemStanding.MERGED, rows[heading.into].id
        elif heading.gone:
            row.standing = ProblemStanding.DISSOLVED
    sayings = [
        said.statement(
            None if saying.problem is None else rows[saying.problem],
            Sector(saying.side) if saying.side else None,
            event=events[saying.event],
            hurts=saying.harm,
        )
        for saying in world.sayings
    ]
    _vote(world, events, rows, sayings)
    db.session.flush()
    return scopes, {row.id: place for place, row in enumerate(rows)}


def _vote(world, events, rows, sayings):
    """As the world says, and as much again where it must not count."""
    rounds = {n: said.dots_round(event) for n, event in enumerate(events)}
    elsewhere = [said.dots_round(events[0], closed=False)]
    elsewhere.append(said.dots_round(events[0], kind=RoundKind.MINE_TOO))
    for voting in elsewhere:
        said.seats_giving_dots(voting, rows[-4:])
    seats = {}
    for event, seat, kind, on in world.votes:
        if (event, seat) not in seats:
            seats[event, seat] = said.seat(rounds[event])
        target = rows[on] if kind == "problem" else sayings[on]
        said.vote(rounds[event], seats[event, seat], target)
