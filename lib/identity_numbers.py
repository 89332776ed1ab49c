"""Recognises Turkish identity numbers, so that none is kept."""

import re
import unicodedata
from collections.abc import Iterator

_ELEVEN_DIGITS = re.compile(r"(?<![0-9+])[1-9](?:[\s./_\-\u2010-\u2015]?[0-9]){10}(?![0-9])")


def holds_identity_number(text: str) -> bool:
    """Whether the text has eleven digits, in groups or not, with an identity number's two check
    digits."""
    return any(identity_numbers_in("".join(map(_as_read, text))))


def identity_numbers_in(plain: str) -> Iterator[tuple[int, int]]:
    """Where such numbers begin and end, in a text whose digits are 0 to 9."""
    for found in _ELEVEN_DIGITS.finditer(plain):
        if _checks(re.sub(r"\D", "", found[0])):
            yield found.span()


def _as_read(letter: str) -> str:
    """A digit of any script as 0 to 9; nothing for an invisible character."""
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    return "" if unicodedata.category(letter) == "Cf" else letter


def _checks(number: str) -> bool:
    digits = [int(digit) for digit in number]
    odd, even = sum(digits[0:9:2]), sum(digits[1:8:2])
    return digits[9] == (7 * odd - even) % 10 and digits[10] == sum(digits[:10]) % 10
