"""Who answered: whether that moved, and the difference without it."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lib.measures.mixes import moved, weighted_difference
from lib.measures.single import summary
from tests.lib.measures.made import few


@pytest.mark.parametrize(
    ("a", "b", "has"),
    [
        ({"public": 60, "cso": 40}, {"public": 50, "cso": 50}, False),
        ({"public": 6, "cso": 4}, {"public": 49, "cso": 51}, True),
        ({"public": 20, "cso": 80}, {"public": 30, "cso": 70}, False),
        ({"public": 5, "cso": 5}, {"public": 50, "cso": 50, None: 12}, True),
        ({"public": 5, "cso": 5}, {"public": 50, "cso": 50, None: 11}, False),
        ({}, {"public": 5}, False),
        ({"public": 0}, {"public": 5}, False),
        ({"public": 5}, {}, False),
    ],
)
def test_a_mix_has_moved_when_a_share_differs_by_more_than_ten_points(a, b, has):
    assert moved(a, b) is has
    assert moved(b, a) is has


def test_the_difference_is_weighted_to_the_first_waves_mix():
    a = {"public": {3: 6}, "cso": {5: 4}}
    b = {"public": {4: 1}, "cso": {5: 9}}
    # Unweighted 4.9 − 3.8; weighted .6 · 4 + .4 · 5 − 3.8.
    assert weighted_difference(a, b) == 0.6


def test_another_mix_of_the_same_answers_makes_no_difference():
    a = {"public": {1: 1, 2: 2}, "cso": {5: 7}}
    b = {"public": {1: 10, 2: 20}, "cso": {5: 7}}
    assert weighted_difference(a, b) == 0


def test_a_group_of_the_second_wave_alone_has_no_weight():
    a = {"public": {3: 6}, "cso": {1: 0}}
    assert weighted_difference(a, {"public": {4: 1}, "academia": {1: 90}}) == 1
    assert weighted_difference(a, {"public": {4: 1}, "cso": {1: 90}}) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ({}, {"public": {1: 1}}),
        ({"public": {1: 0}}, {"public": {1: 1}}),
        ({"public": {1: 1}}, {}),
        ({"public": {1: 1}, "cso": {1: 1}}, {"public": {1: 1}}),
        ({"public": {1: 1}}, {"public": {1: 0}}),
    ],
)
def test_nothing_is_weighted_where_a_group_is_missing(a, b):
    assert weighted_difference(a, b) is None


@settings(max_examples=60, deadline=None)
@given(st.tuples(few, few, few), st.tuples(few, few, few))
def test_the_weighted_difference_is_that_of_weighted_means(a, b):
    of_a, of_b = [summary(tally) for tally in a], [summary(tally) for tally in b]
    n = sum(each.n for each in of_a)
    assume(n and all(theirs.n or not ours.n for ours, theirs in zip(of_a, of_b, strict=True)))
    expected = sum(
        ours.n / n * (theirs.mean - ours.mean)
        for ours, theirs in zip(of_a, of_b, strict=True)
        if ours.n
    )
    found = weighted_difference(dict(enumerate(a)), dict(enumerate(b)))
    assert found == pytest.approx(expected, abs=1e-12)
