"""Counts by minute, as steps of equal length for a chart. Empty steps are kept, so that time runs
evenly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LENGTHS = (1, 5, 15, 60)
"""Possible lengths of a step, in minutes. With the longest, a whole day fits."""
MOST_STEPS = 60
"""With more steps the bars are too thin to be told apart."""


@dataclass(frozen=True)
class Step:
    starts_at: datetime
    count: int


@dataclass(frozen=True)
class MinuteSeries:
    steps: list[Step]
    minutes: int
    """The length of each step."""

    @property
    def most(self) -> int:
        return max(step.count for step in self.steps)

    @property
    def ends_at(self) -> datetime:
        return self.steps[-1].starts_at + timedelta(minutes=self.minutes)


def minute_series(counts: Mapping[datetime, int]) -> MinuteSeries | None:
    """Steps, as short as possible, from the first minute that counts to the last; None: nothing to
    count.

    `counts` are by minute, aware UTC, and must lie within `MOST_STEPS` of the longest steps.
    """
    if not counts:
        return None
    numbers = {_number(moment): count for moment, count in counts.items()}
    first, last = min(numbers), max(numbers)
    length = next((n for n in LENGTHS if last // n - first // n < MOST_STEPS), LENGTHS[-1])
    sums = [0] * (last // length - first // length + 1)
    for number, count in numbers.items():
        sums[number // length - first // length] += count
    begins = first // length * length
    steps = [Step(_moment(begins + length * at), count) for at, count in enumerate(sums)]
    return MinuteSeries(steps, length)


def _number(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _moment(number: int) -> datetime:
    return datetime.fromtimestamp(60 * number, UTC)
