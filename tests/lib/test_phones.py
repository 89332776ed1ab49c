import pytest

from lib import phones


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("+905321234567", "0532 123 45 67"),
        ("+903122345678", "0312 234 56 78"),
        ("+4930123456", "+49 30 123456"),
        ("+12025550123", "+1 202-555-0123"),
    ],
)
def test_numbers_are_read_as_people_write_them_and_lead_back_to_what_is_kept(kept, read):
    assert phones.readable(kept) == read
    assert phones.e164(read) == kept


@pytest.mark.parametrize(
    "typed", ["0532 123 45 67", "(0532) 123-4567", "5321234567", "00905321234567"]
)
def test_any_usual_form_is_the_same_number(typed):
    assert phones.e164(typed) == "+905321234567"


@pytest.mark.parametrize("typed", ["", "12", "call me", "0532\x00", "+", "9" * 40])
def test_what_is_no_number_is_none_and_is_shown_as_it_was_typed(typed):
    assert phones.e164(typed) is None
    assert phones.readable(typed) == typed
