"""Counts by day, as steps of equal length for a chart. Empty steps are kept, so that time runs
evenly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MOST_DAYS = 45
"""Longer times are shown by weeks: with more steps the bars are too thin to be told apart."""


@dataclass(frozen=True)
class Step:
    starts_on: date
    count: int


@dataclass(frozen=True)
class TimeSeries:
    steps: list[Step]
    by_week: bool

    @property
    def most(self) -> int:
        return max(step.count for step in self.steps)


def time_series(counts: Mapping[date, int]) -> TimeSeries | None:
    """Steps from the first day that counts to the last; None: nothing to count.

    Days become weeks, from Monday to Sunday, where there are more than `MOST_DAYS`.
    """
    if not counts:
        return None
    first, last = min(counts), max(counts)
    by_week = (last - first).days >= MOST_DAYS
    length = timedelta(days=7 if by_week else 1)
    if by_week:
        first -= timedelta(days=first.weekday())
    sums = [0] * ((last - first) // length + 1)
    for day, count in counts.items():
        sums[(day - first) // length] += count
    steps = [Step(first + number * length, count) for number, count in enumerate(sums)]
    return TimeSeries(steps, by_week)
