"""Whether a difference is shown, when many are looked at on one page, and in words how large."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

SHOWN: Final = 0.05
"""The adjusted p below which a difference is shown."""


class Words(StrEnum):
    """How large a difference is."""

    NONE = "none"
    """No difference shown."""
    BARELY = "barely"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


_BELOW: Final = ((0.147, Words.BARELY), (0.33, Words.SMALL), (0.474, Words.MEDIUM))


def holm(ps: Sequence[float | None]) -> list[float | None]:
    """Each p adjusted for all that are looked at together (Holm 1979), in the order given.

    None, an item that was not tested, stays None and does not count.
    """
    tested = sorted((p, at) for at, p in enumerate(ps) if p is not None)
    adjusted: list[float | None] = [None] * len(ps)
    least = 0.0
    for before, (p, at) in enumerate(tested):
        least = max(least, min(1.0, (len(tested) - before) * p))
        adjusted[at] = least
    return adjusted


def words(p_holm: float | None, delta: float | None) -> Words:
    """The size of Cliff's delta by the limits of Romano et al. 2006, where Holm's p is below .05."""
    if p_holm is None or delta is None or p_holm >= SHOWN:
        return Words.NONE
    return next((name for limit, name in _BELOW if abs(delta) < limit), Words.LARGE)
