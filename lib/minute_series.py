"""Counts of minutes as steps of equal length, with the empty ones, so that time runs evenly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LENGTHS = (1, 5, 15, 60)
"""Minutes. With the longest a whole day fits."""
MOST_STEPS = 60
"""Bars thinner than that are no longer seen one by one."""


@dataclass(frozen=True)
class Step:
    starts_at: datetime
    count: int


@dataclass(frozen=True)
class MinuteSeries:
    steps: list[Step]
    minutes: int
    """How long each step is."""

    @property
    def most(self) -> int:
        return max(step.count for step in self.steps)

    @property
    def ends_at(self) -> datetime:
        return self.steps[-1].starts_at + timedelta(minutes=self.minutes)


def minute_series(counts: Mapping[datetime, int]) -> MinuteSeries | None:
    """From the first minute that counts to the last, in steps as short as may be; None where there
    is nothing to count. The counts must lie within `MOST_STEPS` of the longest steps."""
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
