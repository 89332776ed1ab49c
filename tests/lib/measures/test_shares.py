"""Shares against scipy, their differences against Newcombe's own examples."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lib.measures import shares


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 3000))
def test_the_interval_of_a_share_is_wilsons(k, others):
    n = k + others + 1
    theirs = stats.binomtest(k, n).proportion_ci(method="wilson")
    found = shares.share(k, n)
    assert found.value == k / n
    assert found.ci == pytest.approx((theirs.low, theirs.high), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("n", [1, 7, 9, 300])
def test_a_share_of_none_or_all_ends_exactly_there(n):
    none, every = shares.share(0, n), shares.share(n, n)
    assert (none.ci[0], every.ci[1]) == (0, 1)
    assert none.ci[1] == pytest.approx(1 - every.ci[0])


def test_there_is_no_share_of_nothing():
    assert shares.share(0, 0) is None
    assert shares.difference(0, 0, 1, 2) is None
    assert shares.difference(1, 2, 0, 0) is None


# Newcombe 1998, Statistics in Medicine 17, table II, method 10.
@pytest.mark.parametrize(
    ("one", "other", "interval"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((0, 10), (0, 10), (-0.2775, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0)),
        ((10, 10), (0, 10), (0.6075, 1.0)),
    ],
)
def test_the_difference_of_shares_is_newcombes(one, other, interval):
    found = shares.difference(*other, *one)
    assert tuple(round(end, 4) for end in found.ci) == interval
    assert found.value == one[0] / one[1] - other[0] / other[1]
