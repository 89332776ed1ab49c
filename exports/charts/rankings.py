"""In which order people put some choices: the mean place of each, and how many put it first."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from exports.charts.axes import Axis, Ends
from exports.charts.bars import draw_bar
from exports.charts.canvas import NARROW, SMALL, TEXT, Canvas
from exports.charts.figure import Chart, Estimate, FigureTable, draw_missing
from exports.charts.numbers import count_and_share, decimal, share, whole

_NUMBERS = 92


@dataclass(frozen=True)
class RankedChoice:
    label: str
    mean_place: float | None
    first: int
    """How many put it first."""


@dataclass(frozen=True, kw_only=True)
class Ranking:
    title: str
    total: int
    """How many put the choices in order: 100 % of the first places."""
    choices: Sequence[RankedChoice]
    missing: int = 0

    @property
    def in_order(self) -> list[RankedChoice]:
        """The best place first; choices without a place last."""
        return sorted(self.choices, key=lambda one: one.mean_place or len(self.choices) + 1)


def ranking_chart(figures: Ranking, *, id: str, width: int = NARROW) -> Chart:
    canvas = Canvas(width)
    axis = Axis(canvas, 1, max(len(figures.choices), 2), width - _NUMBERS)
    _draw_key(canvas)
    for choice in figures.in_order:
        canvas.paragraph(choice.label)
        _draw_choice(axis, choice, figures.total)
    axis.words(Ends(low=_("first place"), high=_("last place")))
    draw_missing(canvas, figures.missing)
    canvas.y += 8
    return Chart(
        canvas=canvas,
        id=id,
        title=figures.title,
        description=_description(figures),
        table=_table(figures),
    )


def _draw_key(canvas: Canvas) -> None:
    canvas.dot(6, 11, "primary")
    canvas.text(18, 15, _("Mean place"), "muted", size=SMALL)
    canvas.rect(canvas.width / 2, 7, 14, 8, "middle")
    canvas.text(canvas.width / 2 + 20, 15, _("Put first"), "muted", size=SMALL)
    canvas.y = 24


def _draw_choice(axis: Axis, choice: RankedChoice, total: int) -> None:
    canvas = axis.canvas
    middle = canvas.y + 11
    axis.track(middle)
    if choice.mean_place is not None:
        axis.estimate(middle, Estimate(choice.mean_place), "primary")
    place = "–" if choice.mean_place is None else decimal(choice.mean_place)
    canvas.text(canvas.width, middle + 4.5, place, bold=True, anchor="end")
    canvas.y += 22
    draw_bar(canvas, choice.first, total, axis.right, tone="middle", height=8)
    first = count_and_share(choice.first, total)
    canvas.text(canvas.width, canvas.y + 8.5, first, size=TEXT, anchor="end")
    canvas.y += 20


def _description(figures: Ranking) -> str:
    answers = ngettext("%(num)d answer", "%(num)d answers", figures.total)
    order = (
        f"{one.label} ({decimal(one.mean_place)})"
        for one in figures.in_order
        if one.mean_place is not None
    )
    places = _("By mean place, the best first: %(order)s.", order="; ".join(order))
    return f"{answers}. {places}"


def _table(figures: Ranking) -> FigureTable:
    rows = [
        [
            one.label,
            "–" if one.mean_place is None else decimal(one.mean_place),
            whole(one.first),
            share(one.first, figures.total),
        ]
        for one in figures.in_order
    ]
    if figures.missing:
        rows.append([_("No answer"), "", whole(figures.missing), ""])
    headings = [_("Choice"), _("Mean place"), _("Put first"), _("Share of first places")]
    return FigureTable(headings, rows)
