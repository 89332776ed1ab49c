"""Finds personal data and insults in what people write, mostly in Turkish.

A moderator decides about everything found, so it errs towards finding.
"""

from lib.personal_data import addresses, engine, insults, names, numbers
from lib.personal_data.reading import Reading
from lib.personal_data.spans import Kind, Span, apart

__all__ = ["Kind", "Span", "found_in"]


def found_in(text: str) -> list[Span]:
    """What the public should not read, in code points of the text, in its order; no two overlap,
    and the longest come first where they would. Takes any text, and never raises."""
    reading = Reading(text)
    spans = [
        *numbers.spans_in(reading),
        *addresses.spans_in(reading),
        *names.spans_in(reading),
        *insults.spans_in(reading),
        *engine.spans_in(reading.letters),
    ]
    likely = [span for span in spans if _is_likely(span, reading)]
    return [reading.in_text(span) for span in apart(likely, reading.letters)]


def _is_likely(span: Span, reading: Reading) -> bool:
    return all(area.is_likely(span, reading) for area in (numbers, addresses, names))
