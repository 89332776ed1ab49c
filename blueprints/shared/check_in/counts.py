"""How many are in, for all who look: counted for them together, not for each of them.

Counting a door with 100,000 admissions takes some tenths of a second. However many screens watch,
a process spends no more than a twentieth of its time on counting a door, or the whole programme, as
long as that leaves no counter older than the scanner's second look: while one thread counts, the
others answer what was counted last.
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
"""Seconds: the scanner looks again two seconds after a reading (RECOUNT in scanner.js), so one count
that was slow by chance hides nobody from it. Only counting that takes as long by itself serves
longer: for as long as it took."""
_LATE = 10.0
"""Seconds for which a count that is over still answers others while one thread counts anew."""
_CHEAP = 0.03
"""Seconds: where counting takes less, whoever has just changed a number sees it changed."""


def _lasts(took: float) -> float:
    return max(min(took * _SHARE, _OLDEST), took)


kept_counts = kept(lambda: KeptByCost[Any](_lasts, most=1_000, late=_LATE))


@dataclass(frozen=True)
class Figures:
    """What a screen beside a door shows."""

    counts: CheckpointCounts
    arrivals: Mapping[datetime, int]
    """First admissions by the minute, of the last day on which somebody came."""

    def mark(self) -> str:
        """Another one as soon as a number is another one, or somebody came at another minute."""
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
    """`fresh`: for who has just let somebody in. The caller may see this door."""
    return _counted(
        ("counts", checkpoint.id),
        lambda: checkpoint_counts(checkpoint, as_of=as_of),
        anew_below=_CHEAP if fresh else 0.0,
    )


def figures_of(checkpoint: Checkpoint, *, as_of: datetime) -> Figures:
    """For who watches. The caller may see this door."""
    arrivals = _counted(("arrivals", checkpoint.id), lambda: arrivals_by_minute(checkpoint))
    return Figures(counts_of(checkpoint, as_of=as_of), arrivals)


def figures_of_programme(*, at: datetime) -> ProgrammeFigures:
    """For who visits the site."""
    return _counted("programme", lambda: programme_figures(at=at))


def _counted(key: Hashable, count: Callable[[], Count], *, anew_below: float = 0.0) -> Count:
    def looking_only() -> Count:
        # SQLite lets one write at a time: who waits for this count may be the one, and wait for us.
        with sqlite.only_reading():
            return count()

    return cast(Count, kept_counts().read(key, looking_only, anew_below=anew_below))
