"""Integer programmes in which every number is whole, solved to the optimum by HiGHS.

HiGHS runs in a process of its own (lib/highs_process.py), which ends once it has solved: a fault of
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
from lib.refusals import Refusal

_SECONDS = 20
_LIBRARY = "libhighs.dylib" if sys.platform == "darwin" else "libhighs.so"


class NotSolved(Refusal):
    """No optimum was proven in the time that is allowed."""


class Programme:
    """Columns are whole numbers from 0 to a bound; each row is a sum of columns within bounds."""

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
        """Add what each column earns. A goal decides among what is best for the goals before it."""
        self._goals.append(rewards)

    def solve(self) -> list[int]:
        """The best value of each column; the same programme gives the same values. Raises
        NotSolved."""
        return solved([self])[0]

    def sent(self) -> highs_process.Sent:
        goals = [[rewards.get(column, 0) for column in self.columns] for rewards in self._goals]
        return self._most, self._rows, goals


def solved(programmes: Sequence[Programme], *, seconds: int = _SECONDS) -> list[list[int]]:
    """The best values of each programme, all of them within so many seconds. Raises NotSolved.

    Starting the process takes longer than most programmes, so one process solves many.
    """
    asked = [programme.sent() for programme in programmes if programme.columns]
    answers = iter(_answers(asked, seconds) if asked else [])
    return [next(answers) if programme.columns else [] for programme in programmes]


def _answers(asked: list[highs_process.Sent], seconds: int) -> list[list[int]]:
    try:
        ended = subprocess.run(  # noqa: S603 - our own program
            command(seconds + 1),  # so that it ends by itself if we are killed
            input=marshal.dumps(asked),
            capture_output=True,
            check=True,
            timeout=seconds,
        )
    except OSError as fault:  # no more processes or memory for one
        logging.getLogger(__name__).error("the solver cannot be started: %s", fault)
        raise NotSolved("the solver cannot be started") from None
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
    """The command that starts a solver, which uses at most so many seconds of a processor."""
    return [
        sys.executable,
        "-I",  # nothing from the environment, nor from the folder where we are
        "-S",  # no installed packages: looking for them takes longer than solving
        highs_process.__file__,
        str(Path(highsbox.highs_lib_dir(), _LIBRARY)),
        str(seconds),
    ]
