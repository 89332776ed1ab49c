"""Numbers at doors, counted once for all who look rather than for each of them.

Counting a door with 100,000 admissions takes some tenths of a second. However many screens watch, a
process spends at most a twentieth of its time on counting a door, or the whole programme, as long
as that leaves no count older than the scanner's second look: while one thread counts, the others
answer with the last count.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from extensions import kept
from lib import sqlite
from lib.keeping import KeptByCost
from models.checkpoints import Checkpoint
from queries.check_in.attendance import arrivals_by_minute
from queries.check_in.scans import CheckpointCounts, checkpoint_counts
from queries.events.programme import ProgrammeFigures, programme_figures

Count = TypeVar("Count")

_SHARE = 20
_OLDEST = 1.5
"""Seconds that a count is served: the scanner looks again two seconds after a reading (RECOUNT in
scanner.js), so a count that was slow by chance does not hide that reading. Only if counting itself
takes longer is a count served longer: for as long as counting took."""
_LATE = 10.0
"""Seconds for which an expired count is still served while one thread counts anew."""
_CHEAP = 0.03
"""Seconds: if counting takes less, whoever has just changed a number is shown a new count."""


def _lasts(took: float) -> float:
    return max(min(took * _SHARE, _OLDEST), took)


kept_counts = kept(lambda: KeptByCost[Any](_lasts, most=1_000, late=_LATE))


@dataclass(frozen=True)
class Figures:
    """The numbers that a screen beside a door shows."""

    counts: CheckpointCounts
    arrivals: Mapping[datetime, int]
    """First admissions by the minute, on the last day on which somebody came."""

    def mark(self) -> str:
        """A text that changes when any number or any minute of an admission changes."""
        counts = self.counts
        numbers = (
            counts.expected,
            counts.admitted,
            counts.inside,
            counts.refused,
            counts.conflicts,
            counts.by_sector,
        )
        minutes = sum(int(at.timestamp()) * came for at, came in self.arrivals.items())
        return f"{numbers} {len(self.arrivals)} {minutes}"


def counts_of(checkpoint: Checkpoint, *, as_of: datetime, fresh: bool = False) -> CheckpointCounts:
    """The counts of a door, maybe some seconds old. The caller has checked access to it.

    `fresh`: count anew if that is cheap, for somebody who has just let a person in.
    """
    return _counted(
        ("counts", checkpoint.id),
        lambda: checkpoint_counts(checkpoint, as_of=as_of),
        anew_below=_CHEAP if fresh else 0.0,
    )


def figures_of(checkpoint: Checkpoint, *, as_of: datetime) -> Figures:
    """Counts and arrivals of a door for a screen. The caller has checked access to it."""
    arrivals = _counted(("arrivals", checkpoint.id), lambda: arrivals_by_minute(checkpoint))
    return Figures(counts_of(checkpoint, as_of=as_of), arrivals)


def figures_of_programme(*, at: datetime) -> ProgrammeFigures:
    """The numbers of the whole programme, for visitors of the site."""
    return _counted("programme", lambda: programme_figures(at=at))


def _counted(key: Hashable, count: Callable[[], Count], *, anew_below: float = 0.0) -> Count:
    def looking_only() -> Count:
        # SQLite lets one write at a time: a request that waits for this count may hold the write
        # lock, and this count would wait for it.
        with sqlite.only_reading():
            return count()

    return cast(Count, kept_counts().read(key, looking_only, anew_below=anew_below))
