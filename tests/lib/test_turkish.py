import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.provinces import PROVINCES, by_name
from lib.turkish import lower, search_key, sort_key, upper


def test_the_dotted_and_the_dotless_i_keep_their_dots():
    assert lower("IĞDIR İZMİR") == "ığdır izmir"
    assert upper("ığdır izmir") == "IĞDIR İZMİR"


@pytest.mark.parametrize("typed", ["IĞDIR", "ığdır", "Iğdır", "igdir", "IGDIR", "İğdir"])
def test_a_search_finds_a_name_however_it_is_typed(typed):
    assert search_key(typed) == "igdir"


def test_a_letter_that_is_written_as_two_code_points_is_the_same_letter():
    assert search_key("c\u0327ag\u0306") == search_key("çağ") == "cag"
    assert sort_key("c\u0327ag\u0306") == sort_key("çağ")


def test_names_sort_in_the_order_of_the_turkish_alphabet():
    names = ["Zeki", "İnci", "Işık", "Çağ", "Cem", "Şule", "Suna", "Öz", "Oya", "Ufuk", "Ümit"]
    assert sorted(names, key=sort_key) == [
        "Cem",
        "Çağ",
        "Işık",
        "İnci",
        "Oya",
        "Öz",
        "Suna",
        "Şule",
        "Ufuk",
        "Ümit",
        "Zeki",
    ]


def test_a_short_name_sorts_before_a_longer_one_and_other_scripts_last():
    assert sort_key("Can") < sort_key("Can Ali") < sort_key("Canan") < sort_key("Жанна")


def test_the_81_provinces_stand_in_alphabetical_order():
    names = [name for _, name in by_name()]
    assert len(names) == len(PROVINCES) == 81
    assert names.index("Isparta") < names.index("İstanbul") < names.index("İzmir")
    assert names.index("Siirt") < names.index("Şanlıurfa") < names.index("Tekirdağ")


@given(st.text())
def test_a_key_can_be_made_of_any_text_and_stays_as_it_is(text):
    key = search_key(text)
    assert key == key.strip() and "  " not in key
    sort_key(text)


@given(st.text(alphabet="abcçdefgğhıijklmnoöpqrsştuüvwxyzABCÇDEFGĞHIİJKLMNOÖPQRSŞTUÜVWXYZ "))
def test_case_never_decides_what_a_search_finds(text):
    assert search_key(upper(text)) == search_key(lower(text)) == search_key(text)
