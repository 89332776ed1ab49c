"""The eight characters below a ticket's QR code, for typing when no camera helps.

31 symbols without 0, 1, I, L and O, which people mistake for one another. The last symbol is a
weighted sum of the others modulo 31. Since 31 is prime and the weights 1 to 8 differ and are not
zero, every single wrong symbol and every swap of two symbols is noticed.
"""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}


def new_short_code() -> str:
    """A random code with its check symbol: one of 27.5 thousand million. The database keeps them
    unique."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + _check_symbol(body)


def normalise(typed: str) -> str | None:
    """The code that was meant, without spaces, dashes and dots; None: the check symbol says it was
    mistyped."""
    code = "".join(symbol for symbol in typed.upper() if symbol not in " -–.\t")
    if len(code) != LENGTH or any(symbol not in _VALUE for symbol in code):
        return None
    return code if _check_symbol(code[:-1]) == code[-1] else None


def printed(code: str) -> str:
    """The code as it is written on the ticket: `ABCD-EFGH`."""
    return f"{code[:4]}-{code[4:]}"


def _check_symbol(body: str) -> str:
    # The check symbol has weight 1, so it is minus the sum of the rest (weights 2 to 8).
    total = sum(weight * _VALUE[symbol] for weight, symbol in enumerate(body, start=2))
    return ALPHABET[-total % len(ALPHABET)]
