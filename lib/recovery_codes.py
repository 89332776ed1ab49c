"""Recovery codes: «7K3M-QX4T-9ZPB-HV2D-NC8R-W5JF», in the symbols of the tickets' short codes.

24 of 31 symbols are 118 random bits: with so many a plain SHA-256 keeps them, as it keeps tokens,
and a new SECRET_KEY makes none of them worthless.
"""

import secrets

from lib.short_codes import ALPHABET

_GROUPS, _SYMBOLS = 6, 4


def new_recovery_code() -> str:
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _symbol in range(_SYMBOLS))
        for _group in range(_GROUPS)
    )


def normalise(typed: str) -> str:
    """The code that was meant, however its letters, spaces and dashes were typed."""
    symbols = "".join(symbol for symbol in typed.upper() if symbol in ALPHABET)
    return "-".join(symbols[at : at + _SYMBOLS] for at in range(0, len(symbols), _SYMBOLS))
