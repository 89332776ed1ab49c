"""Many look, one counts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import perf_counter

import pytest

from blueprints.shared.check_in.counts import Figures, _lasts, counts_of, kept_counts
from extensions import db
from queries.check_in.checkpoints import checkpoints_of
from queries.check_in.scans import CheckpointCounts
from tests import factories
from tests.blueprints.check_in.phones import Phone
from tests.factories import NOW
from tests.statements import count_statements

WAIT = 10


class Clock:
    """Each look at it takes `step` seconds, so that all that is made takes as long."""

    def __init__(self):
        self.now, self.step = perf_counter(), 0.0

    def __call__(self):
        self.now += self.step
        return self.now


@pytest.fixture
def clock(app, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(kept_counts(), "clock", clock)
    return clock


@pytest.fixture
def event(app):
    return factories.event()


def _expected(event, clock, *, took=0.0, fresh=False):
    (door,) = checkpoints_of(event)
    clock.step = took
    expected = counts_of(door, as_of=NOW, fresh=fresh).expected
    clock.step = 0.0
    return expected


def test_what_took_long_serves_for_twenty_times_as_long():
    assert _lasts(0.05) == pytest.approx(1.0)


def test_one_slow_count_is_forgotten_before_the_scanner_looks_again():
    assert _lasts(0.5) == 1.5


def test_counting_takes_half_of_the_time_at_most():
    assert _lasts(4) == 4


def test_who_watches_is_told_what_was_counted_a_moment_ago(event, clock):
    assert _expected(event, clock, took=0.02) == 0
    factories.registration(event)
    assert _expected(event, clock) == 0
    clock.now += 0.5
    assert _expected(event, clock) == 1


@pytest.mark.parametrize(("took", "told"), [(0.02, 1), (0.05, 0)])
def test_who_has_just_changed_a_number_sees_it_where_counting_is_cheap(event, clock, took, told):
    _expected(event, clock, took=took)
    factories.registration(event)
    assert _expected(event, clock, fresh=True) == told


def test_each_door_is_counted_by_itself(event, clock):
    assert _expected(event, clock, took=1) == 0
    other = factories.event()
    factories.registration(other)
    assert _expected(other, clock) == 1


def test_doors_that_nobody_watches_any_more_are_dropped(app, clock):
    for _ in range(5):
        _expected(factories.event(), clock, took=0.1)
    clock.now += 60
    _expected(factories.event(), clock)
    assert len(kept_counts()) == 1


@pytest.mark.race
def test_phone_is_told_the_counts_while_somebody_writes(app, event):
    """Counting waits for no writer: the writer might be waiting for this count."""
    phone = Phone(app.test_client(), event)
    phone.send()  # what is new about the phone itself is written down now
    kept_counts().clear()
    db.session.remove()
    with ThreadPoolExecutor(1) as thread, db.engine.begin(), count_statements() as statements:
        assert thread.submit(phone.send).result(WAIT).get_json()["counts"]["expected"] == 0
    assert any("registrations" in statement for statement in statements)


def test_screen_is_drawn_anew_also_where_only_the_minute_of_an_arrival_is_another_one():
    """After midnight the chart begins again, perhaps with as many people as the day before."""
    counts = CheckpointCounts(
        expected=9, admitted=2, inside=2, refused=0, conflicts=0, by_sector={"cso": 2}, as_of=NOW
    )
    yesterday, today = ({NOW + timedelta(days=day): 1} for day in (0, 1))
    assert Figures(counts, yesterday).mark() != Figures(counts, today).mark()
    assert Figures(counts, today).mark() == Figures(counts, dict(today)).mark()
