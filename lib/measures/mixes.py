"""Whether two waves were answered by a different mix of groups, and what is left of a difference
when the mix is held."""

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import TypeVar

from lib.measures.tallies import Tally, moments

Group = TypeVar("Group", bound=Hashable)

_POINTS = 10
"""A share that moves by more percentage points than this is worth a warning."""


def moved(a: Mapping[Group, int], b: Mapping[Group, int]) -> bool:
    """Whether the share of any group differs by more than 10 points, from answers by group.

    Exact: 10 points are not more than 10. False where a or b is empty, since it has no mix.
    """
    n, m = sum(a.values()), sum(b.values())
    apart = (abs(a.get(each, 0) * m - b.get(each, 0) * n) for each in {*a, *b})
    return any(100 * part > _POINTS * n * m for part in apart)


def weighted_difference(a: Mapping[Group, Tally], b: Mapping[Group, Tally]) -> float | None:
    """The mean of b, each group weighted with its share in a, minus the mean of a: direct
    standardisation, or post-stratification (Holt & Smith 1979).

    From one item's tallies by group, so that the shares are those of who answered this item in a,
    and waves that differ in their mix alone differ by 0. A group that has answers in b alone has no
    weight. None where a is empty, or a group with answers in a has none in b.
    """
    sums_a = {group: moments(tally) for group, tally in a.items()}
    sums_b = {group: moments(tally) for group, tally in b.items()}
    weighed = [group for group, sums in sums_a.items() if sums.n]
    if not weighed or not all(group in sums_b and sums_b[group].n for group in weighed):
        return None
    apart = Fraction(0)
    for group in weighed:
        ours, theirs = sums_a[group], sums_b[group]
        apart += Fraction(theirs.total * ours.n, theirs.n) - ours.total
    return float(apart / sum(sums_a[group].n for group in weighed))
