"""Two waves beside each other, in words, tables and charts."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from exports.charts import comparisons
from exports.charts.canvas import NARROW
from exports.charts.figure import Chart, Estimate, FigureTable
from exports.charts.numbers import between, decimal, share, signed, whole
from exports.results.compared_tables import (
    groups_table,
    means_table,
    mix_table,
    right_table,
    tests_table,
)
from exports.results.differences import WHY, in_words
from exports.results.words import Wording
from lib.measures import tallies
from lib.measures.verdicts import Words
from models.feedback import Wave
from queries.feedback.figures import points_of
from queries.surveys.compared import ComparedItem, Comparison, Difference


@dataclass(frozen=True, kw_only=True)
class ShownComparison:
    """What the page and the report say, in their order."""

    comparison: Comparison
    names: tuple[str, str]
    finding: str
    warning: str
    """Where the mix of sectors moved; else ""."""
    charts: Sequence[Chart]
    """One for each scale."""
    table: FigureTable | None
    tests: FigureTable | None
    """The figures behind the words."""
    mix: FigureTable
    groups: FigureTable | None
    apart: Sequence[tuple[str, str]]
    """Items that are not compared, and why."""
    learnt: str
    """What a test shows; else ""."""
    right: FigureTable | None
    """Of a test, the share that answered each item right."""


def shown_comparison(
    comparison: Comparison, wording: Wording, *, width: int = NARROW
) -> ShownComparison:
    names = names_of(comparison, wording.locale)
    compared = [item for item in comparison.items if item.found.mean_difference]
    return ShownComparison(
        comparison=comparison,
        names=names,
        finding=_finding(compared, wording),
        warning=_warning(comparison, compared),
        charts=charts_of(compared, names, wording, width),
        table=means_table(compared, names, wording),
        tests=tests_table(compared, wording),
        mix=mix_table(comparison.waves, names),
        groups=groups_table(comparison, compared, names, wording),
        apart=[
            (wording.label(item.question), str(WHY[item.why]))
            for item in comparison.items
            if item.why
        ],
        learnt=_learnt(comparison),
        right=right_table(comparison, names, wording),
    )


def names_of(comparison: Comparison, locale: str) -> tuple[str, str]:
    first, second = (name_of(compared.wave, locale) for compared in comparison.waves)
    return first, second


def name_of(wave: Wave, locale: str) -> str:
    about = wave.event or wave.survey
    title = about.title_in(locale) if about else ""
    return title if wave.event else wave.name or f"{title} {wave.number}"


def charts_of(
    items: Sequence[ComparedItem], names: tuple[str, str], wording: Wording, width: int
) -> list[Chart]:
    """Items of one scale stand in one chart."""
    by_scale: dict[tuple[int, int], list[ComparedItem]] = {}
    for item in items:
        if points := points_of(item.question):
            by_scale.setdefault((points[0], points[-1]), []).append(item)
    return [
        comparisons.comparison_chart(
            comparisons.Comparison(
                title=_("Means on the scale from %(low)s to %(high)s", low=low, high=high),
                waves=names,
                items=[_drawn(item, wording) for item in of_scale],
                least=low,
                most=high,
            ),
            id=f"compared-{low}-{high}",
            width=width,
        )
        for (low, high), of_scale in by_scale.items()
    ]


def estimate(found: tallies.Estimate | None) -> Estimate | None:
    return Estimate(found.value, found.ci) if found else None


def _drawn(item: ComparedItem, wording: Wording) -> comparisons.ComparedItem:
    before, after = (Estimate(mean) if mean is not None else None for mean in item.found.mean)
    return comparisons.ComparedItem(
        label=wording.label(item.question),
        before=before,
        after=after,
        difference=estimate(item.found.mean_difference),
        words=in_words(item.found),
    )


def _finding(items: Sequence[ComparedItem], wording: Wording) -> str:
    moved = [item for item in items if item.found.words not in (None, Words.NONE)]
    if not items:
        return str(_("Nothing can be compared."))
    if not moved:
        words = ngettext(
            "%(num)d question was compared: no difference is shown.",
            "%(num)d questions were compared: no difference is shown.",
            len(items),
        )
        return str(words)
    begin = _(
        "%(moved)s of %(all)s questions compared show a difference:",
        moved=whole(len(moved)),
        all=whole(len(items)),
    )
    told = (f"“{wording.label(item.question)}” {_change(item.found)}" for item in moved)
    return f"{begin} {'; '.join(told)}."


def _change(found: Difference) -> str:
    if found.mean_difference is None:
        return in_words(found)
    return f"{signed(found.mean_difference.value)} ({in_words(found)})"


def _warning(comparison: Comparison, items: Sequence[ComparedItem]) -> str:
    if not comparison.mix_moved:
        return ""
    words = _(
        "The mix of sectors differs by more than 10 points: part of a difference may come from who answered."
    )
    if all(item.found.weighted is None for item in items):
        return str(words)
    weighted = _("The table also gives the difference with the first mix.")
    return f"{words} {weighted}"


def _learnt(comparison: Comparison) -> str:
    if not comparison.is_test:
        return ""
    learnt = comparison.learnt
    if learnt is None:
        return str(_("Fewer than five people took both tests."))
    words = _(
        "%(n)s people took both tests. Mean points of %(full)s: %(before)s before, %(after)s after; gain %(gain)s (%(interval)s).",
        n=whole(learnt.n),
        full=whole(learnt.full),
        before=decimal(learnt.mean[0]),
        after=decimal(learnt.mean[1]),
        gain=signed(learnt.gain.value),
        interval=between(learnt.gain.ci),
    )
    if learnt.normalised is None:
        return str(words)
    of_possible = _(
        "That is %(share)s of what could be gained.",
        share=share(round(1000 * learnt.normalised), 1000),
    )
    return f"{words} {of_possible}"
