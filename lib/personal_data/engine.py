"""The seam to akana, which knows Turkish names and how numbers are written.

It is imported with the first text: 40 MB that the start of a process does not wait for. Where its
own code fails all the same, nothing is found by it.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from lib.personal_data.spans import Kind, Span

_KINDS = {
    "AD": Kind.NAME,
    "TEL": Kind.PHONE,
    "EMAIL": Kind.EMAIL,
    "ADRES": Kind.ADDRESS,
    "TCKN": Kind.IDENTITY,
    "VKN": Kind.IDENTITY,
    "PASAPORT": Kind.IDENTITY,
    "EHLIYET": Kind.IDENTITY,
    "PLAKA": Kind.IDENTITY,
    "IBAN": Kind.ACCOUNT,
    "HESAP_NO": Kind.ACCOUNT,
    "KART": Kind.ACCOUNT,
}
_FAULT = re.compile(r"(?<=\d)\W{3,}(?=\d)")
"""akana 0.8 stumbles over «6. / 2», and writes the text to the log."""
_SURE = 0.9
"""Below it stand single words that are names, and mean something else as well: «Özgür», «Sevgi»."""


def spans_in(text: str) -> Iterator[Span]:
    """`text` holds nothing that is no letter by itself: see lib.personal_data.reading."""
    for found in _found_in(text):
        kind = _KINDS.get(found["pii_type"])
        if kind is not None:
            yield Span(found["start"], found["end"], kind, found["confidence"] < _SURE)


def _found_in(text: str) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = _engine().detect(harmless(text))
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of Rust; no Exception in Python
            raise
        return []
    return found


def harmless(text: str) -> str:
    """The text, as long as it is, with nothing over which the engine stumbles."""
    return _FAULT.sub(lambda gap: "¦" * len(gap[0]), text)


@cache
def _engine() -> Any:
    from akana import TurkishPiiEngine  # noqa: PLC0415

    return TurkishPiiEngine()
