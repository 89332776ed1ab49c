"""A test taken before and after a training by the same people."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lib.measures.single import summary
from lib.measures.tallies import Estimate

FEWEST: Final = 5
"""Fewer people are not told about."""


@dataclass(frozen=True)
class Gain:
    """Points before and after, over those who took both tests."""

    n: int
    before: float
    """Mean points."""
    after: float
    gain: Estimate
    """The mean of after − before in points, with the t interval of the paired differences."""
    normalised: float | None
    """None where all had the full points before."""


def gain(pairs: Sequence[tuple[int, int]], full: int) -> Gain | None:
    """What was learnt, from each person's points before and after, of `full` points.

    The normalised gain is the group's: (after − before) / (full − before) of the means, not the mean
    of each one's (Hake 1998, American Journal of Physics 66, 64–74, formula 1). It is 1 where all
    reached the full points and below 0 where the mean fell. None under five people.
    """
    n = len(pairs)
    if n < FEWEST:
        return None
    before, after = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    missing = full * n - before
    differences = summary(Counter(later - earlier for earlier, later in pairs))
    return Gain(
        n,
        before / n,
        after / n,
        Estimate((after - before) / n, differences.ci),
        (after - before) / missing if missing else None,
    )
