"""What was found, in sentences."""

from collections.abc import Sequence

from flask_babel import format_percent, ngettext
from flask_babel import gettext as _

from exports.charts.figure import Estimate
from exports.charts.numbers import decimal, said_between, share, whole
from exports.results.charts import SCALES, bars_of, has_mean, mean_of, score_of
from exports.results.words import Wording
from models.forms import COUNTED_APART, QuestionKind
from queries.feedback.figures import Figures, figures_of, points_of
from queries.feedback.results import ItemResult
from queries.feedback.waves import Totals

_K = QuestionKind


def sentence_of(item: ItemResult, wording: Wording) -> str:
    """One question's answers in words; "" where there is nothing to say beside the number."""
    if item.n is None:
        return str(_("Too few answers to show."))
    figures = figures_of(item.question, item.values) if _is_counted(item) else None
    if item.question.kind in SCALES and figures:
        return _of_scale(figures, points_of(item.question)[-1])
    if item.question.kind is _K.NPS and figures:
        return _of_score(score_of(figures))
    if item.question.kind is _K.RANKING and figures:
        return _of_ranking(figures, item, wording)
    if item.question.kind is _K.NUMBER and figures:
        return _of_mean(mean_of(figures))
    return "" if item.question.kind in COUNTED_APART else _of_bars(item, wording)


def response_sentence(totals: Totals) -> str:
    """How many of the invited answered."""
    if totals.share is None:
        return str(
            ngettext("%(num)d person answered.", "%(num)d people answered.", totals.answered)
        )
    return str(
        _(
            "%(answered)s of %(invited)s people invited answered (%(share)s).",
            answered=whole(totals.answered),
            invited=whole(totals.invited),
            share=format_percent(totals.share),
        )
    )


def finding_sentence(items: Sequence[ItemResult], wording: Wording) -> str:
    """Which questions of the same scale were rated highest and lowest; "" where two are not
    comparable."""
    rated = [
        (mean.value, item)
        for item in items
        if item.n is not None and item.question.kind in SCALES
        if (mean := mean_of(figures_of(item.question, item.values)))
    ]
    if len(rated) < 2 or len({points_of(item.question) for _mean, item in rated}) > 1:
        return ""
    highest = max(rated, key=lambda pair: pair[0])
    lowest = min(rated, key=lambda pair: pair[0])
    if highest[0] == lowest[0]:
        return ""
    return str(
        _(
            "Highest mean: %(highest)s (%(high)s). Lowest mean: %(lowest)s (%(low)s).",
            highest=_quoted(wording.label(highest[1].question)),
            high=decimal(highest[0]),
            lowest=_quoted(wording.label(lowest[1].question)),
            low=decimal(lowest[0]),
        )
    )


def _is_counted(item: ItemResult) -> bool:
    return has_mean(item.question) or item.question.kind in {_K.RANKING, _K.NUMBER}


def _of_scale(figures: Figures, most: int) -> str:
    mean = mean_of(figures)
    if mean is None:
        return str(_("Everyone who answered said that they have no opinion."))
    words = _of_mean(mean, most)
    if figures.top_two and most > 2:
        words += " " + str(
            _(
                "%(share)s chose one of the two highest points.",
                share=format_percent(figures.top_two.value),
            )
        )
    return words


def _of_mean(mean: Estimate | None, most: int | None = None) -> str:
    if mean is None:
        return ""
    words = (
        _("Mean %(mean)s", mean=decimal(mean.value))
        if most is None
        else _("Mean %(mean)s of %(most)s", mean=decimal(mean.value), most=whole(most))
    )
    return f"{words} ({said_between(mean.interval)})." if mean.interval else f"{words}."


def _of_score(score: Estimate | None) -> str:
    if score is None:
        return ""
    words = _("Net promoter score %(score)s", score=decimal(score.value, 0))
    return f"{words} ({said_between(score.interval, 0)})." if score.interval else f"{words}."


def _of_ranking(figures: Figures, item: ItemResult, wording: Wording) -> str:
    if not figures.ranking:
        return ""
    best = figures.ranking[0]
    labels = {c.id: c.label_in(wording.locale) for c in item.question.choices}
    return str(
        _(
            "Best mean place: %(choice)s (%(place)s); %(first)s put it first.",
            choice=_quoted(labels.get(best.choice, "–")),
            place=decimal(best.mean_place),
            first=share(best.first, item.n or 0),
        )
    )


def _of_bars(item: ItemResult, wording: Wording) -> str:
    bars = bars_of(item.question, item.values, wording)
    peak = max(bars, key=lambda bar: bar.count, default=None)
    if peak is None or not peak.count:
        return ""
    often = share(peak.count, item.n or 0)
    return str(_("Chosen most often: %(point)s (%(share)s).", point=peak.label, share=often))


def _quoted(label: str) -> str:
    return f"“{label}”"
