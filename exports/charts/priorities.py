"""Priorities of problems, 0 to 100, the most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from exports.charts.canvas import NARROW, Canvas
from exports.charts.figure import Chart, FigureTable
from exports.charts.levels import Level, draw_levels
from exports.charts.numbers import decimal, whole

MOST = 20
"""How many are drawn: more would not stand on a page."""


@dataclass(frozen=True)
class Urgent:
    number: int
    title: str
    priority: float

    @property
    def label(self) -> str:
        return f"{whole(self.number)}. {self.title}"


def priorities_chart(problems: Sequence[Urgent], *, id: str, width: int = NARROW) -> Chart:
    """The first of them as bars; the table has all."""
    canvas = Canvas(width)
    drawn = problems[:MOST]
    draw_levels(canvas, [Level(p.label, p.priority, decimal(p.priority, 1)) for p in drawn])
    return Chart(
        canvas=canvas,
        id=id,
        title=_("Priorities"),
        description=_description(problems),
        table=FigureTable(
            [_("Problem"), _("Priority")],
            [[problem.label, decimal(problem.priority, 1)] for problem in problems],
        ),
    )


def _description(problems: Sequence[Urgent]) -> str:
    count: str = ngettext("%(num)d problem", "%(num)d problems", len(problems))
    if not problems:
        return f"{count}."
    first, drawn = problems[0], min(len(problems), MOST)
    words = _(
        "The most urgent: %(title)s (%(priority)s of 100). The first %(drawn)s are drawn.",
        title=first.title,
        priority=decimal(first.priority, 1),
        drawn=whole(drawn),
    )
    return f"{count}. {words}"
