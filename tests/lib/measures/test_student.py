"""Student's t against scipy, and against what is known without it."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lib.measures import student

DEGREES = [0.5, 1, 1.5, 2, 3, 4.7, 10, 29, 30.3, 100, 339.9, 340, 341, 999.9, 10_000, 299_999]
PROBABILITIES = [1e-9, 0.001, 0.025, 0.3, 0.6, 0.9, 0.95, 0.975, 0.995, 0.99999]
VALUES = [-1e5, -50, -5, -1.96, -0.3, -1e-5, 0, 1e-5, 0.1, 0.7, 1, 1.5, 1.96, 3, 7, 30, 1e5]


@pytest.mark.parametrize("df", DEGREES)
def test_the_quantile_is_that_of_scipy(df):
    ours = [student.quantile(p, df) for p in PROBABILITIES]
    assert ours == pytest.approx([stats.t.ppf(p, df) for p in PROBABILITIES], rel=1e-10)


@pytest.mark.parametrize("df", DEGREES)
def test_the_probability_is_that_of_scipy(df):
    ours = [student.cdf(t, df) for t in VALUES]
    assert ours == pytest.approx([stats.t.cdf(t, df) for t in VALUES], rel=1e-10, abs=1e-300)


@settings(max_examples=50, deadline=None)
@given(st.floats(1e-6, 1 - 1e-6), st.floats(0.5, 1e5))
def test_the_quantile_has_its_probability_below_it(p, df):
    assert student.cdf(student.quantile(p, df), df) == pytest.approx(p, rel=1e-9)


def test_one_degree_of_freedom_is_cauchys_distribution():
    assert student.quantile(0.975, 1) == pytest.approx(math.tan(0.475 * math.pi), rel=1e-12)
    assert student.cdf(1, 1) == pytest.approx(0.75, rel=1e-14)


def test_it_is_the_table_that_one_knows():
    table = {1: 12.706, 2: 4.303, 4: 2.776, 9: 2.262, 30: 2.042, 120: 1.980, 10**9: 1.960}
    assert {df: round(student.quantile(0.975, df), 3) for df in table} == table


def test_half_lies_below_zero_and_all_below_a_huge_value():
    assert student.quantile(0.5, 3) == 0
    assert student.cdf(0, 3) == 0.5
    assert student.cdf(1e200, 3) == 1
    assert student.cdf(-1e200, 3) == 0


@pytest.mark.parametrize(("p", "df"), [(0, 3), (1, 3), (0.975, 0), (0.975, -1), (math.nan, 3)])
def test_there_is_no_quantile_of_what_is_no_probability_or_no_distribution(p, df):
    with pytest.raises(ValueError):
        student.quantile(p, df)


@pytest.mark.parametrize("df", [0, -1, math.nan])
def test_there_is_no_probability_without_degrees_of_freedom(df):
    with pytest.raises(ValueError):
        student.cdf(1, df)
