"""How many requests each route was asked for, and how long they took: for /metrics.

The processes of one site keep their figures in files that they share. Each process holds a slot: the
lowest number that no living process has, by a lock that ends with it. So files are used again after
a restart or a kill, counts go on, and there are never more files than there were processes at once.
"""

import fcntl
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from prometheus_client import CollectorRegistry, Gauge, Histogram, values
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector

_SLOTS = 64
_SIZES = {"histogram": 4 * 1024 * 1024, "gauge_livesum": 64 * 1024}
"""In bytes, given to each file at once: a full disk would else kill the process at its next count."""
_LARGEST = 16 * 1024 * 1024
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

_shared: list[tuple[Path, IO[bytes]]] = []
"""The folder in which this process shares its figures, and its lock; empty: it keeps them alone."""


def share_figures(folder: Path) -> int | None:
    """Take a slot for this process, before any figure is made. None: there is no room for one.

    The library finds the folder by PROMETHEUS_MULTIPROC_DIR, which the caller sets.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        slot, lock = next(_free_slots(folder))
        for kind, size in _SIZES.items():
            _make_room(folder / f"{kind}_{slot}.db", size)
    except (OSError, StopIteration):
        return None
    _shared[:] = [(folder, lock)]
    values.ValueClass = values.MultiProcessValue(lambda: slot)  # type: ignore[no-untyped-call]
    return slot


class RequestFigures:
    """Of one process, or of all that share a folder."""

    def __init__(self) -> None:
        self._own = CollectorRegistry()
        self._seconds = Histogram(
            "meydan_request_seconds",
            "Seconds from a request to its answer.",
            ("route", "method", "status"),
            buckets=_SECONDS,
            registry=self._own,
        )
        self.connections = Gauge(
            "meydan_database_connections_in_use",
            "Connections to the database that are at work.",
            multiprocess_mode="livesum",
            registry=self._own,
        )
        self.connections.set(0)  # whoever had the slot before may have been killed
        self._noted: dict[tuple[str, str, int], Histogram] = {}

    def note(self, *, route: str, method: str, status: int, seconds: float) -> None:
        key = (route, method, status // 100)
        noted = self._noted.get(key)
        if noted is None:
            noted = self._noted[key] = self._seconds.labels(route, method, f"{key[2]}xx")
        noted.observe(seconds)

    def registry(self) -> CollectorRegistry:
        """A registry of its own, to which the caller may add more."""
        registry = CollectorRegistry()
        if _shared:
            MultiProcessCollector(registry, str(_shared[0][0]))  # type: ignore[no-untyped-call]
        else:
            registry.register(self._own)
        return registry


def _free_slots(folder: Path) -> Iterator[tuple[int, IO[bytes]]]:
    for slot in range(_SLOTS):
        lock = (folder / f"slot-{slot}.lock").open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
        else:
            yield slot, lock


def _make_room(file: Path, size: int) -> None:
    """Let the file be one that the library can go on with, with room that no full disk takes."""
    if file.exists() and (file.stat().st_size > _LARGEST or not _is_sound(file)):
        file.unlink()
    with file.open("ab") as opened:
        os.posix_fallocate(opened.fileno(), 0, size)


def _is_sound(file: Path) -> bool:
    """False where the machine stopped in the middle of a write."""
    with file.open("rb") as opened:
        used = int.from_bytes(opened.read(4), sys.byteorder, signed=True)
    if not 0 <= used <= file.stat().st_size:
        return False
    try:
        read = MmapedDict.read_all_values_from_file(str(file))  # type: ignore[no-untyped-call]
        return all(True for _value in read)
    except Exception:  # whatever its bytes lead to
        return False
