"""Tallies, and what all figures of a tally are computed from."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

Tally = Mapping[int, int]
"""How often each value was given. "No opinion" is no value; a count may be 0."""

Interval = tuple[float, float]
"""The lower and the upper end of a 95 % interval."""

UPPER: Final = 0.975
"""The probability below the upper end of a two-sided 95 % interval."""

Z: Final = NormalDist().inv_cdf(UPPER)
"""The normal quantile of that: 1.95996…"""


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval."""

    value: float
    ci: Interval | None
    """None: too few answers for an interval."""


@dataclass(frozen=True)
class Moments:
    """The sums of a tally: exact integers, so that no difference of them loses digits."""

    n: int
    total: int
    squares: int

    @property
    def mean(self) -> float:
        """Of at least one answer."""
        return self.total / self.n

    @property
    def variance(self) -> float:
        """With n − 1, of at least two answers."""
        return (self.n * self.squares - self.total**2) / (self.n * (self.n - 1))


def moments(tally: Tally) -> Moments:
    return Moments(
        sum(tally.values()),
        sum(value * count for value, count in tally.items()),
        sum(value * value * count for value, count in tally.items()),
    )
