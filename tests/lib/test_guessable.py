"""Which passwords may be chosen: nothing that is guessed first, and any sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.passwords import LONGEST, PasswordObjection, objection_to_password
from lib.provinces import PROVINCES

ABOUT = ("Ayşe Gül Yılmaz", "ayse.yilmaz@sivil.example.org", "meydan.example.org")
COMMON, NAMES = PasswordObjection.COMMON, PasswordObjection.NAMES


def objection(password):
    return objection_to_password(password, ABOUT)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("on bir harf", PasswordObjection.TOO_SHORT),
        ("s\u0327" * 11, PasswordObjection.TOO_SHORT),  # one character however it is composed
        ("mavi kapı " * 20 + "x", PasswordObjection.TOO_LONG),
        ("Password123456!", COMMON),
        ("P@ssw0rd2026!!", COMMON),
        ("passsswwword123", COMMON),
        ("ŞifremŞifrem1", COMMON),
        ("Hosgeldiniz2026", COMMON),
        ("qwertyuiop12", COMMON),
        ("asdfghjklşi1", COMMON),
        ("1qaz2wsx3edc", COMMON),
        ("q1w2e3r4t5y6", COMMON),
        ("a1s2d3f4g5h6", COMMON),
        ("1qa2ws3ed4rf", COMMON),
        ("qazwsxedcrfvtgb", COMMON),
        ("zaqwsxcderfv", COMMON),
        ("102030405060", COMMON),
        ("!@#$%^&*()_+", COMMON),
        ("123456789012", COMMON),
        ("112233445566", COMMON),
        ("0532 123 45 67 89 0", COMMON),
        ("aaaaaaaaaaaa", COMMON),
        ("abcabcabcabc", COMMON),
        ("Galatasaray 1905", COMMON),
        ("Fenerbahçe1907!", COMMON),
        ("ocak2026şubat", COMMON),
        ("Meydan-2026-Ankara", NAMES),
        ("AyşeYılmaz2026!", NAMES),
        ("ayse.yilmaz.1985", NAMES),
        ("yilmaz.sivil.example.org", NAMES),
        ("istanbul1453!", NAMES),
        ("Şanlıurfa Kahramanmaraş", NAMES),
        ("m3yd4n ank4r4 2026", NAMES),
    ],
)
def test_what_is_guessed_first_is_refused(password, why):
    assert objection(password) is why


@pytest.mark.parametrize(
    "password",
    [
        "açıl susam açıl",
        "yepyeni bir şifre",
        "mavi kapının ardında yağmur",
        "çorumda güzel bir gündü",
        "Ayşe her sabah erken kalkar",
        "a3f8-k2j9-x7q1",
        "482913750264",
        "#]}{;>~|<%&*+",
        "Kv9xTmRq2bWz",
        "on iki harften uzun",
        "密码是一个很长的句子不是吗",
    ],
)
def test_a_sentence_or_twelve_random_characters_may_be_chosen(password):
    assert objection(password) is None


TRIED = "Meydan Ayşe yılmaz AYSE sivil Parola Şifre qwerty 1234 2026 1985 Galatasaray dcba admin"
GUESSED = st.sampled_from([*TRIED.split(), *PROVINCES.values()])
DIVIDED = st.sampled_from(["", " ", "-", ".", "_", "!"])


@settings(deadline=None)
@given(st.lists(GUESSED, min_size=2, max_size=3), DIVIDED, st.sampled_from(["", "1", "!", "06"]))
def test_nothing_made_of_a_few_guessed_words_may_be_chosen(words, between, end):
    password = between.join(words) + end
    for typed in (password, password.upper(), password.replace("a", "@").replace("o", "0")):
        assert objection(typed) is not None, typed


@settings(deadline=None)
@given(st.text(max_size=LONGEST + 5))
def test_any_text_is_judged(password):
    assert objection(password) is None or objection(password) in PasswordObjection


@settings(deadline=None)
@given(st.text(alphabet="bcfgkpvxzw", min_size=12, max_size=40))
def test_what_is_refused_stays_refused_in_capitals(password):
    assert (objection(password) is None) == (objection(password.upper()) is None)
