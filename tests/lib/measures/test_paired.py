"""Tests before and after, by hand and against scipy."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from lib.measures.paired import Gain, gain
from lib.measures.tallies import Estimate

points = st.integers(0, 20)


def test_a_gain_by_hand():
    found = gain([(4, 6), (5, 9), (2, 6), (6, 6), (3, 8)], 10)
    # The differences 2, 4, 4, 0, 5 have the mean 3 and the variance 16 / 4; t is 2.776445.
    half = 2.7764451051977987 * (4 / 5) ** 0.5
    assert found == Gain(5, 4.0, 7.0, Estimate(3.0, found.gain.ci), 0.5)
    assert found.gain.ci == pytest.approx((3 - half, 3 + half))


def test_the_normalised_gain_is_the_ratio_of_means_and_not_the_mean_of_ratios():
    # The means are 5 and 9, so 4 / 5; one by one it would be 1, .8, .6, .6, and nothing for one.
    found = gain([(10, 10), (0, 10), (5, 9), (5, 8), (5, 8)], 10)
    assert found.normalised == 0.8


def test_fewer_than_five_people_are_not_told_about():
    assert gain([(1, 2)] * 4, 10) is None
    assert gain([], 10) is None
    assert gain([(1, 2)] * 5, 10) == Gain(5, 1.0, 2.0, Estimate(1.0, (1.0, 1.0)), 1 / 9)


def test_whoever_knew_all_before_has_no_normalised_gain():
    found = gain([(10, 10)] * 4 + [(10, 5)], 10)
    assert (found.gain.value, found.normalised) == (-1.0, None)


def test_a_gain_may_be_a_loss():
    assert gain([(5, 4)] * 5, 10).normalised == -0.2


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(points, points), min_size=5, max_size=40))
def test_the_interval_is_that_of_scipys_paired_test(pairs):
    assume(len({after - before for before, after in pairs}) > 1)
    before, after = zip(*pairs, strict=True)
    theirs = stats.ttest_rel(after, before).confidence_interval(0.95)
    found = gain(pairs, 20)
    assert found.gain.ci == pytest.approx((theirs.low, theirs.high), rel=1e-9, abs=1e-9)
    assert found.gain.value == pytest.approx(found.after - found.before)
