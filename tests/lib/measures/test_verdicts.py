"""Holm's correction by hand, and the words for a difference."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.measures.verdicts import holm, words


def test_holms_correction_by_hand():
    # 4 · .005, 3 · .01, 2 · .03, and the last one is not below the one before it.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_what_was_not_tested_does_not_count():
    assert holm([None, 0.02, None, 0.01]) == [None, 0.02, None, 0.02]
    assert holm([None]) == [None]
    assert holm([]) == []
    assert holm([0.7, 0.7]) == [1.0, 1.0]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.none() | st.floats(0, 1)))
def test_holms_p_is_the_greatest_of_those_before_it(ps):
    tested = [p for p in ps if p is not None]

    def adjusted(p):
        return max(min(1, q * sum(r >= q for r in tested)) for q in tested if q <= p)

    assert holm(ps) == [None if p is None else pytest.approx(adjusted(p)) for p in ps]


@pytest.mark.parametrize(
    ("delta", "said"),
    [
        (0.0, "barely"),
        (0.1469, "barely"),
        (-0.147, "small"),
        (0.3299, "small"),
        (0.33, "medium"),
        (-0.4739, "medium"),
        (0.474, "large"),
        (-1.0, "large"),
    ],
)
def test_a_difference_is_said_in_words(delta, said):
    assert words(0.0499, delta) == said


@pytest.mark.parametrize(("p", "delta"), [(0.05, 1.0), (None, 1.0), (0.01, None), (1.0, 0.0)])
def test_what_is_not_shown_has_no_size(p, delta):
    assert words(p, delta) == "none"
