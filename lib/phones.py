"""Phone numbers: kept as E.164, typed and shown as people in Türkiye write them."""

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

HOME = "TR"
_LONGEST = 100
"""In characters; the longest number has 15 digits, with spaces, brackets and an extension."""
_CALLING_CODE = phonenumbers.country_code_for_region(HOME)


def e164(text: str) -> str | None:
    """«+905321234567» for a possible number in any usual form; None for others. Without a country
    code the number is Turkish."""
    number = _parsed(text)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else None


def readable(text: str) -> str:
    """«0532 123 45 67» in Türkiye, «+49 30 123456» elsewhere; text that is no number stays as it
    is."""
    number = _parsed(text)
    if number is None:
        return text
    at_home = number.country_code == _CALLING_CODE
    style = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    written: str = phonenumbers.format_number(number, style)
    return re.sub(r"[()]", "", written)


def _parsed(text: str) -> PhoneNumber | None:
    if len(text) > _LONGEST:
        return None
    try:
        number = phonenumbers.parse(re.sub(r"^00", "+", text), HOME)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None
