"""The best selection for a number of places, with floors and ceilings for groups: an exact optimum.

Groups overlap (a sector, a province, an institution …). Taking the best one by one can end in a
corner: the last place is left for somebody who is both a woman and from a university. So the
selection is a small integer programme (lib/whole_programmes.py).

What is best, in this order:

1. the fewest places missing in floors, counted over all of them;
2. the most places filled;
3. the highest total of scores;
4. the smallest total of ranks, where the rank is by score, then by `order`, then by number.

A ceiling is never passed, nor the number of places. The result does not depend on the order in
which candidates or limits are given.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lib import whole_programmes

Group = tuple[str, str]
"""A kind of group, and which one of that kind: («sector», «cso»)."""


@dataclass(frozen=True)
class Candidate:
    number: int
    score: int
    order: Any
    """Who comes first among equal scores, such as by the time of applying."""
    groups: frozenset[Group]


@dataclass(frozen=True)
class Limit:
    """At least `floor` and at most `ceiling` of one group; None: no ceiling."""

    group: Group
    floor: int = 0
    ceiling: int | None = None


@dataclass(frozen=True)
class Shortfall:
    """A floor that could not be met."""

    limit: Limit
    chosen: int
    candidates: int
    possible: int
    """How many of the group could be chosen if this were the only floor."""


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best first: by score, then by `order`, then by number."""
    return sorted(candidates, key=lambda c: (-c.score, c.order, c.number))


@dataclass(frozen=True)
class Terms:
    """What a selection is made from: candidates by rank, limits by group, the number of places."""

    candidates: Sequence[Candidate]
    limits: Sequence[Limit]
    places: int

    @classmethod
    def of(
        cls, candidates: Iterable[Candidate], limits: Iterable[Limit], *, places: int
    ) -> "Terms":
        return cls(ranked(candidates), sorted(limits, key=lambda limit: limit.group), places)

    @cached_property
    def limit_of(self) -> Mapping[Group, Limit]:
        return {limit.group: limit for limit in self.limits}

    @cached_property
    def by_number(self) -> Mapping[int, Candidate]:
        return {candidate.number: candidate for candidate in self.candidates}

    def counts(self, chosen: Iterable[int]) -> dict[Group, int]:
        """How many people of each limited group are chosen."""
        counted = dict.fromkeys(self.limit_of, 0)
        for number in chosen:
            for group in self.by_number[number].groups & counted.keys():
                counted[group] += 1
        return counted

    def ceilings_passed(self, chosen: Collection[int]) -> list[Limit]:
        """The limits whose ceiling these people would pass."""
        counted = self.counts(chosen)
        return [
            limit
            for limit in self.limits
            if limit.ceiling is not None and counted[limit.group] > limit.ceiling
        ]

    def floors_missed(self, chosen: Collection[int]) -> list[Limit]:
        """The limits whose floor these people would not reach."""
        counted = self.counts(chosen)
        return [limit for limit in self.limits if counted[limit.group] < limit.floor]


def best_selection(terms: Terms) -> frozenset[int]:
    """The numbers of the candidates who are chosen. Raises lib.whole_programmes.NotSolved."""
    if not terms.candidates or terms.places < 1:
        return frozenset()
    first = frozenset(c.number for c in terms.candidates[: terms.places])
    if not terms.ceilings_passed(first) and not terms.floors_missed(first):
        return first  # no rule stands against the best ranked, so nothing is better
    programme = _programme(terms, terms.candidates)
    columns = programme.columns
    lacking = _add_floors(programme, terms)
    if lacking:
        programme.add_goal(dict.fromkeys(lacking, -1))
    programme.add_goal(dict.fromkeys(columns, 1))
    programme.add_goal(_scores_then_ranks(terms))
    values = programme.solve()
    chosen = frozenset(
        c.number for c, value in zip(terms.candidates, values, strict=False) if value
    )
    if terms.ceilings_passed(chosen) or len(chosen) > terms.places:
        raise AssertionError("the solver left the limits")
    return chosen


def shortfalls(terms: Terms, chosen: Collection[int]) -> list[Shortfall]:
    """The floors that are not met, and what each could reach if it were the only one.

    Raises lib.whole_programmes.NotSolved.
    """
    counted = terms.counts(chosen)
    missed = terms.floors_missed(chosen)
    found = whole_programmes.solved([_most_of(terms, limit) for limit in missed])
    return [
        Shortfall(
            limit,
            chosen=counted[limit.group],
            candidates=sum(limit.group in c.groups for c in terms.candidates),
            possible=sum(values),
        )
        for limit, values in zip(missed, found, strict=True)
    ]


def _add_floors(programme: whole_programmes.Programme, terms: Terms) -> list[int]:
    """For each floor a column that says how many places are missing in it."""
    lacking = []
    for limit in terms.limits:
        if limit.floor:
            column = programme.add_column(limit.floor)
            members = _members(terms.candidates, limit)
            programme.add_row([*members, column], least=limit.floor, most=None)
            lacking.append(column)
    return lacking


def _scores_then_ranks(terms: Terms) -> dict[int, int]:
    """One point of a score outweighs all ranks together."""
    count = len(terms.candidates)
    point = count * (count + 1) // 2 + 1
    least = min(candidate.score for candidate in terms.candidates)
    return {
        column: (candidate.score - least) * point - (column + 1)
        for column, candidate in enumerate(terms.candidates)
    }


def _most_of(terms: Terms, limit: Limit) -> whole_programmes.Programme:
    """How many of the group can be chosen if nobody else is."""
    programme = _programme(terms, [c for c in terms.candidates if limit.group in c.groups])
    programme.add_goal(dict.fromkeys(programme.columns, 1))
    return programme


def _programme(terms: Terms, candidates: Sequence[Candidate]) -> whole_programmes.Programme:
    """One yes or no for each of these candidates, within the places and the ceilings."""
    programme = whole_programmes.Programme()
    for _candidate in candidates:
        programme.add_column(1)
    programme.add_row(programme.columns, least=None, most=terms.places)
    for limit in terms.limits:
        members = _members(candidates, limit)
        if limit.ceiling is not None and len(members) > limit.ceiling:
            programme.add_row(members, least=None, most=limit.ceiling)
    return programme


def _members(candidates: Sequence[Candidate], limit: Limit) -> list[int]:
    """Their columns."""
    return [n for n, candidate in enumerate(candidates) if limit.group in candidate.groups]
