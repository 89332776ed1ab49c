"""Impact against feasibility: what would change most, and can be done, stands at the upper right."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from exports.charts.canvas import NARROW, SMALL, TEXT, Canvas
from exports.charts.figure import Chart, FigureTable
from exports.charts.numbers import decimal, whole
from queries.problems.scores import HIGH

_LEFT, _ROOM = 24, 12
_LEAST, _MOST = 0.75, 5.25
_NAMED = 3
"""How many problems at one place are named by their number."""


@dataclass(frozen=True)
class MatrixPoint:
    number: int
    """Its place in the list."""
    title: str
    impact: float
    feasibility: float

    @property
    def field(self) -> str:
        """In which quarter it stands."""
        fields: dict[tuple[bool, bool], str] = {
            (True, True): _("High impact, feasible"),
            (True, False): _("High impact, hard"),
            (False, True): _("Low impact, feasible"),
            (False, False): _("Low impact, hard"),
        }
        return fields[self.impact >= HIGH, self.feasibility >= HIGH]


def matrix_chart(points: Sequence[MatrixPoint], *, id: str, width: int = NARROW) -> Chart:
    canvas = Canvas(width)
    plot = _Plot(canvas, side=width - _LEFT - _ROOM)
    plot.frame()
    for place, there in _by_place(points).items():
        plot.mark(*place, there)
    return Chart(
        canvas=canvas,
        id=id,
        title=_("Impact and feasibility"),
        description=_description(points),
        table=_table(points),
    )


class _Plot:
    """Feasibility to the right, impact upwards, each from 1 to 5."""

    def __init__(self, canvas: Canvas, *, side: float) -> None:
        self.canvas, self.side, self.top = canvas, side, SMALL * 1.6

    def frame(self) -> None:
        canvas, high = self.canvas, self._x(HIGH)
        canvas.text(0, SMALL, _("Impact"), "muted", size=SMALL)
        canvas.rect(_LEFT, self.top, self.side, self.side, "ground", edge="control")
        canvas.line(high, self.top, high, self.top + self.side, "line", thick=2)
        level = self._y(HIGH)
        canvas.line(_LEFT, level, _LEFT + self.side, level, "line", thick=2)
        below = self.top + self.side + TEXT + 4
        for point in range(1, 6):
            canvas.text(_LEFT - 8, self._y(point) + 4, whole(point), size=SMALL, anchor="end")
            canvas.text(self._x(point), below, whole(point), size=SMALL, anchor="middle")
        canvas.y = below + SMALL * 1.6
        canvas.text(
            _LEFT + self.side, canvas.y, _("Feasibility"), "muted", size=SMALL, anchor="end"
        )
        canvas.y += 6

    def mark(self, impact: float, feasibility: float, numbers: Sequence[int]) -> None:
        x, y = self._x(feasibility), self._y(impact)
        self.canvas.dot(x, y, "primary")
        words = ", ".join(map(whole, numbers[:_NAMED]))
        more = f" +{whole(len(numbers) - _NAMED)}" if len(numbers) > _NAMED else ""
        self.canvas.text(x, y + 8 + SMALL, words + more, size=SMALL, bold=True, anchor="middle")

    def _x(self, feasibility: float) -> float:
        return _LEFT + self.side * (feasibility - _LEAST) / (_MOST - _LEAST)

    def _y(self, impact: float) -> float:
        return self.top + self.side * (_MOST - impact) / (_MOST - _LEAST)


def _by_place(points: Sequence[MatrixPoint]) -> dict[tuple[float, float], list[int]]:
    places: defaultdict[tuple[float, float], list[int]] = defaultdict(list)
    for point in points:
        places[point.impact, point.feasibility].append(point.number)
    return dict(places)


def _description(points: Sequence[MatrixPoint]) -> str:
    first = [p for p in points if p.impact >= HIGH and p.feasibility >= HIGH]
    words: str = _(
        "Medians of the moderators, 1 to 5; from %(high)s on they are high. Of %(all)s problems"
        " with a median, %(first)s have a high impact and are feasible.",
        high=decimal(HIGH, 1),
        all=whole(len(points)),
        first=whole(len(first)),
    )
    return words


def _table(points: Sequence[MatrixPoint]) -> FigureTable:
    rows = [
        [
            f"{whole(point.number)}. {point.title}",
            decimal(point.impact, 1),
            decimal(point.feasibility, 1),
            point.field,
        ]
        for point in points
    ]
    return FigureTable([_("Problem"), _("Impact"), _("Feasibility"), _("Field")], rows)
