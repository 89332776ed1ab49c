"""Integer programmes with whole numbers everywhere, solved to the optimum by HiGHS.

HiGHS runs in a process of its own (lib/highs_process.py), which ends with its answer: a fault of
HiGHS cannot end ours, its memory is given back, and no file is written.
"""

import logging
import marshal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import highsbox

from lib import highs_process

_SECONDS = 20
_LIBRARY = "libhighs.dylib" if sys.platform == "darwin" else "libhighs.so"


class NotSolved(Exception):
    """No proven optimum in the time that is allowed."""


class Programme:
    """Columns are whole numbers from 0 to a bound; every row is a sum of columns within bounds."""

    def __init__(self) -> None:
        self._most: list[int] = []
        self._rows: list[highs_process.Row] = []
        self._goals: list[Mapping[int, int]] = []

    @property
    def columns(self) -> range:
        return range(len(self._most))

    def add_column(self, most: int) -> int:
        self._most.append(most)
        return len(self._most) - 1

    def add_row(self, columns: Iterable[int], *, least: int | None, most: int | None) -> None:
        infinite = float("inf")
        low = -infinite if least is None else float(least)
        self._rows.append((list(columns), low, infinite if most is None else float(most)))

    def add_goal(self, rewards: Mapping[int, int]) -> None:
        """What each column earns. A goal decides among what is best for the goals before it."""
        self._goals.append(rewards)

    def solve(self) -> list[int]:
        """The best values. The same programme gives the same values. Raises NotSolved."""
        return solved([self])[0]

    def sent(self) -> highs_process.Sent:
        goals = [[rewards.get(column, 0) for column in self.columns] for rewards in self._goals]
        return self._most, self._rows, goals


def solved(programmes: Sequence[Programme], *, seconds: int = _SECONDS) -> list[list[int]]:
    """The best values of each, all of them within so many seconds. Raises NotSolved.

    Starting the process takes longer than most programmes, so many are solved by one.
    """
    asked = [programme.sent() for programme in programmes if programme.columns]
    answers = iter(_answers(asked, seconds) if asked else [])
    return [next(answers) if programme.columns else [] for programme in programmes]


def _answers(asked: list[highs_process.Sent], seconds: int) -> list[list[int]]:
    try:
        ended = subprocess.run(  # noqa: S603 - our own program
            command(seconds + 1),  # should we be killed, it ends by itself
            input=marshal.dumps(asked),
            capture_output=True,
            check=True,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise NotSolved("no optimum in time") from None
    except subprocess.CalledProcessError as fault:
        logging.getLogger(__name__).error("%s: %s", fault, fault.stderr.decode(errors="replace"))
        raise NotSolved("the solver ended early") from None
    answers: list[list[int] | None] = marshal.loads(ended.stdout)  # noqa: S302 - our own program
    found = [values for values in answers if values is not None]
    if len(found) != len(asked):
        raise NotSolved("no optimum is proven")
    return found


def command(seconds: int) -> list[str]:
    """Starts a solver that uses so many seconds of a processor at most."""
    return [
        sys.executable,
        "-I",  # nothing from the environment, nor from the folder where we are
        "-S",  # nothing of what is installed: looking for it takes longer than the solving
        highs_process.__file__,
        str(Path(highsbox.highs_lib_dir(), _LIBRARY)),
        str(seconds),
    ]
