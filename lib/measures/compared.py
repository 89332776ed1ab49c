"""Two independent waves, a and b. Every difference is b − a."""

import math

from lib.measures import shares, student
from lib.measures.single import counted_top_two
from lib.measures.tallies import UPPER, Estimate, Interval, Moments, Tally, moments


def mean_difference(a: Tally, b: Tally) -> Estimate | None:
    """The mean of b minus that of a, with Welch's interval (Welch 1947).

    None where a or b is empty, no interval where one has a single answer. Where all answers of a
    are alike, and all of b, the interval has no width.
    """
    of_a, of_b = moments(a), moments(b)
    if not (of_a.n and of_b.n):
        return None
    difference = of_b.mean - of_a.mean
    return Estimate(difference, _welch(difference, of_a, of_b))


def _welch(difference: float, a: Moments, b: Moments) -> Interval | None:
    if min(a.n, b.n) < 2:
        return None
    part_a, part_b = a.variance / a.n, b.variance / b.n
    if not part_a + part_b:
        return difference, difference
    df = (part_a + part_b) ** 2 / (part_a**2 / (a.n - 1) + part_b**2 / (b.n - 1))
    half = student.quantile(UPPER, df) * math.sqrt(part_a + part_b)
    return difference - half, difference + half


def top_two_difference(a: Tally, b: Tally, points: int) -> Estimate | None:
    """The share of the two highest points in b minus that in a, by Newcombe's method 10.

    None where a or b is empty.
    """
    return shares.difference(*counted_top_two(a, points), *counted_top_two(b, points))
