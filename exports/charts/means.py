"""Means with their 95 % intervals, one below the other on one scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from exports.charts.axes import NO_ENDS, Axis, Ends
from exports.charts.canvas import NARROW, SMALL, TEXT, Canvas
from exports.charts.figure import Chart, Estimate, FigureTable
from exports.charts.numbers import between, decimal, interval_heading, share, whole
from lib.text_widths import text_width


@dataclass(frozen=True)
class MeanRow:
    label: str
    n: int
    mean: Estimate | None
    """None where nobody gave a number."""
    tone: str = "primary"
    """A tone of `COLOURS`: a sector has its own."""


@dataclass(frozen=True, kw_only=True)
class Means:
    """Rows of a matrix; or one question by sector, session, speaker, province or wave."""

    title: str
    rows: Sequence[MeanRow]
    heading: str
    """What the rows are: «Sector»."""
    least: int
    most: int
    ends: Ends = NO_ENDS


def means_chart(figures: Means, *, id: str, width: int = NARROW) -> Chart:
    canvas = Canvas(width)
    axis = Axis(
        canvas, figures.least, figures.most, width - room_for(row.mean for row in figures.rows)
    )
    for row in figures.rows:
        n = f"n = {whole(row.n)}"
        canvas.text(width, canvas.y + TEXT, n, "muted", size=SMALL, anchor="end")
        canvas.paragraph(row.label, room=text_width(n, SMALL) + 12)
        draw_mean(axis, row.mean, row.tone)
        canvas.y += 8
    axis.words(figures.ends)
    canvas.y += 8
    return Chart(
        canvas=canvas,
        id=id,
        title=figures.title,
        description=_description(figures),
        table=_table(figures),
    )


def room_for(means: Iterable[Estimate | None]) -> float:
    """How wide the numbers to the right of the scale are."""
    known = [mean for mean in means if mean]
    values = [text_width(decimal(mean.value), TEXT, bold=True) for mean in known]
    intervals = [text_width(between(mean.interval), SMALL) for mean in known]
    return max(values, default=0) + max(intervals, default=0) + 18


def draw_mean(axis: Axis, mean: Estimate | None, tone: str, *, hollow: bool = False) -> None:
    """One row: the scale with the mean on it, and its numbers beside it; then `y` is below."""
    canvas = axis.canvas
    middle = canvas.y + 11
    axis.track(middle)
    value = decimal(mean.value) if mean else "–"
    canvas.text(axis.right + 6, middle + 4.5, value, bold=True)
    if mean:
        axis.estimate(middle, mean, tone, hollow=hollow)
    if mean and mean.interval:
        canvas.text(
            canvas.width, middle + 4.5, between(mean.interval), "muted", size=SMALL, anchor="end"
        )
    canvas.y += 20


def _description(figures: Means) -> str:
    scale: str = _(
        "Means with %(level)s confidence intervals on a scale from %(least)s to %(most)s.",
        level=share(95, 100),
        least=decimal(figures.least, 0),
        most=decimal(figures.most, 0),
    )
    known = [(row.mean.value, row.label) for row in figures.rows if row.mean]
    if len(known) < 2:
        return scale
    low, high = min(known), max(known)
    ends = _(
        "Lowest: %(lowest)s (%(low)s); highest: %(highest)s (%(high)s).",
        lowest=low[1],
        low=decimal(low[0]),
        highest=high[1],
        high=decimal(high[0]),
    )
    return f"{scale} {ends}"


def _table(figures: Means) -> FigureTable:
    rows = [
        [
            row.label,
            whole(row.n),
            decimal(row.mean.value) if row.mean else "–",
            between(row.mean.interval) if row.mean else "–",
        ]
        for row in figures.rows
    ]
    headings = [figures.heading, _("Answers"), _("Mean"), interval_heading()]
    return FigureTable(headings, rows)
