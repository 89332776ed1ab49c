from datetime import UTC, datetime, timedelta

import pytest

from lib.minute_series import MOST_STEPS, minute_series

NINE = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def minute(number):
    return NINE + timedelta(minutes=number)


def test_nothing_is_no_series():
    assert minute_series({}) is None


def test_minutes_without_anyone_are_there_too():
    series = minute_series({minute(0): 3, minute(4): 1})
    assert [step.count for step in series.steps] == [3, 0, 0, 0, 1]
    assert (series.minutes, series.most, series.ends_at) == (1, 3, minute(5))


@pytest.mark.parametrize(
    ("last", "minutes"), [(59, 1), (60, 5), (299, 5), (300, 15), (899, 15), (900, 60), (1439, 60)]
)
def test_longer_times_are_told_in_longer_steps_and_lose_nobody(last, minutes):
    counts = {minute(number): number % 7 for number in range(last + 1)}
    series = minute_series(counts)
    assert series.minutes == minutes
    assert len(series.steps) <= MOST_STEPS
    assert sum(step.count for step in series.steps) == sum(counts.values())


def test_steps_begin_at_round_times():
    series = minute_series({minute(7): 1, minute(100): 2})
    assert series.minutes == 5
    assert series.steps[0].starts_at == minute(5)
