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
