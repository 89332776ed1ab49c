"""Many look, one counts."""

from datetime import timedelta
from threading import Event as Flag
from threading import Thread
from time import perf_counter

import pytest

from blueprints.shared.check_in.kept_counts import Figures, _Kept
from queries.check_in.scans import CheckpointCounts
from tests.factories import NOW

WAIT = 10


def slow(kept, value, begun, go_on):
    def count():
        begun.set()
        assert go_on.wait(WAIT)
        return value

    thread = Thread(target=lambda: kept.read(count, fresh=False))
    thread.start()
    assert begun.wait(WAIT)
    return thread


def never():
    raise AssertionError("counted although it is being counted")


def aged(kept, *, took, age):
    kept.took = took
    kept.counted_at = perf_counter() - age


def test_what_took_long_serves_for_twenty_times_as_long():
    kept = _Kept()
    kept.read(lambda: 1, fresh=False)
    aged(kept, took=0.05, age=0.2)
    assert kept.read(never, fresh=False) == 1
    assert kept.read(never, fresh=True) == 1
    aged(kept, took=0.05, age=1.1)
    assert kept.read(lambda: 2, fresh=False) == 2


def test_one_slow_count_is_forgotten_before_the_scanner_looks_again():
    kept = _Kept()
    kept.read(lambda: 1, fresh=False)
    aged(kept, took=0.5, age=1.9)
    assert kept.read(lambda: 2, fresh=True) == 2


def test_counting_takes_half_of_the_time_at_most():
    kept = _Kept()
    kept.read(lambda: 1, fresh=False)
    aged(kept, took=4, age=3.5)
    assert kept.read(never, fresh=True) == 1


@pytest.mark.race
def test_while_one_counts_the_others_are_told_what_was_counted_last():
    kept, begun, go_on = _Kept(), Flag(), Flag()
    kept.read(lambda: 1, fresh=False)
    kept.took = 0
    thread = slow(kept, 2, begun, go_on)
    assert kept.read(never, fresh=False) == 1
    go_on.set()
    thread.join(WAIT)
    kept.took = 60
    assert kept.read(never, fresh=False) == 2


@pytest.mark.race
def test_who_comes_first_of_all_waits_for_the_count():
    kept, begun, go_on, heard = _Kept(), Flag(), Flag(), []
    counting = slow(kept, 7, begun, go_on)
    kept.took = 60
    waiting = Thread(target=lambda: heard.append(kept.read(lambda: 7, fresh=False)))
    waiting.start()
    go_on.set()
    counting.join(WAIT)
    waiting.join(WAIT)
    assert heard == [7]


def test_count_that_fails_lets_the_next_one_try():
    kept = _Kept()
    try:
        kept.read(lambda: 1 // 0, fresh=False)
    except ZeroDivisionError:
        assert kept.read(lambda: 3, fresh=False) == 3


def test_screen_is_drawn_anew_also_where_only_the_minute_of_an_arrival_is_another_one():
    """After midnight the chart begins again, perhaps with as many people as the day before."""
    counts = CheckpointCounts(
        expected=9, admitted=2, inside=2, refused=0, conflicts=0, by_sector={"cso": 2}, as_of=NOW
    )
    yesterday, today = ({NOW + timedelta(days=day): 1} for day in (0, 1))
    assert Figures(counts, yesterday).mark() != Figures(counts, today).mark()
    assert Figures(counts, today).mark() == Figures(counts, dict(today)).mark()
