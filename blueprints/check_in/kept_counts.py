"""How many are in, for all who look: counted for them together, not for each of them.

Counting a door with 85,000 admissions takes some 70 ms. However many screens watch, a process
spends at most a twentieth of its time on counting a door.
"""

from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from flask import Flask, current_app

from models.check_in import Checkpoint
from queries.check_in import CheckpointCounts, checkpoint_counts

_NAME = "meydan_door_counts"
_SHARE = 20
_CHEAP = 0.03
"""Seconds: where counting takes less, whoever has just changed a number sees it changed."""


@dataclass(frozen=True)
class _Kept:
    counts: CheckpointCounts
    counted_at: float
    took: float

    def serves(self, *, fresh: bool) -> bool:
        if fresh and self.took < _CHEAP:
            return False
        return perf_counter() - self.counted_at < self.took * _SHARE


def init_app(app: Flask) -> None:
    app.extensions[_NAME] = {}


def counts_of(checkpoint: Checkpoint, *, as_of: datetime, fresh: bool = False) -> CheckpointCounts:
    """`fresh`: for who has just let somebody in. The caller may see this door."""
    kept: dict[int, _Kept] = current_app.extensions[_NAME]
    last = kept.get(checkpoint.id)
    if last is None or not last.serves(fresh=fresh):
        begun = perf_counter()
        counts = checkpoint_counts(checkpoint, as_of=as_of)
        ended = perf_counter()
        last = kept[checkpoint.id] = _Kept(counts, ended, ended - begun)
    return last.counts
