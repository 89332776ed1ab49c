"""The chart of one question, and the means of its groups; each with its table."""

from collections.abc import Sequence

from flask_babel import gettext as _

from exports.charts.bars import Bar, Bars, bars_chart
from exports.charts.canvas import NARROW
from exports.charts.distributions import Distribution, distribution_chart
from exports.charts.figure import Chart, Estimate
from exports.charts.means import MeanRow, Means, means_chart
from exports.charts.promoters import Promoters, promoters_chart
from exports.charts.rankings import RankedChoice, Ranking, ranking_chart
from exports.results.words import CUTS, Wording, tone_of
from models.forms import COUNTED_APART, Question, QuestionKind
from queries.feedback.figures import Figures, figures_of, points_of
from queries.feedback.results import ItemResult, Results, Values

_K = QuestionKind
SCALES = {_K.RATING, _K.SCALE}
_MOST_BARS = 30


def chart_of(item: ItemResult, wording: Wording, *, id: str, width: int = NARROW) -> Chart | None:
    """All answers to the question; None where there are too few, or nothing to draw."""
    kind = item.question.kind
    if item.n is None or kind in COUNTED_APART:
        return None
    if kind in SCALES:
        return _distribution(item, wording, id, width)
    if kind is _K.NPS:
        return promoters_chart(_promoters(item, wording), id=id, width=width)
    if kind is _K.RANKING:
        return ranking_chart(_ranking(item, wording), id=id, width=width)
    bars = Bars(
        title=wording.label(item.question),
        bars=bars_of(item.question, item.values, wording),
        total=item.n,
        missing=item.missing or 0,
    )
    return bars_chart(bars, id=id, width=width)


def groups_chart_of(
    item: ItemResult, wording: Wording, *, id: str, width: int = NARROW
) -> Chart | None:
    """The means of the groups of a scale."""
    if not item.groups or not has_mean(item.question) or wording.by is None:
        return None
    rows = [
        _mean_row(wording.group(of.group), item.question, of.values, tone_of(of.group))
        for of in item.groups
    ]
    heading = str(CUTS[wording.by])
    title = f"{wording.label(item.question)}: {heading}"
    return _means(item.question, rows, wording, title=title, heading=heading, id=id, width=width)


def matrix_chart_of(
    matrix: Question, rows: Sequence[ItemResult], wording: Wording, *, id: str, width: int = NARROW
) -> Chart | None:
    """The means of a matrix' rows; None where no row has enough answers."""
    shown = [row for row in rows if row.n is not None]
    if not shown:
        return None
    means = [_mean_row(wording.label(row.question), row.question, row.values) for row in shown]
    return _means(
        shown[0].question,
        means,
        wording,
        title=wording.label(matrix),
        heading=_("Question"),
        id=id,
        width=width,
    )


def has_mean(question: Question) -> bool:
    return question.kind in SCALES or question.kind is _K.NPS


def mean_of(figures: Figures) -> Estimate | None:
    return None if figures.mean is None else Estimate(figures.mean, figures.ci)


def score_of(figures: Figures) -> Estimate | None:
    return Estimate(figures.nps.value, figures.nps.ci) if figures.nps else None


def answers_of(question: Question, values: Values, wording: Wording) -> dict[str, str]:
    """The values of the question in words: every choice, also one that nobody picked; of free
    values those named most often."""
    if question.choices:
        return {
            str(choice.id): choice.label_in(wording.locale)
            for choice in question.choices
            if choice.retired_at is None or str(choice.id) in values
        }
    if question.kind is _K.YES_NO:
        in_order = ["1", "0"]
    elif question.kind is _K.NUMBER:
        in_order = sorted(values, key=int)
    else:
        in_order = sorted(values, key=lambda value: (-values[value], value))
    return {value: wording.value(question, value) for value in in_order[:_MOST_BARS]}


def bars_of(question: Question, values: Values, wording: Wording) -> list[Bar]:
    answers = answers_of(question, values, wording)
    return [Bar(label, values.get(value, 0)) for value, label in answers.items()]


def _distribution(item: ItemResult, wording: Wording, id: str, width: int) -> Chart:
    figures = figures_of(item.question, item.values)
    drawn = Distribution(
        title=wording.label(item.question),
        counts=figures.tally,
        mean=mean_of(figures),
        ends=wording.ends(item.question),
        no_opinion=figures.no_opinion if item.question.no_opinion else None,
        missing=item.missing or 0,
    )
    return distribution_chart(drawn, id=id, width=width)


def _promoters(item: ItemResult, wording: Wording) -> Promoters:
    figures = figures_of(item.question, item.values)
    return Promoters(
        title=wording.label(item.question),
        detractors=sum(figures.tally[point] for point in range(7)),
        passives=figures.tally[7] + figures.tally[8],
        promoters=figures.tally[9] + figures.tally[10],
        score=score_of(figures),
        missing=item.missing or 0,
    )


def _ranking(item: ItemResult, wording: Wording) -> Ranking:
    figures = figures_of(item.question, item.values)
    found = {ranked.choice: ranked for ranked in figures.ranking}
    choices = [
        RankedChoice(
            choice.label_in(wording.locale),
            found[choice.id].mean_place if choice.id in found else None,
            found[choice.id].first if choice.id in found else 0,
        )
        for choice in item.question.choices
    ]
    return Ranking(
        title=wording.label(item.question),
        total=item.n or 0,
        choices=choices,
        missing=item.missing or 0,
    )


def _mean_row(label: str, question: Question, values: Values, tone: str = "primary") -> MeanRow:
    """Its n counts the numbers of which the mean is made, so no "no opinion"."""
    figures = figures_of(question, values)
    return MeanRow(label, sum(figures.tally.values()), mean_of(figures), tone)


def _means(
    question: Question,
    rows: Sequence[MeanRow],
    wording: Wording,
    *,
    title: str,
    heading: str,
    id: str,
    width: int,
) -> Chart:
    points = points_of(question)
    figures = Means(
        title=title,
        rows=rows,
        heading=heading,
        least=points[0],
        most=points[-1],
        ends=wording.ends(question),
    )
    return means_chart(figures, id=id, width=width)


def mix_chart(results: Results, wording: Wording, *, title: str, width: int = NARROW) -> Chart:
    """How many answers each group that may be shown gave, of all that were counted."""
    bars = [Bar(wording.group(g), n, tone_of(g)) for g, n in results.groups.items()]
    figures = Bars(title=title, bars=bars, total=results.totals.counted)
    return bars_chart(figures, id="mix", width=width)
