"""How often an answer of b is higher than one of a, over all pairs: Mann–Whitney, Cliff's delta.

Only the order of the values counts. Pairs are counted from running sums over the values that were
given, in exact integers.
"""

import math
from collections import Counter
from dataclasses import dataclass

from lib.measures.tallies import Estimate, Interval, Tally, Z


@dataclass(frozen=True)
class MannWhitney:
    u: float
    """Pairs in which b is higher, and half of the ties."""
    p: float
    """Two-sided."""


@dataclass(frozen=True)
class _Pairs:
    """Sums over the signs of all n · m pairs: 1 where b is higher, −1 where a is, 0 for a tie."""

    n: int
    m: int
    total: int
    untied: int
    squares: int
    """Of the total of each answer, over the answers of both."""

    @property
    def delta(self) -> float:
        return self.total / (self.n * self.m)


def mann_whitney(a: Tally, b: Tally) -> MannWhitney | None:
    """The test of Mann & Whitney 1947 by its normal approximation, with the corrections for ties
    (Lehmann 1975) and for continuity. None where a or b is empty; p is 1 where all gave the same
    answer."""
    pairs = _pairs(a, b)
    if pairs is None:
        return None
    both, all_pairs = pairs.n + pairs.m, pairs.n * pairs.m
    tied = sum(t**3 - t for t in (Counter(a) + Counter(b)).values())
    deviation = math.sqrt(all_pairs * (both**3 - both - tied) / (12 * both * (both - 1)))
    u = (all_pairs + pairs.total) / 2
    distance = max(0.0, abs(u - all_pairs / 2) - 0.5)
    return MannWhitney(u, math.erfc(distance / deviation / math.sqrt(2)) if deviation else 1.0)


def cliffs_delta(a: Tally, b: Tally) -> Estimate | None:
    """Cliff's delta of b against a (Cliff 1993), from −1 to 1: positive where b is higher.

    The interval is the asymmetric one of Feng & Cliff 2004 (where δ is 1 or −1 their formula
    8), with the normal quantile, of the unbiased variance (Cliff 1996, p. 138), which is at least
    (1 − δ²) / (nm − 1). None where a or b is empty, no interval where one has a single answer, since
    it has no variance then.
    """
    pairs = _pairs(a, b)
    return Estimate(pairs.delta, _interval(pairs)) if pairs else None


def _interval(pairs: _Pairs) -> Interval | None:
    delta, smaller = pairs.delta, min(pairs.n, pairs.m)
    if smaller < 2:
        return None
    if abs(pairs.total) == pairs.n * pairs.m:
        inner = (smaller - Z**2) / (smaller + Z**2)
        return (inner, 1.0) if delta > 0 else (-1.0, -inner)
    left = 1 - delta**2
    width = Z**2 * max(_variance(pairs), left / (pairs.n * pairs.m - 1))
    half = math.sqrt(width * (left**2 + width))
    return (delta * left - half) / (left + width), (delta * left + half) / (left + width)


def _variance(pairs: _Pairs) -> float:
    """(m² Σ(d_i − δ)² + n² Σ(d_j − δ)² − ΣΣ(d_ij − δ)²) / (nm (n − 1) (m − 1)), with its squares
    multiplied out; it can be below 0."""
    n, m = pairs.n, pairs.m
    above = n * m * (pairs.squares - pairs.untied) - pairs.total**2 * (n + m - 1)
    return above / (n**2 * m**2 * (n - 1) * (m - 1))


def _pairs(a: Tally, b: Tally) -> _Pairs | None:
    n, m = sum(a.values()), sum(b.values())
    if not (n and m):
        return None
    total = untied = squares = below_a = below_b = 0
    for value in sorted({*a, *b}):
        here_a, here_b = a.get(value, 0), b.get(value, 0)
        higher_b, higher_a = m - below_b - here_b, n - below_a - here_a
        total += here_a * (higher_b - below_b)
        untied += here_a * (higher_b + below_b)
        squares += here_a * (higher_b - below_b) ** 2 + here_b * (below_a - higher_a) ** 2
        below_a, below_b = below_a + here_a, below_b + here_b
    return _Pairs(n, m, total, untied, squares)
