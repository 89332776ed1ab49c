"""Two waves against scipy and Newcombe's own examples."""

import pytest
from hypothesis import assume, given, settings
from scipy import stats

from lib.measures import shares
from lib.measures.compared import mean_difference, top_two_difference
from lib.measures.tallies import Estimate
from tests.lib.measures.made import rows, tallies


@settings(max_examples=50, deadline=None)
@given(tallies, tallies)
def test_the_difference_of_means_is_welchs(a, b):
    of_a, of_b = rows(a), rows(b)
    assume(len(set(of_a)) > 1 and len(set(of_b)) > 1)
    theirs = stats.ttest_ind(of_b, of_a, equal_var=False).confidence_interval(0.95)
    found = mean_difference(a, b)
    assert found.value == pytest.approx(sum(of_b) / len(of_b) - sum(of_a) / len(of_a), abs=1e-12)
    assert found.ci == pytest.approx((theirs.low, theirs.high), rel=1e-9, abs=1e-9)


def test_where_one_wave_is_alike_the_other_ones_degrees_of_freedom_hold():
    found = mean_difference({3: 9}, {1: 1, 2: 1, 3: 1, 4: 1, 5: 1})
    assert found.value == 0
    assert found.ci == pytest.approx((-1.9632432, 1.9632432))


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ({}, {1: 2}, None),
        ({1: 2}, {4: 0}, None),
        ({1: 1}, {2: 1, 3: 1}, Estimate(1.5, None)),
        ({1: 1, 2: 1}, {3: 1}, Estimate(1.5, None)),
        ({5: 3}, {4: 2}, Estimate(-1.0, (-1.0, -1.0))),
    ],
)
def test_a_difference_of_next_to_nothing(a, b, found):
    assert mean_difference(a, b) == found


def test_the_difference_of_the_two_highest_points_is_b_minus_a():
    a, b = {1: 20, 3: 12, 4: 40, 5: 8}, {2: 14, 4: 1, 5: 55}
    assert top_two_difference(a, b, 5) == shares.difference(48, 80, 56, 70)
    assert top_two_difference(a, b, 5).value == pytest.approx(0.2)
    assert top_two_difference({}, b, 5) is None
    assert top_two_difference(a, {5: 0}, 5) is None


@settings(max_examples=80, deadline=None)
@given(tallies, tallies)
def test_turning_the_waves_round_turns_the_difference_round(a, b):
    assume(sum(a.values()) and sum(b.values()))
    there, back = top_two_difference(a, b, 10), top_two_difference(b, a, 10)
    assert there.value == -back.value
    assert there.ci == pytest.approx((-back.ci[1], -back.ci[0]))
    assert -1 <= there.ci[0] <= there.value <= there.ci[1] <= 1
