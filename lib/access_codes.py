"""Codes on paper that open a person's own page where no letter can reach them.

15 symbols, in three groups of five, out of 31 that nobody mistakes for one another: 74 bits, so
that guessing one of many codes is hopeless.
"""

import secrets

from lib.short_codes import ALPHABET

LENGTH = 15
_GROUP = 5


def new_access_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise(typed: str) -> str | None:
    """The code that was typed, without spaces, dashes and dots; None where it cannot be a code."""
    code = "".join(symbol for symbol in typed.upper() if symbol not in " -–.\t")
    if len(code) != LENGTH or any(symbol not in ALPHABET for symbol in code):
        return None
    return code


def printed(code: str) -> str:
    """The code as it is written on paper: `ABCDE-FGHJK-MNPQR`."""
    return "-".join(code[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))
