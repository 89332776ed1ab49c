"""Runs tests as at another moment: `python -m tests.at 2027-10-31T03:50 tests/lib -x`.

A moment without an offset is Istanbul's; `23:40` alone is today's. The clock ticks on from there.
Python's processes are shifted by time-machine (`shifted_clock/`), Chromium by libfaketime (see
`chromium_environment`). PostgreSQL is not: nothing of ours asks it for the time, which
tests/house/test_clock.py watches.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from zoneinfo import ZoneInfo

ISTANBUL = ZoneInfo("Europe/Istanbul")
AHEAD = "CLOCK_AHEAD"
"""In the environment: how many seconds the clock is ahead of the true one."""
STEPS = "CLOCK_STEPS"
"""In the environment: the file that says by how many seconds the clock steps on from there."""
_FOLDER = Path(__file__).parent / "shifted_clock"


def seconds_ahead(moment: str, *, now: datetime) -> int:
    """Negative for the past. Up to a second more, never less: a run begins at its moment or just
    after. Raises ValueError for what is no moment."""
    if len(moment) <= len("23:40"):
        moment = f"{now.astimezone(ISTANBUL).date().isoformat()}T{moment}"
    meant = datetime.fromisoformat(moment)
    if meant.tzinfo is None:
        meant = meant.replace(tzinfo=ISTANBUL)
    return ceil((meant - now).total_seconds())


def shifted_environment(moment: str) -> dict[str, str]:
    """In which Python starts at this moment, and so do the Python processes that it starts."""
    ahead = seconds_ahead(moment, now=datetime.now(UTC))
    return {**os.environ, AHEAD: str(ahead), "PYTHONPATH": _path()}


class Steps:
    """Lets the clock of other processes step while they run, as when somebody sets it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.write_text("0", "ascii")
        self.environment = {STEPS: str(file), "PYTHONPATH": _path()}

    def to(self, ahead: timedelta) -> None:
        """So far ahead of this process's clock."""
        self.file.write_text(str(int(ahead.total_seconds())), "ascii")

    def reached_by(self, process: int) -> bool:
        """Whether this process's clock is where it was last told to be."""
        answer = self.file.with_name(f"{self.file.name}.{process}")
        return answer.exists() and answer.read_text("ascii") == self.file.read_text("ascii")


def _path() -> str:
    before = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return os.pathsep.join(dict.fromkeys([str(_FOLDER), *filter(None, before)]))


def chromium_environment() -> dict[str, str | float | bool] | None:
    """In which Chromium has the clock of our processes; None where that is the true one.

    libfaketime moves only what Chromium reads as the time of day. Without the two switches its
    waits take minutes. (Python's own processes cannot run under it: Debian's 0.9.10 breaks
    `sleep` of Python 3.11, https://github.com/wolfcw/libfaketime/issues/426.)
    """
    if AHEAD not in os.environ:
        return None
    libraries = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    assert libraries, "a browser at another moment needs libfaketime: install Debian's faketime"
    return {
        **os.environ,
        "LD_PRELOAD": str(libraries[0]),
        "FAKETIME": f"{int(os.environ[AHEAD]):+d}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",
    }


def clear_up_after_chromium() -> None:
    """libfaketime leaves files of processes that were killed; a new process of that number would
    not start."""
    for path in Path("/dev/shm").glob("*faketime_*_*"):  # noqa: S108
        if not Path("/proc", path.name.rpartition("_")[2]).exists():
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    _, moment, *arguments = sys.argv
    command = [sys.executable, "-m", "pytest", *arguments]
    os.execve(sys.executable, command, shifted_environment(moment))  # noqa: S606
