"""Reads lines typed from a list on paper: a short code, and the time written beside it."""

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from lib import short_codes

_LINE = re.compile(r"\s*(\w{4}(?:\s?[\-–.]\s?|\s)?\w{4})(?:[\s,;:|]+(.*))?", re.DOTALL)
_TIME = re.compile(
    r"(?:saat\s+|at\s+)?(\d{1,2})(?:[.:, ]?(\d{2}))?(?:[.:](\d{2}))?\s*(am|pm)?", re.IGNORECASE
)


class Fault(StrEnum):
    """What is wrong with a line."""

    NO_CODE = "no_code"
    """The line does not begin with a short code, or the code was mistyped."""
    NO_TIME = "no_time"
    """The text after the code is no time of day."""


@dataclass(frozen=True)
class PaperTick:
    code: str
    """Without its dash."""
    clock: time | None
    """None: the line gives no time."""


def read_line(line: str) -> PaperTick | Fault:
    """The tick in a line such as «ABCD-EFGH 9.05», «abcdefgh 09:05» or «ABCD EFGH», or what is
    wrong."""
    found = _LINE.fullmatch(line)
    code = short_codes.normalise(found[1]) if found else None
    if not found or not code:
        return Fault.NO_CODE
    written = (found[2] or "").strip()
    if not written:
        return PaperTick(code, None)
    clock = read_clock(written)
    return PaperTick(code, clock) if clock else Fault.NO_TIME


def read_clock(written: str) -> time | None:
    """The time in «9.05», «09:05», «9,05», «0905», «saat 9.05» or «9:05 pm»; None: no time.

    An hour alone is no time: «9» may be what is left of «9.05».
    """
    found = _TIME.fullmatch(written.strip())
    if not found or (found[2] is None and found[4] is None):
        return None
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    if half := (found[4] or "").lower():
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None
