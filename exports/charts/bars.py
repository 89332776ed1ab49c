"""How many chose each of several things: bars on a full track of 100 %."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from exports.charts.canvas import NARROW, TEXT, Canvas
from exports.charts.figure import Chart, FigureTable, draw_missing
from exports.charts.numbers import count_and_share, share, whole
from lib.text_widths import text_width

_HEIGHT = 16


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    tone: str = "primary"


@dataclass(frozen=True, kw_only=True)
class Bars:
    title: str
    bars: Sequence[Bar]
    total: int
    """How many answered: the track's 100 %. Several choices of one person can add up to more."""
    missing: int = 0


def bars_chart(figures: Bars, *, id: str, width: int = NARROW) -> Chart:
    canvas = Canvas(width)
    numbers = [count_and_share(bar.count, figures.total) for bar in figures.bars]
    room = max((text_width(words, TEXT) for words in numbers), default=0) + 10
    for bar, words in zip(figures.bars, numbers, strict=True):
        canvas.paragraph(bar.label)
        canvas.y += 3
        draw_bar(canvas, bar.count, figures.total, width - room, tone=bar.tone)
        canvas.text(width, canvas.y + 12.5, words, anchor="end")
        canvas.y += _HEIGHT + 8
    draw_missing(canvas, figures.missing)
    canvas.y += 6
    return Chart(
        canvas=canvas,
        id=id,
        title=figures.title,
        description=_description(figures),
        table=_table(figures),
    )


def draw_bar(
    canvas: Canvas, count: int, total: int, width: float, *, tone: str, height: int = _HEIGHT
) -> None:
    """One bar from the left edge on its full track, at the canvas's `y`."""
    canvas.rect(0.5, canvas.y + 0.5, width - 1, height - 1, "line", edge="control")
    if count and total:
        canvas.rect(0, canvas.y, max(width * min(count / total, 1), 1.5), height, tone)


def _description(figures: Bars) -> str:
    answers = ngettext("%(num)d answer", "%(num)d answers", figures.total)
    if not figures.total or not figures.bars:
        return f"{answers}."
    peak = max(figures.bars, key=lambda bar: bar.count)
    often = _(
        "Chosen most often: %(point)s (%(share)s).",
        point=peak.label,
        share=share(peak.count, figures.total),
    )
    return f"{answers}. {often}"


def _table(figures: Bars) -> FigureTable:
    rows = [[bar.label, whole(bar.count), share(bar.count, figures.total)] for bar in figures.bars]
    if figures.missing:
        rows.append([_("No answer"), whole(figures.missing), ""])
    return FigureTable([_("Answer"), _("How many"), _("Share")], rows)
