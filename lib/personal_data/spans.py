import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

_FREE = re.compile(rb"\0+")


class Kind(StrEnum):
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    IDENTITY = "identity"
    """Of a person: identity, tax, passport, licence and plate numbers."""
    ACCOUNT = "account"
    INSULT = "insult"


@dataclass(frozen=True, order=True)
class Span:
    start: int
    end: int
    """Exclusive."""
    kind: Kind
    doubtful: bool = False
    """A word that is a name, but also many other things."""


def apart(spans: Iterable[Span], text: str) -> list[Span]:
    """The spans in their order, no two overlapping. Those of one kind that overlap become one; of
    two kinds the longer wins, and what remains of the shorter is kept."""
    taken = bytearray(len(text))
    kept: list[Span] = []
    for span in sorted(_united(spans), key=lambda span: (span.start - span.end, span)):
        kept += (piece for piece in _free(span, taken) if _says_something(piece, text))
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    return sorted(kept)


def _united(spans: Iterable[Span]) -> Iterator[Span]:
    for kind, alike in groupby(sorted(spans, key=lambda s: (s.kind, s)), lambda s: s.kind):
        start = end = 0
        for span in alike:
            if span.start >= end > start:
                yield Span(start, end, kind)
            if span.start >= end:
                start, end = span.start, span.end
            end = max(end, span.end)
        if end > start:
            yield Span(start, end, kind)


def _free(span: Span, taken: bytearray) -> Iterator[Span]:
    """The parts of the span that nothing else takes."""
    for found in _FREE.finditer(taken, span.start, span.end):
        yield Span(found.start(), found.end(), span.kind)


def _says_something(span: Span, text: str) -> bool:
    return any(map(str.isalnum, text[span.start : span.end]))
