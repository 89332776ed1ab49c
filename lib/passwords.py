"""Passwords, kept only as Argon2id hashes."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lib.text import normalised

SHORTEST = 12
LONGEST = 200
"""In characters: long enough for any sentence, and short enough to cost nothing extra to hash."""

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
