"""Scores as exact fractions: rounded only once, when a score is shown."""

from collections.abc import Iterable, Sequence
from fractions import Fraction


def percent(points: Iterable[tuple[int, int, int]]) -> Fraction:
    """The weighted score from 0 to 100, from triples of weight, points and most points.

    100 · Σ(weight · points / most) / Σ weight
    """
    weighed = list(points)
    earned = sum((Fraction(weight * given, most) for weight, given, most in weighed), Fraction())
    return 100 * earned / sum(weight for weight, _given, _most in weighed)


def mean(values: Sequence[Fraction]) -> Fraction:
    """The exact mean of at least one value."""
    return sum(values, Fraction()) / len(values)


def hundredths(value: Fraction) -> int:
    """The value in hundredths, rounded half up: 66.665 is 6667."""
    return int((200 * value + 1) // 2)
