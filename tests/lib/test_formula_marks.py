import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.formula_marks import harmless, unmarked

FORMULAS = ("=", "+", "-", "@", "\t", "＝", "＠")


@pytest.mark.parametrize("text", ["=1+1", "-2", "'=1", "''@x", "'Abdullah", "O'Neill", "", "'"])
def test_marks_are_taken_off_as_they_were_put_on(text):
    assert unmarked(harmless(text)) == text


@given(st.text(alphabet="'=+-@ a\tİı\u00a0＝", max_size=8))
def test_no_text_is_lost_or_calculated(text):
    assert unmarked(harmless(text)) == text
    assert not harmless(text).lstrip(" \u00a0").startswith(FORMULAS)
