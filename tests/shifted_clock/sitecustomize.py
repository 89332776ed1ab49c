"""Moves the clock of a whole Python process, and so of every Python process that it starts.

Python imports this by itself where PYTHONPATH names this folder; `tests/at.py` sets that up. The
clock ticks on. What lasts (`monotonic`, `perf_counter`, `sleep`) stays as it is.

Where CLOCK_STEPS names a file, the clock steps to as many seconds ahead as are written there,
whenever that changes; each process then writes the same beside it, under its own number.
"""

import os
from datetime import timedelta
from pathlib import Path
from threading import Thread
from time import monotonic, sleep, time

import time_machine

_LATE = 0.001  # seconds that this process may be behind the others


def _travel(ahead: timedelta) -> time_machine.Traveller | None:
    """None if we did not get there in time: on a busy machine we may be held up on the way."""
    begun = monotonic()
    journey = time_machine.travel(ahead, tick=True)
    clock = journey.start()
    time()  # the clock starts to tick when it is first asked
    if monotonic() - begun < _LATE:
        return clock
    journey.stop()
    return None


def _follow(clock: time_machine.Traveller, steps: str) -> None:
    was = "0"
    while True:
        told = Path(steps).read_text("ascii")
        if told and told != was:
            clock.shift(int(told) - int(was))
            Path(f"{steps}.{os.getpid()}").write_text(told, "ascii")
            was = told
        sleep(0.05)


while not (_clock := _travel(timedelta(seconds=int(os.environ.get("CLOCK_AHEAD", "0"))))):
    pass
if "CLOCK_STEPS" in os.environ:

    def _follow_on() -> None:
        args = _clock, os.environ["CLOCK_STEPS"]
        Thread(target=_follow, args=args, daemon=True).start()

    _follow_on()
    os.register_at_fork(after_in_child=_follow_on)
