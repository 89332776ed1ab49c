"""How many are in, for all who look: counted for them together, not for each of them.

Counting a door with 100,000 admissions takes some tenths of a second. However many screens watch,
a process spends no more than a twentieth of its time on counting a door, or the whole programme, as
long as that leaves no counter older than the scanner's second look: while one thread counts, the
others answer what was counted last.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import perf_counter
from typing import Any, cast

from flask import Flask, current_app

from models.checkpoints import Checkpoint
from queries.check_in.attendance import arrivals_by_minute
from queries.check_in.scans import CheckpointCounts, checkpoint_counts
from queries.events.programme import ProgrammeFigures, programme_figures

_NAME = "meydan_kept_counts"
_SHARE = 20
_OLDEST = 1.5
"""Seconds: the scanner looks again two seconds after a reading (RECOUNT in scanner.js), so one count
that was slow by chance hides nobody from it. Only counting that takes as long by itself serves
longer: for as long as it took."""
_CHEAP = 0.03
"""Seconds: where counting takes less, whoever has just changed a number sees it changed."""


class _Kept:
    """The last result of one count, and whether somebody is at the next one."""

    def __init__(self) -> None:
        self.busy = Lock()
        self.value: Any = None
        self.counted_at: float | None = None
        self.took = 0.0

    def serves(self, *, fresh: bool) -> bool:
        if self.counted_at is None or (fresh and self.took < _CHEAP):
            return False
        age = perf_counter() - self.counted_at
        return age < max(min(self.took * _SHARE, _OLDEST), self.took)

    def read(self, count: Callable[[], Any], *, fresh: bool) -> Any:
        if self.serves(fresh=fresh):
            return self.value
        waits = self.counted_at is None or (fresh and self.took < _CHEAP)
        if not self.busy.acquire(blocking=waits):
            return self.value
        try:
            if not self.serves(fresh=fresh):  # else somebody counted while we waited
                self._count(count)
            return self.value
        finally:
            self.busy.release()

    def _count(self, count: Callable[[], Any]) -> None:
        begun = perf_counter()
        self.value = count()
        self.counted_at = perf_counter()
        self.took = self.counted_at - begun


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


def init_app(app: Flask) -> None:
    app.extensions[_NAME] = {}


def counts_of(checkpoint: Checkpoint, *, as_of: datetime, fresh: bool = False) -> CheckpointCounts:
    """`fresh`: for who has just let somebody in. The caller may see this door."""
    return cast(
        CheckpointCounts,
        _kept("counts", checkpoint.id).read(
            lambda: checkpoint_counts(checkpoint, as_of=as_of), fresh=fresh
        ),
    )


def figures_of(checkpoint: Checkpoint, *, as_of: datetime) -> Figures:
    """For who watches. The caller may see this door."""
    arrivals = _kept("arrivals", checkpoint.id).read(
        lambda: arrivals_by_minute(checkpoint), fresh=False
    )
    return Figures(counts_of(checkpoint, as_of=as_of), arrivals)


def figures_of_programme(*, at: datetime) -> ProgrammeFigures:
    """For who visits the site."""
    return cast(
        ProgrammeFigures,
        _kept("programme").read(lambda: programme_figures(at=at), fresh=False),
    )


def _kept(what: str, number: int = 0) -> _Kept:
    kept: dict[tuple[str, int], _Kept] = current_app.extensions[_NAME]
    return kept.setdefault((what, number), _Kept())
