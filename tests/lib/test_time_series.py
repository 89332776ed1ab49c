from datetime import date

from lib.time_series import Step, time_series


def test_days_without_anybody_are_steps_too():
    series = time_series({date(2027, 3, 1): 2, date(2027, 3, 4): 1})
    assert series is not None
    assert not series.by_week
    assert series.steps == [
        Step(date(2027, 3, 1), 2),
        Step(date(2027, 3, 2), 0),
        Step(date(2027, 3, 3), 0),
        Step(date(2027, 3, 4), 1),
    ]
    assert series.most == 2


def test_a_long_time_is_told_by_weeks_that_begin_on_monday():
    first, last = date(2027, 3, 3), date(2027, 5, 4)
    series = time_series({first: 2, date(2027, 3, 7): 1, date(2027, 3, 8): 5, last: 4})
    assert series is not None
    assert series.by_week
    assert series.steps[:2] == [Step(date(2027, 3, 1), 3), Step(date(2027, 3, 8), 5)]
    assert series.steps[-1] == Step(date(2027, 5, 3), 4)
    assert sum(step.count for step in series.steps) == 12
    assert {step.starts_on.weekday() for step in series.steps} == {0}


def test_nothing_is_no_series_and_one_day_is_one_step():
    assert time_series({}) is None
    series = time_series({date(2027, 3, 1): 2})
    assert series is not None
    assert series.steps == [Step(date(2027, 3, 1), 2)]
