"""How the answers to one scale are spread: one bar, and the mean on the scale below it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from exports.charts.axes import NO_ENDS, Axis, Ends
from exports.charts.canvas import NARROW, SMALL, Canvas
from exports.charts.figure import Chart, Estimate, FigureTable
from exports.charts.numbers import between, decimal, said_between, share, whole
from exports.charts.stacks import Part, listed, stacked


@dataclass(frozen=True, kw_only=True)
class Distribution:
    title: str
    counts: Mapping[int, int]
    """How many chose each point of the scale; all 2 to 11 points, also those nobody chose."""
    mean: Estimate | None = None
    ends: Ends = NO_ENDS
    no_opinion: int | None = None
    """How many said so; None where the question does not offer it."""
    missing: int = 0
    """How many were asked and gave no answer."""

    @property
    def total(self) -> int:
        """The answers that have a number: the bar's 100 %."""
        return sum(self.counts.values())


def distribution_chart(figures: Distribution, *, id: str, width: int = NARROW) -> Chart:
    canvas = Canvas(width)
    _draw_heading(canvas, figures)
    parts = [
        Part(decimal(point, 0), count, _tone(at, len(figures.counts)))
        for at, (point, count) in enumerate(sorted(figures.counts.items()))
    ]
    _draw_scale(canvas, figures)
    stacked(canvas, parts)
    listed(canvas, parts)
    if rest := _rest(figures):
        canvas.paragraph(
            " · ".join(f"{words}: {whole(count)}" for words, count in rest), "muted", size=SMALL
        )
    canvas.y += 6
    return Chart(
        canvas=canvas,
        id=id,
        title=figures.title,
        description=_description(figures),
        table=_table(figures),
    )


def _tone(at: int, points: int) -> str:
    """From the low colour over the middle one to the high one; stronger towards the ends."""
    from_middle = (2 * at - (points - 1)) / (points - 1)
    if not from_middle:
        return "middle"
    side = "high" if from_middle > 0 else "low"
    return side if abs(from_middle) > 0.55 else f"rather-{side}"


def _draw_heading(canvas: Canvas, figures: Distribution) -> None:
    answers = ngettext("%(num)d answer", "%(num)d answers", figures.total)
    canvas.text(canvas.width, 16, answers, "muted", size=SMALL, anchor="end")
    if figures.mean:
        canvas.text(0, 16, _mean_of(figures.mean), bold=True)
    canvas.y = 24


def _draw_scale(canvas: Canvas, figures: Distribution) -> None:
    axis = Axis(canvas, min(figures.counts), max(figures.counts), canvas.width)
    if figures.mean:
        canvas.y += 12
        axis.track(canvas.y)
        axis.estimate(canvas.y, figures.mean, "ink")
        canvas.y += 10
        axis.words(figures.ends)
    elif figures.ends != NO_ENDS:
        axis.words(figures.ends)
    canvas.y += 10


def _mean_of(mean: Estimate) -> str:
    words = _("Mean %(mean)s", mean=decimal(mean.value))
    return f"{words} ({between(mean.interval)})" if mean.interval else words


def _rest(figures: Distribution) -> list[tuple[str, int]]:
    """What has no number and so is in no share and no mean."""
    rest = [] if figures.no_opinion is None else [(_("No opinion"), figures.no_opinion)]
    return [*rest, (_("No answer"), figures.missing)] if figures.missing else rest


def _description(figures: Distribution) -> str:
    least, most = min(figures.counts), max(figures.counts)
    sentences = [
        ngettext(
            "%(num)d answer on a scale from %(least)s to %(most)s.",
            "%(num)d answers on a scale from %(least)s to %(most)s.",
            figures.total,
            least=decimal(least, 0),
            most=decimal(most, 0),
        )
    ]
    if figures.mean:
        words = _("Mean %(mean)s", mean=decimal(figures.mean.value))
        interval = figures.mean.interval
        sentences.append(f"{words}, {said_between(interval)}." if interval else f"{words}.")
    if figures.total:
        peak = max(figures.counts, key=lambda point: figures.counts[point])
        often = share(figures.counts[peak], figures.total)
        sentences.append(
            _("Chosen most often: %(point)s (%(share)s).", point=decimal(peak, 0), share=often)
        )
    return " ".join(sentences)


def _table(figures: Distribution) -> FigureTable:
    low, high = min(figures.counts), max(figures.counts)
    labels = {low: figures.ends.low, high: figures.ends.high}
    rows = [
        [
            f"{decimal(point, 0)} ({labels[point]})" if labels.get(point) else decimal(point, 0),
            whole(count),
            share(count, figures.total),
        ]
        for point, count in sorted(figures.counts.items())
    ]
    rows += [[words, whole(count), ""] for words, count in _rest(figures)]
    if figures.mean:
        rows.append([_("Mean"), decimal(figures.mean.value), between(figures.mean.interval)])
    return FigureTable([_("Point"), _("How many"), _("Share")], rows)
