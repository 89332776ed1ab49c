"""Moves the clock of a whole Python process, and so of every Python process that it starts.

Python imports this by itself where PYTHONPATH names this folder; `tests/at.py` sets that up. The
clock ticks on. What lasts (`monotonic`, `perf_counter`, `sleep`) stays as it is.
"""

import os
from datetime import timedelta
from time import monotonic, time

import time_machine

_LATE = 0.001  # seconds that this process may be behind the others


def _travel(ahead: timedelta) -> bool:
    """Whether we got there in time: on a busy machine we may be held up on the way."""
    begun = monotonic()
    journey = time_machine.travel(ahead, tick=True)
    journey.start()
    time()  # the clock starts to tick when it is first asked
    if monotonic() - begun < _LATE:
        return True
    journey.stop()
    return False


while not _travel(timedelta(seconds=int(os.environ["CLOCK_AHEAD"]))):
    pass
