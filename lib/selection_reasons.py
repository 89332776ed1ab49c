"""Reasons why someone was chosen before somebody with a better rank, found by exchanging the two.

If A ranks below B and A alone is chosen, then putting B in A's place passes a ceiling or leaves one
more place missing in floors; otherwise the result would not be the best one. The limit that the
exchange would break is the reason, so every reason can be checked by exchanging and counting.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from lib.balanced_selection import Candidate, Group, Limit, Terms

_NAMED = 3
"""How many people a reason names; of the others it gives the number only."""


class Side(StrEnum):
    FLOOR = "floor"
    CEILING = "ceiling"


@dataclass(frozen=True)
class Breach:
    """The limit that an exchange would break, and which side of it."""

    side: Side
    limit: Limit


@dataclass(frozen=True)
class Comparison:
    """One breach, and the people for whom it holds, the best ranked first."""

    breach: Breach | None
    """None: no limit would be broken; somebody moved people by hand."""
    numbers: tuple[int, ...]
    count: int


@dataclass(frozen=True)
class Reason:
    number: int
    chosen: bool
    comparisons: tuple[Comparison, ...]
    """A chosen person is compared with those above who are not chosen, another one with those below
    who are."""
    closed: Limit | None = None
    """A ceiling that keeps the person out although places are left."""


class Exchanges:
    """Who is chosen, and which limit would break if one of them gave way to somebody else."""

    def __init__(self, terms: Terms, chosen: Collection[int]) -> None:
        self._terms = terms
        self._chosen = frozenset(chosen)
        self._counted = terms.counts(self._chosen)
        self._limited = {
            c.number: frozenset(c.groups & self._counted.keys()) for c in terms.candidates
        }
        self._known: dict[tuple[frozenset[Group], frozenset[Group]], Breach | None] = {}

    def breach(self, leaves: int, enters: int) -> Breach | None:
        """The limit that putting `enters` in the place of `leaves` would break; None: no limit."""
        pair = (self._limited[leaves], self._limited[enters])
        if pair not in self._known:
            self._known[pair] = self._found(*pair)
        return self._known[pair]

    def reasons(self) -> Iterator[Reason]:
        """One reason for each candidate, in the order of their ranks."""
        out_above: list[int] = []
        chosen_below = [c.number for c in self._terms.candidates if c.number in self._chosen]
        for candidate in self._terms.candidates:
            number = candidate.number
            if number in self._chosen:
                chosen_below.pop(0)
                yield Reason(
                    number,
                    True,
                    self._compared([(other, self.breach(number, other)) for other in out_above]),
                )
            else:
                out_above.append(number)
                yield Reason(
                    number,
                    False,
                    self._compared([(other, self.breach(other, number)) for other in chosen_below]),
                    closed=self._closed_to(candidate),
                )

    def _compared(self, found: list[tuple[int, Breach | None]]) -> tuple[Comparison, ...]:
        people: dict[Breach | None, list[int]] = {}
        for number, breach in found:
            people.setdefault(breach, []).append(number)
        return tuple(
            Comparison(breach, tuple(numbers[:_NAMED]), len(numbers))
            for breach, numbers in people.items()
        )

    def _found(self, leaving: frozenset[Group], entering: frozenset[Group]) -> Breach | None:
        comes, goes = sorted(entering - leaving), sorted(leaving - entering)
        for group in comes:
            limit = self._limit(group)
            if limit.ceiling is not None and self._counted[group] >= limit.ceiling:
                return Breach(Side.CEILING, limit)
        lost = [group for group in goes if self._counted[group] <= self._limit(group).floor]
        gained = [group for group in comes if self._counted[group] < self._limit(group).floor]
        if len(lost) > len(gained):
            return Breach(Side.FLOOR, self._limit(lost[0]))
        return None

    def _closed_to(self, candidate: Candidate) -> Limit | None:
        if len(self._chosen) >= self._terms.places:
            return None
        for group in sorted(self._limited[candidate.number]):
            limit = self._limit(group)
            if limit.ceiling is not None and self._counted[group] >= limit.ceiling:
                return limit
        return None

    def _limit(self, group: Group) -> Limit:
        return self._terms.limit_of[group]
