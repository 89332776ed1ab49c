"""One question's figures against scipy, the standard library and sums by hand."""

import math
import statistics

import pytest
from hypothesis import assume, given, settings
from scipy import stats

from lib.measures.single import Ranked, Summary, nps, ranking, summary, top_two
from lib.measures.tallies import Estimate
from tests.lib.measures.made import rows, tallies


@settings(max_examples=80, deadline=None)
@given(tallies)
def test_mean_and_deviation_are_those_of_the_rows(tally):
    answers = rows(tally)
    assume(len(answers) > 1)
    found = summary(tally)
    assert found.n == len(answers)
    assert found.mean == pytest.approx(statistics.mean(answers), rel=1e-12)
    assert found.sd == pytest.approx(statistics.stdev(answers), rel=1e-12)


@settings(max_examples=50, deadline=None)
@given(tallies)
def test_the_interval_of_the_mean_is_that_of_scipy(tally):
    answers = rows(tally)
    assume(len(set(answers)) > 1)
    theirs = stats.ttest_1samp(answers, 0).confidence_interval(0.95)
    assert summary(tally).ci == pytest.approx((theirs.low, theirs.high), rel=1e-9, abs=1e-9)


def test_a_scale_by_hand():
    # 1, 2, 3, 4, 5: the variance is 10 / 4, and t with four degrees of freedom 2.776445.
    found = summary({1: 1, 2: 1, 3: 1, 4: 1, 5: 1})
    half = 2.7764451051977987 * math.sqrt(2.5 / 5)
    assert found == Summary(5, 3.0, math.sqrt(2.5), found.ci)
    assert found.ci == pytest.approx((3 - half, 3 + half))


@pytest.mark.parametrize(
    ("tally", "found"),
    [
        ({}, Summary(0, None, None, None)),
        ({1: 0, 5: 0}, Summary(0, None, None, None)),
        ({4: 1, 5: 0}, Summary(1, 4.0, None, None)),
        ({4: 7}, Summary(7, 4.0, 0.0, (4.0, 4.0))),
    ],
)
def test_a_summary_of_next_to_nothing(tally, found):
    assert summary(tally) == found


def test_many_answers_far_from_zero_lose_no_digits():
    found = summary({10**9: 150_000, 10**9 + 1: 150_000})
    assert found.sd == pytest.approx(0.5 * math.sqrt(300_000 / 299_999), rel=1e-14)


@settings(max_examples=50, deadline=None)
@given(tallies)
def test_the_share_of_the_two_highest_points_is_wilsons(tally):
    scale = {point: count for point, count in tally.items() if 1 <= point <= 7}
    answers = rows(scale)
    assume(answers)
    high = sum(answer >= 6 for answer in answers)
    theirs = stats.binomtest(high, len(answers)).proportion_ci(method="wilson")
    found = top_two(scale, 7)
    assert found.value == high / len(answers)
    assert found.ci == pytest.approx((theirs.low, theirs.high), rel=1e-9, abs=1e-12)


def test_of_two_points_both_are_the_highest():
    assert top_two({1: 3, 2: 6}, 2).value == 1
    assert top_two({5: 0}, 5) is None


def test_the_score_of_promoters_by_hand():
    # 5 of 10 promote, 2 detract: the variance is 0.7 − 0.09.
    half = 100 * 1.96 * math.sqrt(0.61 / 10)
    found = nps({10: 3, 9: 2, 8: 2, 7: 1, 6: 1, 0: 1})
    assert found.value == 30
    assert found.ci == pytest.approx((30 - half, 30 + half))


@pytest.mark.parametrize(
    ("tally", "found"),
    [
        ({}, None),
        ({9: 0}, None),
        ({9: 4}, Estimate(100.0, (100.0, 100.0))),
        ({6: 1}, Estimate(-100.0, (-100.0, -100.0))),
        ({7: 2, 8: 3}, Estimate(0.0, (0.0, 0.0))),
    ],
)
def test_the_score_where_all_are_on_one_side(tally, found):
    assert nps(tally) == found


@settings(max_examples=80, deadline=None)
@given(tallies)
def test_the_score_is_the_mean_of_a_hundred_nothing_and_minus_a_hundred(tally):
    signs = [100 * ((answer >= 9) - (answer <= 6)) for answer in rows(tally)]
    assume(signs)
    found = nps(tally)
    half = 1.96 * statistics.pstdev(signs) / math.sqrt(len(signs))
    assert found.value == pytest.approx(statistics.mean(signs))
    assert found.ci == pytest.approx((found.value - half, found.value + half), abs=1e-9)


def test_a_ranking_begins_with_the_best_mean_place():
    tally = {(1, 1): 1, (1, 3): 3, (2, 1): 2, (2, 2): 2, (3, 2): 2, (3, 3): 1, (3, 1): 1, (4, 1): 0}
    assert ranking(tally) == (Ranked(2, 1.5, 2), Ranked(3, 2.0, 1), Ranked(1, 2.5, 1))


def test_equal_places_stand_by_first_places_and_then_by_number():
    tally = {(3, 2): 2, (2, 2): 2, (1, 1): 1, (1, 3): 1}
    assert [each.choice for each in ranking(tally)] == [1, 2, 3]
    assert ranking({}) == ()
