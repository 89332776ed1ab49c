"""The charts of a problem list, by the name in their address."""

from collections.abc import Callable, Mapping

from exports.charts.canvas import NARROW
from exports.charts.figure import Chart
from exports.charts.matrix import MatrixPoint, matrix_chart
from exports.charts.priorities import Urgent, priorities_chart
from queries.problems.told import ToldList


def priorities_of(told: ToldList, *, width: int = NARROW) -> Chart | None:
    """None: there is no problem yet."""
    problems = [Urgent(p.place, p.title, float(p.priority)) for p in told.problems]
    return priorities_chart(problems, id="priorities", width=width) if problems else None


def matrix_of(told: ToldList, *, width: int = NARROW) -> Chart | None:
    """None: no problem was scored by enough moderators."""
    points = [
        MatrixPoint(problem.place, problem.title, problem.impact, problem.feasibility)
        for problem in told.problems
        if problem.impact is not None and problem.feasibility is not None
    ]
    return matrix_chart(points, id="matrix", width=width) if points else None


CHARTS: Mapping[str, Callable[[ToldList], Chart | None]] = {
    "priorities": priorities_of,
    "matrix": matrix_of,
}
