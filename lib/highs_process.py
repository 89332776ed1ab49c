"""HiGHS in a process of its own: integer programmes come in, the best values go out.

lib/whole_programmes.py starts it. Even `typing` is not imported: starting takes longer than most
programmes.
"""

import marshal
import resource
import sys
from ctypes import CDLL, Array, c_double, c_int, c_void_p

Row = tuple[list[int], float, float]
"""Columns, and the least and the most that their sum may be."""
Sent = tuple[list[int], list[Row], list[list[int]]]
"""The columns' upper bounds; the rows; the goals, each as one reward for every column."""

_MEMORY = 2 * 1024**3  # bytes
# Numbers of HiGHS' C interface.
_BY_ROWS, _MAXIMISE, _WHOLE, _OPTIMAL = 2, -1, 1, 7


def main(library: str, seconds: int) -> None:
    _limit(seconds)
    highs = CDLL(library)
    highs.Highs_create.restype = c_void_p
    sent: list[Sent] = marshal.load(sys.stdin.buffer)  # noqa: S302 - from the process we belong to
    marshal.dump([_solved(highs, *programme) for programme in sent], sys.stdout.buffer)


def _limit(seconds: int) -> None:
    """Limit the processor time, so that the process ends even where nobody is left to end it; write
    no core file; limit the memory."""
    _lower(resource.RLIMIT_CPU, seconds)
    _lower(resource.RLIMIT_CORE, 0)
    if sys.platform != "darwin":  # which refuses it
        _lower(resource.RLIMIT_AS, _MEMORY)


def _lower(what: int, most: int) -> None:
    """A limit that is lower already stays."""
    _, hard = resource.getrlimit(what)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (limit, limit))


def _solved(
    highs: CDLL, most: list[int], rows: list[Row], goals: list[list[int]]
) -> list[int] | None:
    """The best values for the first goal, among these the best for the second, and so on.

    None: HiGHS proves no optimum.
    """
    solver = _Solver(highs, most, rows)
    values: list[int] | None = [0] * len(most)
    for goal in goals:
        values = solver.best(goal)
        if values is None:
            break
        solver.keep(goal, sum(reward * v for reward, v in zip(goal, values, strict=True)))
    solver.close()
    return values


class _Solver:
    """One model in HiGHS. The arrays in the calls are ours; HiGHS copies them."""

    def __init__(self, highs: CDLL, most: list[int], rows: list[Row]) -> None:
        self._highs = highs
        self._model = c_void_p(highs.Highs_create())
        self._count = len(most)
        self._set_options()
        columns = [column for row, _, _ in rows for column in row]
        starts = [0]
        for row, _, _ in rows:
            starts.append(starts[-1] + len(row))
        nothing = _doubles([0] * self._count)
        highs.Highs_passMip(
            self._model,
            self._count,
            len(rows),
            len(columns),
            _BY_ROWS,
            _MAXIMISE,
            c_double(0),
            nothing,  # no rewards yet: the goals bring them
            nothing,
            _doubles(most),
            _doubles([least for _, least, _ in rows]),
            _doubles([greatest for _, _, greatest in rows]),
            _ints(starts),
            _ints(columns),
            _doubles([1] * len(columns)),
            _ints([_WHOLE] * self._count),
        )

    def best(self, goal: list[int]) -> list[int] | None:
        self._highs.Highs_changeColsCostByRange(self._model, 0, self._count - 1, _doubles(goal))
        # HiGHS 1.12 finds some programmes infeasible in its presolve that are not; without it each
        # takes longer.
        if not (self._proves_optimum(b"choose") or self._proves_optimum(b"off")):
            return None
        found = (c_double * self._count)()
        self._highs.Highs_getSolution(self._model, found, None, None, None)
        return [round(value) for value in found]

    def _proves_optimum(self, presolve: bytes) -> bool:
        self._highs.Highs_setStringOptionValue(self._model, b"presolve", presolve)
        self._highs.Highs_clearSolver(self._model)
        self._highs.Highs_run(self._model)
        return bool(self._highs.Highs_getModelStatus(self._model) == _OPTIMAL)

    def keep(self, goal: list[int], reached: int) -> None:
        """Add the reached total as a bound, so that no later goal takes anything from this one."""
        rewarded = [column for column, reward in enumerate(goal) if reward]
        self._highs.Highs_addRow(
            self._model,
            c_double(reached),
            c_double(float("inf")),
            len(rewarded),
            _ints(rewarded),
            _doubles([goal[column] for column in rewarded]),
        )

    def close(self) -> None:
        self._highs.Highs_destroy(self._model)

    def _set_options(self) -> None:
        self._highs.Highs_setBoolOptionValue(self._model, b"output_flag", 0)
        # Several threads would find now one and now another of several optima.
        self._highs.Highs_setIntOptionValue(self._model, b"threads", 1)
        self._highs.Highs_setIntOptionValue(self._model, b"random_seed", 1)
        self._highs.Highs_setDoubleOptionValue(self._model, b"mip_rel_gap", c_double(0))
        # Rewards are whole numbers.
        self._highs.Highs_setDoubleOptionValue(self._model, b"mip_abs_gap", c_double(0.5))


def _doubles(numbers: list[int] | list[float]) -> Array[c_double]:
    return (c_double * len(numbers))(*numbers)


def _ints(numbers: list[int]) -> Array[c_int]:
    return (c_int * len(numbers))(*numbers)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
