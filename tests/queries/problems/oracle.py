"""A small programme in plain words, and its priorities as one would count them by hand."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from random import Random

PROVINCES = ["06", "19", "35", "65"]
SIDES = ["public", "cso", "academia", None]


@dataclass
class Saying:
    """`problem` is a place in the world's problems, or None."""

    event: int
    problem: int | None
    side: str | None
    harm: int | None


@dataclass
class Heading:
    """`where`: «event:0», «province:06» or «programme»; at most one of `into` and `part_of` leads
    on, and `gone` says that it is dissolved."""

    where: str
    into: int | None = None
    part_of: int | None = None
    gone: bool = False


@dataclass
class World:
    events: list[str] = field(default_factory=list)
    """Each one's province."""
    headings: list[Heading] = field(default_factory=list)
    sayings: list[Saying] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    votes: list[tuple[int, int, str, int]] = field(default_factory=list)
    """Event, seat, «problem» or «statement», its place: in closed rounds of dots."""

    def listed(self, where: str) -> list[int]:
        """The open headings of a list."""
        return [
            place
            for place, heading in enumerate(self.headings)
            if heading.where == where and heading.into is None and not heading.gone
        ]

    def shown_by(self, place: int | None) -> set[int]:
        """The headings by which a heading is shown, itself among them where it is open."""
        shown: set[int] = set()
        while place is not None and not self.headings[place].gone:
            heading = self.headings[place]
            if heading.into is None:
                shown.add(place)
            place = heading.part_of if heading.into is None else heading.into
        return shown

    def priority(self, place: int) -> tuple[Decimal, int, int]:
        """With the number of provinces and of statements, by which equals are ordered."""
        where = self.headings[place].where
        mine = [saying for saying in self.sayings if place in self.shown_by(saying.problem)]
        provinces = {self.events[saying.event] for saying in mine}
        total = sum(
            (
                30 * self._both(mine),
                25 * self._reach(where, provinces),
                5 * (self._harm(mine) - 1),
                15 * self._chosen(where, place),
                10 * Fraction(len(mine), len(mine) + 10),
            ),
            Fraction(0),
        )
        exact = Context(prec=60)
        points = exact.divide(Decimal(total.numerator), Decimal(total.denominator))
        return points.quantize(Decimal("0.1"), ROUND_HALF_UP), len(provinces), len(mine)

    def _both(self, mine: list[Saying]) -> Fraction:
        public = len([saying for saying in mine if saying.side == "public"])
        cso = len([saying for saying in mine if saying.side == "cso"])
        if public >= 2 and cso >= 2:
            return Fraction(1)
        return Fraction(1, 2) if public >= 1 and cso >= 1 else Fraction(0)

    def _reach(self, where: str, provinces: set[str]) -> Fraction:
        if where != "programme":
            return Fraction(1 if where in self.closed else 0)
        closed = {where.removeprefix("province:") for where in self.closed if "province" in where}
        closed |= {
            self.events[int(where.removeprefix("event:"))]
            for where in self.closed
            if "event" in where
        }
        return Fraction(len(closed & provinces), len(closed)) if closed else Fraction(0)

    def _harm(self, mine: list[Saying]) -> Fraction:
        given = [saying.harm for saying in mine if saying.harm is not None]
        return Fraction(sum(given), len(given)) if given else Fraction(3)

    def _chosen(self, where: str, place: int) -> Fraction:
        ours = [
            vote
            for vote in self.votes
            if where in (f"event:{vote[0]}", f"province:{self.events[vote[0]]}", "programme")
        ]
        seats = {(event, seat) for event, seat, _kind, _on in ours}
        chose = {
            (event, seat)
            for event, seat, kind, on in ours
            if place in self.shown_by(on if kind == "problem" else self.sayings[on].problem)
        }
        return Fraction(len(chose), len(seats)) if seats else Fraction(0)


def any_world(chance: Random) -> World:
    """A random one, as acts could have left it: statements are in open headings alone, headings are
    merged within their list and gathered by wider ones."""
    world = World(events=[chance.choice(PROVINCES) for _ in range(4)])
    for _ in range(3):
        world.headings.append(Heading("programme"))
    for where in ["province:06", "province:19"] * 2:
        world.headings.append(Heading(where, part_of=chance.choice([None, 0, 1, 2])))
    for number in range(14):
        event = number % 4
        wider = [
            place
            for place, heading in enumerate(world.headings)
            if heading.where in ("programme", f"province:{world.events[event]}")
        ]
        part_of = chance.choice([None, *wider])
        world.headings.append(Heading(f"event:{event}", part_of=part_of))
    _merge_some(world, chance)
    _say_and_vote(world, chance)
    wheres = ["programme", "province:06", "province:35", *(f"event:{n}" for n in range(4))]
    world.closed = {where for where in wheres if chance.random() < 0.5}
    return world


def _merge_some(world: World, chance: Random) -> None:
    for place, heading in enumerate(world.headings):
        same = [other for other in world.listed(heading.where) if other > place]
        fate = chance.random()
        if fate < 0.25 and same:
            heading.into = chance.choice(same)
        elif fate < 0.3 and heading.where.startswith("event"):
            heading.gone = True


def _say_and_vote(world: World, chance: Random) -> None:
    for _ in range(40):
        event = chance.randrange(4)
        mine = [*world.listed(f"event:{event}"), *world.listed("programme"), None]
        world.sayings.append(
            Saying(
                event,
                chance.choice(mine),
                chance.choice(SIDES),
                chance.choice([None, *range(1, 6)]),
            )
        )
    for event in range(chance.choice([0, 2, 4, 4])):
        headings = [n for n, h in enumerate(world.headings) if h.where == f"event:{event}"]
        sayings = [n for n, saying in enumerate(world.sayings) if saying.event == event]
        targets = [("problem", n) for n in headings] + [("statement", n) for n in sayings]
        for seat in range(6):
            for kind, on in chance.sample(targets, chance.choice([0, 1, 1, 2])):
                world.votes.append((event, seat, kind, on))
