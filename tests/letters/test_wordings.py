from time import perf_counter

from letters.wordings import Words, unknown_placeholders
from models.letters import LetterKind


def test_blanks_around_a_placeholders_name_do_not_matter():
    words = Words("{ name }", "{\nname }")
    assert words.subject_with({"name": "Işıl"}) == "Işıl"
    assert words.text_with({"name": "Işıl"}) == "Işıl"
    assert unknown_placeholders("{ name } { x }", LetterKind.MESSAGE) == ["{ x }"]


def test_a_brace_that_is_never_closed_is_read_at_once(app):
    """However much empty paper follows it."""
    text = "{" + "\n" * 9_000 + "x"
    begun = perf_counter()
    assert unknown_placeholders(text, LetterKind.MESSAGE) == []
    assert perf_counter() - begun < 1
