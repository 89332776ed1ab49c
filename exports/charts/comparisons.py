"""Two waves beside each other: the mean of each question then and now, and what to say of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from exports.charts.axes import NO_ENDS, Axis, Ends
from exports.charts.canvas import NARROW, SMALL, Canvas
from exports.charts.figure import Chart, Estimate, FigureTable
from exports.charts.means import draw_mean, room_for
from exports.charts.numbers import between, decimal, interval_heading, share, signed
from lib.text_widths import lines_within

_TONES = ("middle", "primary")


@dataclass(frozen=True, kw_only=True)
class ComparedItem:
    label: str
    before: Estimate | None
    after: Estimate | None
    difference: Estimate | None
    """After less before; None where the two cannot be compared."""
    words: str
    """What the difference means, or why there is none."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    title: str
    waves: tuple[str, str]
    """The names of the earlier and the later wave."""
    items: Sequence[ComparedItem]
    least: int
    most: int
    ends: Ends = NO_ENDS


def comparison_chart(figures: Comparison, *, id: str, width: int = NARROW) -> Chart:
    canvas = Canvas(width)
    shown = (mean for item in figures.items for mean in (item.before, item.after))
    axis = Axis(canvas, figures.least, figures.most, width - room_for(shown))
    _draw_key(canvas, figures)
    for item in figures.items:
        canvas.paragraph(item.label)
        if item.before or item.after:
            draw_mean(axis, item.before, _TONES[0], hollow=True)
            draw_mean(axis, item.after, _TONES[1])
        canvas.paragraph(_difference(item), bold=item.difference is not None)
        canvas.y += 14
    axis.words(figures.ends)
    canvas.y += 8
    return Chart(
        canvas=canvas,
        id=id,
        title=figures.title,
        description=_description(figures),
        table=_table(figures),
    )


def _draw_key(canvas: Canvas, figures: Comparison) -> None:
    half = canvas.width / 2
    for at, (wave, tone) in enumerate(zip(figures.waves, _TONES, strict=True)):
        canvas.dot(at * half + 6, 11, tone, hollow=at == 0)
        (name,) = lines_within(wave, half - 26, SMALL, most=1) or ("",)
        canvas.text(at * half + 18, 15, name, "muted", size=SMALL)
    canvas.y = 24


def _difference(item: ComparedItem) -> str:
    if item.difference is None:
        return item.words
    number = signed(item.difference.value)
    interval = item.difference.interval
    return (
        f"{number} ({between(interval)}): {item.words}" if interval else f"{number}: {item.words}"
    )


def _description(figures: Comparison) -> str:
    said = (f"{item.label}: {_difference(item)}" for item in figures.items)
    between_them = _(
        "Means of “%(before)s” and “%(after)s” with %(level)s confidence intervals.",
        level=share(95, 100),
        before=figures.waves[0],
        after=figures.waves[1],
    )
    return " ".join([between_them, *(f"{one.rstrip('.')}." for one in said)])


def _table(figures: Comparison) -> FigureTable:
    def shown(estimate: Estimate | None) -> list[str]:
        return [decimal(estimate.value), between(estimate.interval)] if estimate else ["–", "–"]

    rows = [
        [
            item.label,
            *shown(item.before),
            *shown(item.after),
            signed(item.difference.value) if item.difference else "–",
            between(item.difference.interval) if item.difference else "–",
            item.words,
        ]
        for item in figures.items
    ]
    interval = interval_heading()
    difference = _("Difference")
    before, after = figures.waves
    headings = [_("Question"), before, interval, after, interval, difference, interval]
    return FigureTable([*headings, _("In words")], rows)
