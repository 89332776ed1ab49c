"""Choose the best for a number of places, with floors and ceilings for groups: an exact optimum.

Groups overlap (a sector, a province, an institution …), so whoever takes the best one by one can
run into a corner: the last place is left for somebody who is both a woman and from a university.
The choice is a small integer programme instead, solved by HiGHS.

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
"""What kind of group, and which one: («sector», «cso»)."""


@dataclass(frozen=True)
class Candidate:
    number: int
    score: int
    order: Any
    """Who comes first among equal scores, such as the moment of applying."""
    groups: frozenset[Group]


@dataclass(frozen=True)
class Limit:
    """At least `floor` and at most `ceiling` of one group; None is no ceiling."""

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
    """Candidates by rank, limits by group, and the number of places."""

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
        """How many of each limited group are chosen."""
        counted = dict.fromkeys(self.limit_of, 0)
        for number in chosen:
            for group in self.by_number[number].groups & counted.keys():
                counted[group] += 1
        return counted

    def ceilings_passed(self, chosen: Collection[int]) -> list[Limit]:
        counted = self.counts(chosen)
        return [
            limit
            for limit in self.limits
            if limit.ceiling is not None and counted[limit.group] > limit.ceiling
        ]


def best_choice(terms: Terms) -> frozenset[int]:
    """The numbers of those who are chosen."""
    if not terms.candidates or terms.places < 1:
        return frozenset()
    floors = [limit for limit in terms.limits if limit.floor]
    missing = _filled(terms, floors)
    chosen = _best_scored(terms, floors, *missing)
    if terms.ceilings_passed(chosen) or len(chosen) > terms.places:
        raise AssertionError("the solver left the limits")
    return chosen


def shortfalls(terms: Terms, chosen: Collection[int]) -> list[Shortfall]:
    """Which floors are not met, and whether they could be if they were the only ones."""
    counted = terms.counts(chosen)
    return [
        Shortfall(
            limit,
            chosen=counted[limit.group],
            candidates=sum(limit.group in c.groups for c in terms.candidates),
            possible=_most_of(terms, limit),
        )
        for limit in terms.limits
        if counted[limit.group] < limit.floor
    ]


def _filled(terms: Terms, floors: Sequence[Limit]) -> tuple[int, int]:
    """The fewest places missing in floors, and then the most places filled."""
    programme = _programme(terms)
    step = terms.places + 1  # one floor's place weighs more than all places together
    for column in range(len(terms.candidates)):
        programme.reward(column, 1)
    for limit in floors:
        lacking = programme.add_column(limit.floor, reward=-step)
        programme.add_row([*_members(terms, limit), lacking], least=limit.floor, most=None)
    values = programme.solve()
    filled = sum(values[: len(terms.candidates)])
    return sum(values[len(terms.candidates) :]), filled


def _best_scored(
    terms: Terms, floors: Sequence[Limit], missing: int, filled: int
) -> frozenset[int]:
    """The highest total of scores, and then the smallest of ranks, with so many places filled."""
    programme = _programme(terms)
    count = len(terms.candidates)
    # One point outweighs all ranks together.
    point = count * (count + 1) // 2 + 1
    least = min(candidate.score for candidate in terms.candidates)
    for rank, candidate in enumerate(terms.candidates, start=1):
        programme.reward(rank - 1, (candidate.score - least) * point - rank)
    programme.add_row(range(count), least=filled, most=filled)
    lacking = []
    for limit in floors:
        column = programme.add_column(limit.floor if missing else 0)
        lacking.append(column)
        programme.add_row([*_members(terms, limit), column], least=limit.floor, most=None)
    if lacking:
        programme.add_row(lacking, least=None, most=missing)
    values = programme.solve()
    return frozenset(c.number for c, value in zip(terms.candidates, values, strict=False) if value)


def _most_of(terms: Terms, limit: Limit) -> int:
    programme = _programme(terms)
    members = _members(terms, limit)
    for column in members:
        programme.reward(column, 1)
    values = programme.solve()
    return sum(values[column] for column in members)


def _programme(terms: Terms) -> "whole_programmes.Programme":
    """One yes or no for each candidate, within the places and the ceilings."""
    programme = whole_programmes.Programme()
    for _candidate in terms.candidates:
        programme.add_column(1)
    programme.add_row(range(len(terms.candidates)), least=None, most=terms.places)
    for limit in terms.limits:
        members = _members(terms, limit)
        if limit.ceiling is not None and len(members) > limit.ceiling:
            programme.add_row(members, least=None, most=limit.ceiling)
    return programme


def _members(terms: Terms, limit: Limit) -> list[int]:
    return [n for n, candidate in enumerate(terms.candidates) if limit.group in candidate.groups]
