from hypothesis import given
from hypothesis import strategies as st

from lib.short_codes import ALPHABET, LENGTH, new_short_code, normalise, printed

codes = st.builds(new_short_code)


@given(codes)
def test_a_code_is_read_however_it_is_typed(code):
    assert len(code) == LENGTH
    for typed in (code, code.lower(), printed(code), f" {code[:4]} {code[4:]}\t"):
        assert normalise(typed) == code


@given(codes)
def test_every_single_wrong_symbol_is_noticed(code):
    for place in range(LENGTH):
        for symbol in ALPHABET.replace(code[place], ""):
            assert normalise(code[:place] + symbol + code[place + 1 :]) is None


@given(codes)
def test_every_swap_of_two_symbols_is_noticed(code):
    for first in range(LENGTH):
        for second in range(first + 1, LENGTH):
            swapped = list(code)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            if swapped != list(code):
                assert normalise("".join(swapped)) is None


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_none(text):
    assert normalise(text) is None or len(normalise(text) or "") == LENGTH


def test_symbols_that_people_mistake_for_one_another_are_not_used():
    assert not set("01ILO") & set(ALPHABET)
