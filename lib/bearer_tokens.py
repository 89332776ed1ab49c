"""Bearer tokens: long random texts of which only a fingerprint is kept."""

from hashlib import sha256

PREFIX = "myd_"
"""By this beginning people, and programs that look for leaked secrets, recognise a token."""


def fingerprint(token: str) -> str:
    """SHA-256 in hexadecimal. 32 random bytes need no slow hash: there is nothing to guess."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
