"""Student's t distribution, for any number of degrees of freedom above 0, whole or not.

By the regularised incomplete beta function: Abramowitz & Stegun 1964, formulas 26.7.1 and 26.5.27,
with the continued fraction 26.5.8, evaluated as Lentz 1976 does.
"""

import math
from functools import lru_cache
from statistics import NormalDist

_EXACT = 1e-15
"""The relative change below which the continued fraction has converged."""
_NEAR = 1e-8
"""Newton's error after a step is about the square of the step."""
_LARGE = 170.0
"""Where the gamma function leaves the floating-point numbers, two terms of the series suffice."""


def cdf(t: float, df: float) -> float:
    """The probability of a value up to a finite t. ValueError unless df > 0."""
    if not df > 0:
        raise ValueError(df)
    tail = _tail(abs(t), df)
    return 1 - tail if t > 0 else tail


@lru_cache(maxsize=4096)
def quantile(p: float, df: float) -> float:
    """The t up to which a value lies with probability p. ValueError unless 0 < p < 1 and df > 0.

    Newton's method, from the normal quantile outwards: above 0 the distribution function is
    concave, and Student's tails are the heavier ones, so that no step passes the root.
    """
    if not (0 < p < 1 and df > 0):
        raise ValueError(p, df)
    above = min(p, 1 - p)
    t = step = -NormalDist().inv_cdf(above)
    while step > _NEAR * t:
        step = (_tail(t, df) - above) / _density(t, df)
        t += step
    return t if p > above else -t


def _tail(t: float, df: float) -> float:
    """The probability of a value above t ≥ 0: half of I_x(df/2, ½), where x = df / (df + t²).

    The fraction converges fast on one side of the mean; beyond it I_x(a, b) = 1 − I_(1−x)(b, a).
    """
    width = math.hypot(math.sqrt(df), t)
    x, rest = (math.sqrt(df) / width) ** 2, (t / width) ** 2
    front = t * _density(t, df)
    if x < (df + 2) / (df + 5):
        return front / (df * _fraction(df / 2, 0.5, x))
    return 0.5 - front / _fraction(0.5, df / 2, rest)


def _density(t: float, df: float) -> float:
    """Abramowitz & Stegun, the derivative of 26.7.1."""
    log = _log_gamma_ratio(df / 2) - (df + 1) / 2 * math.log1p(t / df * t)
    return math.exp(log) / math.sqrt(df * math.pi)


def _fraction(a: float, b: float, x: float) -> float:
    """1 + d₁/(1 + d₂/(1 + …)) of 26.5.8, for x < (a + 1) / (a + b + 2)."""
    value, above, below, m = 1.0, 1.0, 0.0, 0
    while True:
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        m += 1
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        change = 1.0
        for d in (odd, even):
            below = 1 / (1 + d * below)
            above = 1 + d / above
            change = above * below
            value *= change
        if abs(change - 1) < _EXACT:
            return value


def _log_gamma_ratio(a: float) -> float:
    """ln Γ(a + ½) − ln Γ(a); large ones by their asymptotic series, not as a small difference."""
    if a < _LARGE:
        return math.log(math.gamma(a + 0.5) / math.gamma(a))
    return math.log(a) / 2 - 1 / (8 * a) + 1 / (192 * a**3)
