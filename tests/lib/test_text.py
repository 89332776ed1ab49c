import sys
import unicodedata
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.text import (
    MOST_MARKS,
    clean_line,
    clean_name,
    clean_paragraphs,
    is_mark,
    normalised,
    storable,
)
from lib.turkish import search_key, sort_key

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


LOW_AND_HIGH = "\u0316\u0301"
"""Two marks that Unicode has to put in order: those below a letter come before those above it."""


def longest_run(text):
    return max((len(list(run)) for marks, run in groupby(text, is_mark) if marks), default=0)


@pytest.mark.parametrize("clean", [clean_line, clean_paragraphs, search_key, sort_key])
@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0f73\u0f71", "\uff9e\u093c", "\u0344"])
def test_a_letter_keeps_a_few_of_a_million_marks(clean, marks):
    cleaned = clean("Ay" + marks * 200_000 + "şe")
    assert cleaned.startswith(clean("A")) and len(cleaned) < 300


def test_what_is_normalised_holds_no_run_of_marks_that_takes_long_to_put_in_order():
    for form in ("NFC", "NFKD"):
        # A mark may come apart into two.
        assert longest_run(normalised(form, "a" + LOW_AND_HIGH * 1000)) <= 2 * MOST_MARKS


def test_every_letter_that_comes_apart_into_marks_counts_as_a_mark():
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        apart = unicodedata.normalize("NFKD", letter)
        assert is_mark(letter) or not unicodedata.combining(apart[0]), hex(code)


def test_scripts_that_write_several_marks_on_a_letter_keep_them():
    for name in ("Nguyễn Thị Ánh", "שָׁלוֹם", "क्ष्म्य", "สวัสดีค่ะ", "a" + "\u0301" * MOST_MARKS):
        assert clean_line(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("typed", ["-", " — ", "--", ".", "", "‐"])
def test_a_dash_is_no_name(typed):
    assert clean_name(typed) == ""


@pytest.mark.parametrize("typed", ["Suharto", "O'Neill-Şahin", "A.", "👩"])
def test_a_name_stays_as_it_is(typed):
    assert clean_name(f"  {typed} ") == typed
