"""Whether people would recommend it: the net promoter score, and the three groups it is made of."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from exports.charts.axes import NO_ENDS, Axis
from exports.charts.canvas import NARROW, SMALL, Canvas
from exports.charts.figure import Chart, Estimate, FigureTable, draw_missing
from exports.charts.numbers import between, decimal, said_between, share, whole
from exports.charts.stacks import Part, listed, stacked


@dataclass(frozen=True, kw_only=True)
class Promoters:
    title: str
    detractors: int
    passives: int
    promoters: int
    score: Estimate | None
    """From −100 to 100: the share of promoters less that of detractors, in per cent."""
    missing: int = 0

    @property
    def total(self) -> int:
        return self.detractors + self.passives + self.promoters


def promoters_chart(figures: Promoters, *, id: str, width: int = NARROW) -> Chart:
    canvas = Canvas(width)
    answers = ngettext("%(num)d answer", "%(num)d answers", figures.total)
    canvas.text(width, 16, answers, "muted", size=SMALL, anchor="end")
    if figures.score:
        between_them = f" ({between(figures.score.interval, 0)})" if figures.score.interval else ""
        canvas.text(0, 16, f"NPS {decimal(figures.score.value, 0)}{between_them}", bold=True)
    canvas.y = 24
    parts = _parts(figures)
    stacked(canvas, parts, beneath=False)
    listed(canvas, parts)
    if figures.score:
        axis = Axis(canvas, -100, 100, width, step=50)
        canvas.y += 18
        axis.track(canvas.y)
        axis.estimate(canvas.y, figures.score, "ink")
        canvas.y += 10
        axis.words(NO_ENDS)
    draw_missing(canvas, figures.missing)
    canvas.y += 8
    return Chart(
        canvas=canvas,
        id=id,
        title=figures.title,
        description=_description(figures),
        table=_table(figures),
    )


def _parts(figures: Promoters) -> list[Part]:
    return [
        Part(_("Detractors (0–6)"), figures.detractors, "low"),
        Part(_("Passives (7–8)"), figures.passives, "middle"),
        Part(_("Promoters (9–10)"), figures.promoters, "high"),
    ]


def _description(figures: Promoters) -> str:
    parts = (f"{part.label}: {share(part.count, figures.total)}" for part in _parts(figures))
    answers = ngettext("%(num)d answer", "%(num)d answers", figures.total)
    sentences = f"{answers}. {'; '.join(parts)}."
    if not figures.score:
        return sentences
    score = _("Net promoter score %(score)s", score=decimal(figures.score.value, 0))
    interval = figures.score.interval
    said = f", {said_between(interval, 0)}" if interval else ""
    return f"{sentences} {score}{said}."


def _table(figures: Promoters) -> FigureTable:
    rows = [
        [part.label, whole(part.count), share(part.count, figures.total)]
        for part in _parts(figures)
    ]
    if figures.missing:
        rows.append([_("No answer"), whole(figures.missing), ""])
    if figures.score:
        score = decimal(figures.score.value, 0)
        rows.append([_("Net promoter score"), score, between(figures.score.interval, 0)])
    return FigureTable([_("Group"), _("How many"), _("Share")], rows)
