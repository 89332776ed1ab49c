"""Phones, e-mail addresses, identity and account numbers, as people write them."""

import re
from collections.abc import Callable, Iterator

from lib.identity_numbers import identity_numbers_in
from lib.personal_data.reading import Reading
from lib.personal_data.spans import Kind, Span

_GAP = r"[ .\-/]{0,3}"
_PHONE_AT_HOME = re.compile(
    rf"(?<![\d+])(?P<before>(?:(?:\+|00){_GAP}\(?90\)?|90|\(?0){_GAP})?"
    rf"\(?(?P<area>0?[2-58]\d\d)\)?(?P<gap>{_GAP})\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}(?!\d)"
)
_PHONE_ABROAD = re.compile(rf"(?<![\d+])(?:\+|00){_GAP}[1-9](?:\)?{_GAP}\(?\d){{7,13}}(?!\d)")
_PHONE_NAMED = re.compile(
    r"(?<![a-z])(?:tel|telefon|gsm|cep|faks|fax|whatsapp|dahili|phone)[a-z]{0,8}"
    r"(?:[ .]{0,2}(?:no|numara)[a-z]{0,6})?[ .:=]{0,3}(?P<number>\d(?:[ .\-/]?\d){5,13})(?!\d)"
)
_NUMBER_NAMED = re.compile(
    r"(?<![a-z])(?:t\.?c\.?|tckn|kimlik|vkn|vergi|pasaport)(?![a-z])[^\d\n]{0,25}"
    r"(?P<number>\d(?:[ .\-]?\d){9,10})(?!\d)"
)
_IBAN = re.compile(r"(?<![a-z\d])[a-z]{2}\d{2}(?: ?[a-z\d]{4}){2,7}(?: ?[a-z\d]{1,3})?(?![a-z\d])")
_IBAN_AT_HOME = re.compile(r"(?<![a-z\d])tr(?:[ \-]?\d){24}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d{4}(?:[ \-]?\d{4}){3}(?!\d)")
_ACCOUNT_NAMED = re.compile(
    r"(?<![a-z])(?:hesap|kart|account)[a-z]{0,4}[ .]{0,2}(?:no|numara|number)[a-z]{0,6}"
    r"[^\da-z\n]{0,4}(?P<number>\d(?:[ \-]?\d){4,25})(?!\d)"
)
_AT = re.compile(r"@|[(\[{] ?(?:at|et) ?[)\]}]| at ")
_MAILBOX = re.compile(r"[a-z\d._%+\-]{1,64} ?\Z")
_SPOKEN = r"(?: ?[(\[{] ?(?:dot|nokta) ?[)\]}] ?| (?:dot|nokta) )"
_DOMAIN = re.compile(rf" ?[a-z\d\-]{{1,63}}(?:(?:\.|{_SPOKEN})[a-z\d\-]{{1,63}}){{0,6}}")
_MAIL_HOST = re.compile(rf" ?(?:gmail|hotmail|outlook|yahoo|yandex|icloud|mynet)\b|.*{_SPOKEN}")


_THOUSANDS = re.compile(r"\d{1,3}(?:[ .]\d{3})+")


def spans_in(reading: Reading) -> Iterator[Span]:
    text = reading.folded
    for start, end in identity_numbers_in(reading.letters):
        yield Span(start, end, Kind.IDENTITY)
    yield from _spans(_NUMBER_NAMED, text, Kind.IDENTITY)
    yield from _spans(_PHONE_AT_HOME, text, Kind.PHONE, _is_phone)
    yield from _spans(_PHONE_ABROAD, text, Kind.PHONE)
    yield from _spans(_PHONE_NAMED, text, Kind.PHONE)
    yield from _spans(_IBAN, text, Kind.ACCOUNT, lambda match: _is_iban(match[0]))
    yield from _spans(_IBAN_AT_HOME, text, Kind.ACCOUNT)
    yield from _spans(_CARD, text, Kind.ACCOUNT, lambda match: _is_card(match[0]))
    yield from _spans(_ACCOUNT_NAMED, text, Kind.ACCOUNT)
    yield from _emails(text)


def is_likely(span: Span, reading: Reading) -> bool:
    """Whether a found phone is no sum of money; any other span is likely."""
    found = reading.letters[span.start : span.end]
    return span.kind is not Kind.PHONE or not _THOUSANDS.fullmatch(found)


def _spans(
    pattern: re.Pattern[str],
    text: str,
    kind: Kind,
    is_one: Callable[[re.Match[str]], bool] = lambda _match: True,
) -> Iterator[Span]:
    """Where the pattern is found; its group `number` alone, if it has one."""
    group = "number" if "number" in pattern.groupindex else 0
    for match in pattern.finditer(text):
        if is_one(match):
            yield Span(match.start(group), match.end(group), kind)


def _is_phone(match: re.Match[str]) -> bool:
    """Without 0 or 90 before it, ten digits are a mobile's, or they stand in the usual groups."""
    return bool(match["before"] or match["area"][0] in "05" or match["gap"])


def _is_iban(found: str) -> bool:
    letters = re.sub(r"\W", "", found)
    number = "".join(str(int(letter, 36)) for letter in letters[4:] + letters[:4])
    return int(number) % 97 == 1


def _is_card(found: str) -> bool:
    digits = [int(digit) for digit in found if digit.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0 and any(digits)


def _emails(text: str) -> Iterator[Span]:
    """Looked for around each «@», so that a long text costs no more than its length."""
    for at in _AT.finditer(text):
        before = max(0, at.start() - 65)
        mailbox = _MAILBOX.search(text[before : at.start()])
        domain = _DOMAIN.match(text, at.end())
        if not mailbox or not domain:
            continue
        if at[0] == " at " and not _MAIL_HOST.match(domain[0]):
            continue
        yield Span(before + mailbox.start(), domain.end(), Kind.EMAIL)
