"""Passwords: which ones may be chosen, and that only Argon2id hashes of them are kept."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lib.guessable import guesses
from lib.provinces import PROVINCES
from lib.text import normalised

SHORTEST = 12
LONGEST = 200
"""In characters: long enough for any sentence, and short enough to cost nothing extra to hash."""
ENOUGH = 6
"""What must remain where everything that is tried first counts as one character."""
_OF_THE_SITE = ("meydan", *PROVINCES.values())


class PasswordObjection(StrEnum):
    """Why a password may not be chosen."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    """It is, or is little more than, what everybody tries: words, years, rows of keys."""
    NAMES = "names"
    """It is little more than words about the person or the site."""


def objection_to_password(password: str, words: Iterable[str]) -> PasswordObjection | None:
    """Why this password may not be chosen; None: it may. There are no rules of composition.

    `words`: what those who know its owner try, such as their name and address.
    """
    if (length := len(normalised("NFC", password))) < SHORTEST:
        return PasswordObjection.TOO_SHORT
    if length > LONGEST:
        return PasswordObjection.TOO_LONG
    if guesses(password) < ENOUGH:
        return PasswordObjection.COMMON
    if guesses(password, (*words, *_OF_THE_SITE)) < ENOUGH:
        return PasswordObjection.NAMES
    return None


_HASHER = PasswordHasher()


def hash_password(password: str) -> str:
    return _HASHER.hash(_typed(password))


def matches(password: str, password_hash: str | None) -> bool:
    """Whether this is the password. Without a hash the result is False and takes as long."""
    try:
        same = _HASHER.verify(password_hash or _nobodys_hash(), _typed(password))
    except (VerificationError, InvalidHashError):
        return False
    return same and bool(password_hash)


def _typed(password: str) -> bytes:
    """The same bytes whether a keyboard sends ş as one character or as two."""
    return normalised("NFC", password).encode("utf-8", "surrogatepass")


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody signs in with this")
