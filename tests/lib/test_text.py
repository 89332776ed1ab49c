import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.text import clean_line, clean_paragraphs, storable

anything = st.text(st.characters(exclude_categories=[]))


@given(anything)
def test_what_is_kept_can_be_encoded_and_holds_no_nul(text):
    for clean in (storable, clean_line, clean_paragraphs):
        kept = clean(text)
        assert "\0" not in kept
        kept.encode()


@given(anything)
def test_cleaning_what_is_clean_changes_nothing(text):
    for clean in (storable, clean_line, clean_paragraphs):
        assert clean(clean(text)) == clean(text)


def test_a_line_is_one_line_with_single_spaces():
    assert clean_line("  Işıl\t Çağ \n lar\u00a0x ") == "Işıl Çağ lar x"


def test_paragraphs_keep_their_lines():
    assert clean_paragraphs(" bir  iki \r\n\r\nüç\r") == "bir iki\n\nüç"


def test_letters_of_two_code_points_are_composed():
    assert clean_line("c\u0327ag\u0306") == "çağ"


def test_every_script_stays_as_it_was_written():
    for name in ("محمد", "Ιωάννης", "田中さん", "Łukasz", "နေဝင်း", "👩‍🏫 Ayşe"):
        assert clean_line(name) == name


@pytest.mark.parametrize(
    "text",
    ["\u200b", " \u200d \ufeff", "\u00ad\n", "\u0301", "\u3164", "\u2800", "\u202e", "\ue000"],
)
def test_what_shows_nothing_is_empty(text):
    assert clean_line(text) == clean_paragraphs(text) == ""


def test_what_would_turn_the_text_beside_it_or_break_a_spreadsheet_is_left_out():
    assert clean_line("\u202eIşıl\u2066 Çağ\uffff\ufffe") == "Işıl Çağ"


def test_what_is_pasted_brings_no_unseen_places_for_a_line_break_along():
    assert clean_line("\ufeffAy\u200bşe Çağ\u00adla\u2060yan") == "Ayşe Çağlayan"
