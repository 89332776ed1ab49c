"""Shares of answers, k of n, by Wilson's score interval, and their difference."""

import math

from lib.measures.tallies import Estimate, Interval, Z


def share(k: int, n: int) -> Estimate | None:
    """k / n with its interval: Wilson 1927; Newcombe 1998a, method 3. None where n is 0."""
    return Estimate(k / n, _wilson(k, n)) if n else None


def difference(k_a: int, n_a: int, k_b: int, n_b: int) -> Estimate | None:
    """The share of b minus that of a: Newcombe 1998b (Statistics in Medicine 17, 873–890), method
    10, which is made of both Wilson intervals. None where n_a or n_b is 0."""
    if not (n_a and n_b):
        return None
    a, b = k_a / n_a, k_b / n_b
    (low_a, high_a), (low_b, high_b) = _wilson(k_a, n_a), _wilson(k_b, n_b)
    below, above = math.hypot(b - low_b, high_a - a), math.hypot(high_b - b, a - low_a)
    return Estimate(b - a, (b - a - below, b - a + above))


def _wilson(k: int, n: int) -> Interval:
    middle = (k + Z**2 / 2) / (n + Z**2)
    half = Z / (n + Z**2) * math.sqrt(k * (n - k) / n + Z**2 / 4)
    # Exactly 0 or 1 at the ends, which rounding would miss by a hair.
    return (middle - half if k else 0.0, middle + half if k < n else 1.0)
