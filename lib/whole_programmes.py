"""Integer programmes with whole numbers everywhere, solved to the optimum by HiGHS."""

from collections.abc import Iterable

_SECONDS = 20.0


class NotSolved(Exception):
    """No proven optimum in the time that is allowed."""


class Programme:
    """Columns are whole numbers from 0 to a bound; every row is a sum of columns within bounds."""

    def __init__(self) -> None:
        self._most: list[int] = []
        self._reward: list[int] = []
        self._rows: list[tuple[list[int], float, float]] = []

    def add_column(self, most: int, *, reward: int = 0) -> int:
        self._most.append(most)
        self._reward.append(reward)
        return len(self._most) - 1

    def reward(self, column: int, reward: int) -> None:
        self._reward[column] = reward

    def add_row(self, columns: Iterable[int], *, least: int | None, most: int | None) -> None:
        infinite = float("inf")
        low = -infinite if least is None else float(least)
        self._rows.append((list(columns), low, infinite if most is None else float(most)))

    def solve(self) -> list[int]:
        """The values that earn the highest reward. The same programme gives the same values.

        Raises NotSolved.
        """
        if not self._most:
            return []
        # Here and not above: it brings numpy along, which no other page of the site needs.
        import highspy  # noqa: PLC0415
        import numpy as np  # noqa: PLC0415

        # The class that highspy.Highs wraps: the wrapper prints a banner to the standard output.
        solver = highspy._core._Highs()
        for option, value in {
            "output_flag": False,
            "threads": 1,  # several would find one of several optima, now this and now that one
            "random_seed": 1,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 0.5,  # rewards are whole numbers
            "time_limit": _SECONDS,
        }.items():
            solver.setOptionValue(option, value)
        count = len(self._most)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count, len(self._rows)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = np.array(self._reward, dtype=float)
        model.col_lower_ = np.zeros(count)
        model.col_upper_ = np.array(self._most, dtype=float)
        model.integrality_ = [highspy.HighsVarType.kInteger] * count
        model.row_lower_ = np.array([low for _, low, _ in self._rows])
        model.row_upper_ = np.array([high for _, _, high in self._rows])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        columns = [column for row, _, _ in self._rows for column in row]
        starts = np.cumsum([0, *(len(row) for row, _, _ in self._rows)])
        model.a_matrix_.start_ = starts.astype(np.int32)
        model.a_matrix_.index_ = np.array(columns, dtype=np.int32)
        model.a_matrix_.value_ = np.ones(len(columns))
        solver.passModel(model)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise NotSolved(solver.modelStatusToString(solver.getModelStatus()))
        return [round(value) for value in solver.getSolution().col_value]
