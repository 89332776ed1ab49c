"""Mann–Whitney against scipy; Cliff's delta against its definition over all pairs."""

import math
from collections import Counter
from itertools import product

import pytest
from hypothesis import assume, given, settings
from scipy import stats

from lib.measures.dominance import MannWhitney, cliffs_delta, mann_whitney
from lib.measures.tallies import Estimate, Z
from tests.lib.measures.made import few, rows, tallies


def signs(a, b):
    """The matrix of dominance: a row for each answer of a, a column for each one of b."""
    return [[(high > low) - (high < low) for high in rows(b)] for low in rows(a)]


def variance(a, b):
    """Cliff's unbiased estimate, as it is written."""
    matrix = signs(a, b)
    n, m = len(matrix), len(matrix[0])
    delta = sum(map(sum, matrix)) / (n * m)
    of_rows = sum((sum(row) / m - delta) ** 2 for row in matrix)
    of_columns = sum((sum(column) / n - delta) ** 2 for column in zip(*matrix, strict=True))
    of_cells = sum((cell - delta) ** 2 for row in matrix for cell in row)
    return (m**2 * of_rows + n**2 * of_columns - of_cells) / (n * m * (n - 1) * (m - 1))


def interval(delta, square):
    """Feng and Cliff's, as it is written."""
    s = math.sqrt(square)
    half = Z * s * math.sqrt((1 - delta**2) ** 2 + Z**2 * s**2)
    below = 1 - delta**2 + Z**2 * s**2
    return (delta - delta**3 - half) / below, (delta - delta**3 + half) / below


@settings(max_examples=80, deadline=None)
@given(tallies, tallies)
def test_mann_and_whitneys_test_is_that_of_scipy(a, b):
    of_a, of_b = rows(a), rows(b)
    assume(of_a and of_b and len({*of_a, *of_b}) > 1)
    theirs = stats.mannwhitneyu(
        of_b, of_a, method="asymptotic", use_continuity=True, alternative="two-sided"
    )
    found = mann_whitney(a, b)
    assert found.u == theirs.statistic
    assert found.p == pytest.approx(theirs.pvalue, rel=1e-9)


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ({}, {1: 3}, None),
        ({1: 3}, {1: 0}, None),
        ({3: 4}, {3: 5}, MannWhitney(10.0, 1.0)),
        ({3: 1}, {3: 1}, MannWhitney(0.5, 1.0)),
        ({3: 1}, {4: 1}, MannWhitney(1.0, 1.0)),
    ],
)
def test_a_test_of_next_to_nothing(a, b, found):
    assert mann_whitney(a, b) == found


@settings(max_examples=150, deadline=None)
@given(few, few)
def test_cliffs_delta_is_that_of_all_pairs(a, b):
    assume(sum(a.values()) > 1 and sum(b.values()) > 1)
    cells = [cell for row in signs(a, b) for cell in row]
    delta = sum(cells) / len(cells)
    found = cliffs_delta(a, b)
    assert found.value == delta
    assume(abs(delta) < 1)
    square = max(variance(a, b), (1 - delta**2) / (len(cells) - 1))
    assert found.ci == pytest.approx(interval(delta, square), rel=1e-9, abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(tallies, tallies)
def test_the_interval_lies_within_one_and_minus_one_and_turns_round_with_the_waves(a, b):
    assume(sum(a.values()) > 1 and sum(b.values()) > 1)
    there, back = cliffs_delta(a, b), cliffs_delta(b, a)
    assert -1 <= there.ci[0] <= there.value <= there.ci[1] <= 1
    assert back.value == -there.value
    assert back.ci == pytest.approx((-there.ci[1], -there.ci[0]))


def test_the_variance_that_the_tests_compare_with_is_unbiased():
    # Two answers from {1, 2, 3} and two from {2, 3}, all equally likely: what the estimate is on
    # average must be how much delta varies.
    drawn = list(product(product([1, 2, 3], repeat=2), product([2, 3], repeat=2)))
    pairs = [(Counter(a), Counter(b)) for a, b in drawn]
    deltas = [cliffs_delta(a, b).value for a, b in pairs]
    mean = sum(deltas) / len(deltas)
    varies = sum((delta - mean) ** 2 for delta in deltas) / len(deltas)
    assert sum(variance(a, b) for a, b in pairs) / len(pairs) == pytest.approx(varies)


def test_an_example_by_hand():
    # b against a: rows (0, 1), (−1, 0), (−1, −1), so that δ = −2/6; the row means are ½, −½, −1,
    # the column means −2/3 and 0; the cells' squares sum to 4 − 6/9.
    found = cliffs_delta({1: 1, 2: 1, 3: 1}, {1: 1, 2: 1})
    of_rows = (5 / 6) ** 2 + (1 / 6) ** 2 + (2 / 3) ** 2
    square = (4 * of_rows + 9 * 2 * (1 / 3) ** 2 - (4 - 6 / 9)) / (6 * 2 * 1)
    assert found.value == -1 / 3
    assert found.ci == pytest.approx(interval(-1 / 3, square))


def test_the_variance_is_that_of_a_published_example():
    # Hess & Kromrey 2004, as R's effsize quotes it: δ and the variances of rows, columns and cells.
    control = Counter([10, 20, 30, 40, 40, 50])
    treatment = Counter([10, 10, 20, 20, 20, 30, 30, 30, 40, 50])
    square = 6 / (10 * 5) * 0.2669753 + 10 / (6 * 9) * 0.447 - 1.0055556 / 60
    found = cliffs_delta(control, treatment)
    assert found.value == -0.25
    assert found.ci == pytest.approx(interval(-0.25, square), abs=1e-7)


def test_where_the_variance_would_be_too_small_the_floor_holds():
    a, b = Counter({3: 2}), Counter({2: 2, 3: 3})
    floor = (1 - 0.4**2) / 9
    assert variance(a, b) == pytest.approx(0.06)
    assert floor > 0.09
    assert cliffs_delta(a, b).ci == pytest.approx(interval(-0.4, floor))


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ({}, {1: 3}, None),
        ({1: 3}, {}, None),
        ({1: 1}, {1: 2, 2: 2}, Estimate(0.5, None)),
        ({1: 5}, {2: 1}, Estimate(1.0, None)),
    ],
)
def test_delta_of_next_to_nothing(a, b, found):
    assert cliffs_delta(a, b) == found


def test_where_all_of_one_wave_are_higher_the_smaller_wave_sets_the_other_end():
    inner = (5 - Z**2) / (5 + Z**2)
    assert cliffs_delta({1: 5, 2: 3}, {4: 5}) == Estimate(1.0, (inner, 1.0))
    assert cliffs_delta({4: 5}, {1: 5, 2: 3}) == Estimate(-1.0, (-1.0, -inner))


def test_where_all_answered_alike_delta_is_nothing_with_the_interval_of_the_floor():
    found = cliffs_delta({3: 5}, {3: 6})
    end = Z / math.sqrt(29 + Z**2)
    assert found.value == 0
    assert found.ci == pytest.approx((-end, end))
