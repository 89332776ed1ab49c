"""What is kept, by its two ideas; both hold for any order of questions and with many threads."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event as Flag
from threading import Lock
from time import sleep
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.keeping import Keeping, KeptByCost, KeptWhileSame

WAIT, THREADS = 10, 4
MOST, LATE = 3, 2.0
keys = st.integers(0, 5)
seconds = st.integers(0, 40).map(lambda quarters: quarters / 4)  # such that no sum is rounded


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class Making:
    """Somebody who is making a value until told to finish; they and others ask in threads."""

    def __init__(self, read, make):
        self._begun, self._go_on, self._make = Flag(), Flag(), make
        self._threads = ThreadPoolExecutor(THREADS)
        self.first = self._threads.submit(read, self._slowly)
        assert self._begun.wait(WAIT)

    def _slowly(self):
        self._begun.set()
        assert self._go_on.wait(WAIT)
        return self._make()

    def ask(self, read, make):
        asked = self._threads.submit(read, make)
        sleep(0.02)  # so that it comes as far as it can
        return asked

    def finish(self):
        self._go_on.set()
        self._threads.shutdown()


def lasts(took):
    return min(took * 3, 6.0)


def taking(clock, took, value):
    def make():
        clock.now += took
        return value

    return make


def never():
    raise AssertionError("made although it is kept or being made")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def by_cost(clock):
    return KeptByCost(lasts, most=MOST, late=LATE, clock=clock)


@pytest.fixture(params=["while same", "by cost"])
def read(request):
    """One key of either kind; what is made serves for as long as a test takes."""
    if request.param == "while same":
        return partial(KeptWhileSame(most=MOST).read, "key", "state")
    return partial(KeptByCost(lambda _took: 60.0, most=MOST).read, "key")


@pytest.mark.race
def test_those_who_ask_at_once_are_given_what_one_of_them_makes(read):
    making = Making(read, lambda: "made")
    others = [making.ask(read, never) for _ in range(THREADS - 1)]
    making.finish()
    assert [asked.result(WAIT) for asked in (making.first, *others)] == ["made"] * THREADS


@pytest.mark.race
def test_the_next_one_tries_where_making_failed(read):
    making = Making(read, lambda: 1 // 0)
    others = [making.ask(read, lambda number=number: number) for number in range(THREADS - 1)]
    making.finish()
    assert isinstance(making.first.exception(WAIT), ZeroDivisionError)
    assert len({asked.result(WAIT) for asked in others}) == 1


@pytest.mark.race
def test_nobody_waits_for_ever_where_making_always_fails(read):
    making = Making(read, lambda: 1 // 0)
    others = [making.ask(read, lambda: {1: 2}[3]) for _ in range(THREADS - 1)]
    making.finish()
    assert isinstance(making.first.exception(WAIT), ZeroDivisionError)
    assert all(isinstance(asked.exception(WAIT), KeyError) for asked in others)
    assert read(lambda: "later") == "later"


@pytest.mark.race
def test_other_keys_do_not_wait():
    kept: KeptWhileSame[str] = KeptWhileSame(most=MOST)
    making = Making(partial(kept.read, "slow", 1), lambda: "slow")
    assert making.ask(partial(kept.read, "fast", 1), lambda: "fast").result(WAIT) == "fast"
    making.finish()


def test_key_asked_for_longest_ago_is_dropped_first():
    same: KeptWhileSame[str] = KeptWhileSame(most=2)
    cost: KeptByCost[str] = KeptByCost(lambda _took: 60.0, most=2)
    for key in ("a", "b", "a", "c"):
        same.read(key, 1, partial(str, key))
        cost.read(key, partial(str, key))
    assert [same.get(key, 1) for key in "abc"] == ["a", None, "c"]
    assert [cost.get(key) for key in "abc"] == ["a", None, "c"]


# Kept while a state is the same


def test_value_is_made_once_for_each_state():
    kept: KeptWhileSame[str] = KeptWhileSame(most=MOST)
    assert kept.read("a", 1, lambda: "first") == "first"
    assert kept.read("a", 1, never) == "first"
    assert kept.read("a", 2, lambda: "second") == "second"
    assert (kept.get("a", 1), kept.get("a", 2), kept.get("b", 1)) == (None, "second", None)


def test_value_may_itself_say_how_its_state_is_read():
    kept: KeptWhileSame[str] = KeptWhileSame(most=MOST)
    now = {"x": 1}
    kept.keep("a", 1, "x")
    assert kept.unchanged("a", now.get) == "x"
    now["x"] = 2
    assert kept.unchanged("a", now.get) is None


@pytest.mark.race
def test_those_who_wait_with_a_newer_state_are_not_given_the_older_value():
    kept: KeptWhileSame[str] = KeptWhileSame(most=MOST)
    making = Making(partial(kept.read, "a", 1), lambda: "older")
    newer = making.ask(partial(kept.read, "a", 2), lambda: "newer")
    making.finish()
    assert (making.first.result(WAIT), newer.result(WAIT)) == ("older", "newer")


@settings(deadline=None)
@given(st.lists(st.tuples(keys, st.booleans(), st.booleans())))
def test_no_value_is_given_for_another_state_nor_when_it_is_over(questions):
    states: Counter[int] = Counter()
    over: set[Any] = set()
    kept: KeptWhileSame[Any] = KeptWhileSame(most=MOST, holds=lambda value: value not in over)
    given_last: dict[int, Any] = {}
    asked: list[int] = []
    for key, changes, ends in questions:
        states[key] += changes
        if ends and key in given_last:
            over.add(given_last[key])
        made = (key, states[key], len(asked))
        value = kept.read(key, states[key], partial(tuple, made))
        assert value[:2] == (key, states[key])
        assert value not in over
        assert len(kept) <= MOST
        latest = set(list(dict.fromkeys(reversed(asked)))[:MOST])
        if key in latest and (before := given_last[key]) not in over and before[1] == states[key]:
            assert value == before  # it was not made again
        asked.append(key)
        given_last[key] = value


# Kept by cost


def test_value_serves_for_a_time_that_depends_on_what_it_took(clock, by_cost):
    by_cost.read("a", taking(clock, 1, "dear"))
    clock.now += 2.75
    assert (by_cost.read("a", never), by_cost.get("a")) == ("dear", "dear")
    clock.now += 0.25
    assert by_cost.get("a") is None
    assert by_cost.read("a", taking(clock, 4, "dearer")) == "dearer"
    clock.now += 5.75
    assert by_cost.read("a", never) == "dearer"
    clock.now += 0.25
    assert by_cost.read("a", lambda: "new") == "new"


def test_what_is_cheap_is_made_anew_for_who_wants_that(clock, by_cost):
    by_cost.read("a", taking(clock, 1, 1))
    assert by_cost.read("a", never, anew_below=1) == 1
    assert by_cost.read("a", taking(clock, 0.5, 2), anew_below=1.25) == 2
    assert by_cost.read("a", never) == 2


def test_what_was_kept_by_hand_counts_from_when_it_was_true(clock, by_cost):
    by_cost.keep("a", "seen", took=1, since=clock.now - 2)
    assert by_cost.get("a") == "seen"
    clock.now += 1
    assert by_cost.get("a") is None


@pytest.mark.race
def test_others_are_given_the_last_one_while_it_is_made_anew(clock, by_cost):
    read = partial(by_cost.read, "a")
    read(taking(clock, 1, "last"))
    clock.now += 4  # over for a second
    making = Making(read, taking(clock, 1, "next"))
    assert making.ask(read, never).result(WAIT) == "last"
    fresh = making.ask(partial(read, anew_below=9), taking(clock, 1, "fresh"))
    clock.now += 1  # over for too long
    late = making.ask(read, lambda: "not the last")
    assert not fresh.done() and not late.done()
    making.finish()
    assert making.first.result(WAIT) == "next"
    assert fresh.result(WAIT) == "fresh"
    assert late.result(WAIT) in ("next", "fresh")


def test_what_nobody_asks_for_is_dropped(clock):
    kept: KeptByCost[Any] = KeptByCost(lasts, most=100, late=LATE, clock=clock)
    for number in range(10):
        kept.read(number, taking(clock, 1, number))
    clock.now += 30
    kept.read("another", lambda: "another")
    assert len(kept) == 1


@settings(deadline=None)
@given(st.lists(st.tuples(keys, seconds, seconds, seconds)))
def test_no_value_is_older_than_promised_and_none_is_made_too_early(questions):
    clock, made = Clock(), list[Any]()
    kept: KeptByCost[Any] = KeptByCost(lasts, most=MOST, late=LATE, clock=clock)
    given_last: dict[int, Any] = {}
    asked: list[int] = []
    for key, pause, took, anew_below in questions:
        clock.now += pause
        before = given_last.get(key)
        asked_at, count = clock.now, len(made)

        def make(took=took):
            clock.now += took
            made.append((clock.now, took))
            return made[-1]

        value = kept.read(key, make, anew_below=anew_below)
        if len(made) > count:
            latest = set(list(dict.fromkeys(reversed(asked)))[:MOST])
            serves = before and before[1] >= anew_below and asked_at - before[0] < lasts(before[1])
            assert not (key in latest and serves)
        else:
            assert asked_at - value[0] < lasts(value[1])
            assert value[1] >= anew_below
        assert len(kept) <= MOST
        asked.append(key)
        given_last[key] = value


# Both at once


@pytest.mark.race
@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(keys, st.integers(0, 2)), min_size=THREADS, max_size=60), st.randoms())
def test_threads_in_any_order_make_one_value_of_a_key_at_a_time(questions, chance: random.Random):
    """Keys are dropped meanwhile, since there are more than are kept; some making fails."""
    same: KeptWhileSame[Any] = KeptWhileSame(most=MOST)
    cost: KeptByCost[Any] = KeptByCost(lasts, most=MOST, late=LATE)
    busy: Counter[Any] = Counter()
    lock, wrong = Lock(), list[Any]()
    fails = [chance.random() < 0.2 for _ in questions]

    def make(at, value, *, fails):
        with lock:
            busy[at] += 1
            wrong.extend([at] if busy[at] > 1 else [])
        sleep(0.0005)
        with lock:
            busy[at] -= 1
        if fails:
            raise ZeroDivisionError
        return value

    def ask(number):
        key, state = questions[number]
        make_it = partial(make, fails=fails[number])
        try:
            made = same.read(key, state, partial(make_it, ("same", key), (key, state)))
            assert made == (key, state)
            assert cost.read(key, partial(make_it, ("cost", key), key)) == key
        except ZeroDivisionError:
            assert fails[number]
        assert len(same) <= MOST and len(cost) <= MOST

    with ThreadPoolExecutor(THREADS) as threads:
        for done in [threads.submit(ask, number) for number in range(len(questions))]:
            done.result(WAIT)
    assert not wrong
    assert not same._turns._turns and not cost._turns._turns  # no lock outlives its use


# The register


def test_register_makes_a_thing_once_and_clears_all_of_them():
    keeping = Keeping()

    def pages():
        return KeptWhileSame(most=MOST)

    def counts():
        return KeptByCost(lambda _took: 60.0, most=MOST)

    keeping.own(pages).keep("a", 1, "page")
    keeping.own(counts).keep("a", "count")
    assert keeping.own(pages).get("a", 1) == "page"
    assert keeping.own(counts).get("a") == "count"
    assert Keeping().own(pages).get("a", 1) is None  # another app's
    keeping.clear_all()
    assert len(keeping.own(pages)) == len(keeping.own(counts)) == 0
