"""Where somebody lives: a street with a number. A street alone is where a pavement is broken."""

import re
from collections.abc import Iterator

from lib.personal_data.reading import Reading
from lib.personal_data.spans import Kind, Span

_WORD = r"(?:[A-ZÂÇĞİÎÖŞÜÛ0-9][\w.'\-]{0,24} )"
_ANY_WORD = r"(?:[\w.'\-]{2,25} )"
_STREET = (
    r"(?i:mah(?:\.|alles[iı]|alle)?|mh\.?|sok(?:\.|ak|ağ[ıi])?|sk\.?|cad(?:\.|desi|de)?|cd\.?"
    r"|bul(?:\.|var[ıi]?)|blv\.?|apt\.?|apartman[ıi]?|sitesi|street|st\.|avenue)"
)
_NUMBER = (
    r"(?i:(?:dış kap[ıi] |iç kap[ıi] )?no ?[.:]? ?\d{1,5}(?: ?/ ?\w{1,4})?\b|numara ?:? ?\d{1,5}\b"
    r"|d(?:aire|\.|:) ?(?:no ?)?:? ?\d{1,4}\b|k(?:at|\.|:) ?:? ?\d{1,3}\b"
    r"|\d{1,5} ?/ ?\d{1,4}\b|\d{1,5} numara(?:l[ıi])?\b|\d{5}\b)"
)
_PART = rf"(?:(?:{_WORD}{{1,4}}|{_ANY_WORD}){_STREET}(?!\w)|{_NUMBER})"
_CHAIN = re.compile(rf"(?<!\w){_PART}(?:[ ,.\-–/]{{0,3}}{_PART}){{1,7}}")
_HAS_STREET = re.compile(rf"(?<!\w){_STREET}(?!\w)")
_HAS_NUMBER = re.compile(_NUMBER)


def spans_in(reading: Reading) -> Iterator[Span]:
    for found in _CHAIN.finditer(reading.letters):
        if _HAS_STREET.search(found[0]) and _HAS_NUMBER.search(found[0]):
            yield Span(found.start(), found.end(), Kind.ADDRESS)


def is_likely(span: Span, reading: Reading) -> bool:
    """Whether a found address leads to a door; any other span is likely."""
    if span.kind is not Kind.ADDRESS:
        return True
    return any(letter.isdigit() for letter in reading.letters[span.start : span.end])
