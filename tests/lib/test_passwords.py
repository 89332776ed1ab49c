import pytest

from lib.passwords import hash_password, matches


@pytest.fixture(scope="module")
def kept() -> str:
    return hash_password("gizli şifre, ığdır")


def test_hash_holds_no_password_and_matches_only_the_right_one(kept):
    assert "gizli" not in kept
    assert matches("gizli şifre, ığdır", kept)
    assert not matches("gizli şifre, iğdır", kept)


def test_letters_that_a_keyboard_composes_of_two_characters_match(kept):
    assert matches("gizli s\u0327ifre, ıg\u0306dır", kept)


def test_no_account_matches_nothing():
    assert not matches("nobody signs in with this", None)


@pytest.mark.parametrize("odd", ["", "\x00", "\ud800", "x" * 10_000])
def test_odd_passwords_are_wrong_not_errors(kept, odd):
    assert not matches(odd, kept)


def test_broken_hash_matches_nothing():
    assert not matches("x", "not a hash")
