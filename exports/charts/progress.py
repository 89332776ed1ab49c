"""How far the themes of a road map have come."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from exports.charts.canvas import NARROW, Canvas
from exports.charts.figure import Chart, FigureTable
from exports.charts.levels import Level, draw_levels
from exports.charts.numbers import share, whole


@dataclass(frozen=True)
class ThemeProgress:
    theme: str
    actions: int
    measured: int
    """How many of them have a progress."""
    mean: float | None
    """Of their progress, each between 0 and 100."""

    @property
    def words(self) -> str:
        return "–" if self.mean is None else share(round(self.mean), 100)


def progress_chart(themes: Sequence[ThemeProgress], *, id: str, width: int = NARROW) -> Chart:
    canvas = Canvas(width)
    draw_levels(canvas, [Level(theme.theme, theme.mean, theme.words) for theme in themes])
    rows = [[t.theme, whole(t.actions), whole(t.measured), t.words] for t in themes]
    return Chart(
        canvas=canvas,
        id=id,
        title=_("Progress of each theme"),
        description=_description(themes),
        table=FigureTable(
            [_("Theme"), _("Actions"), _("of them with a progress"), _("Mean progress")], rows
        ),
    )


def _description(themes: Sequence[ThemeProgress]) -> str:
    known = [(theme.mean, theme.theme) for theme in themes if theme.mean is not None]
    if not known:
        return str(_("No action has a target and a measurement yet."))
    low, high = min(known), max(known)
    words: str = _(
        "The mean progress of the actions in each theme. Least: %(least)s (%(low)s); most: %(most)s (%(high)s).",
        least=low[1],
        low=share(round(low[0]), 100),
        most=high[1],
        high=share(round(high[0]), 100),
    )
    return words
