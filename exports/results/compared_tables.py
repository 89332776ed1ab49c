"""Two waves beside each other as tables."""

from collections.abc import Sequence

from flask_babel import gettext as _

from exports.charts.figure import FigureTable
from exports.charts.numbers import between, decimal, interval_heading, share, signed, whole
from exports.results.differences import in_words
from exports.results.words import CUTS, SECTORS, Wording
from models.sectors import Sector
from queries.surveys.compared import ComparedItem, ComparedWave, Comparison, Difference

Names = tuple[str, str]


def means_table(
    items: Sequence[ComparedItem], names: Names, wording: Wording
) -> FigureTable | None:
    """With the difference at the first mix, where that is known of any."""
    if not items:
        return None
    weighted = any(item.found.weighted is not None for item in items)
    headings = [_("Question"), *names, _("Difference"), interval_heading()]
    headings += [_("With the first mix")] if weighted else []
    rows = [
        [
            wording.label(item.question),
            *means_of(item.found),
            *([_signed(item.found.weighted)] if weighted else []),
            in_words(item.found),
        ]
        for item in items
    ]
    return FigureTable([*headings, _("In words")], rows)


def means_of(found: Difference) -> list[str]:
    """Both means, their difference and its interval."""
    moved = found.mean_difference
    return [
        *("–" if mean is None else decimal(mean) for mean in found.mean),
        signed(moved.value) if moved else "–",
        between(moved.ci) if moved else "–",
    ]


def _signed(value: float | None) -> str:
    return "–" if value is None else signed(value)


def tests_table(items: Sequence[ComparedItem], wording: Wording) -> FigureTable | None:
    if not items:
        return None
    interval = interval_heading()
    headings = [
        _("Question"),
        _("Answers"),
        "U",
        _("p, adjusted (Holm)"),
        _("Cliff’s δ"),
        interval,
        _("Two highest points"),
        interval,
    ]
    return FigureTable(headings, [_tested(item, wording) for item in items])


def _tested(item: ComparedItem, wording: Wording) -> list[str]:
    found = item.found
    n = "\u00a0/\u00a0".join("–" if each is None else whole(each) for each in found.n)
    delta, top = found.delta, found.top_two
    points = tuple(100 * end for end in top.ci) if top and top.ci else None
    return [
        wording.label(item.question),
        n,
        "–" if found.ranks is None else decimal(found.ranks.u, 1),
        _p(found.p_holm),
        signed(delta.value) if delta else "–",
        between(delta.ci) if delta else "–",
        _points(100 * top.value) if top else "–",
        between((points[0], points[1]), 1) if points else "–",
    ]


def _p(value: float | None) -> str:
    if value is None:
        return "–"
    return f"<\u00a0{decimal(0.001, 3)}" if value < 0.001 else decimal(value, 3)


def _points(value: float) -> str:
    return str(_("%(number)s points", number=signed(value, 1)))


def mix_table(waves: tuple[ComparedWave, ComparedWave], names: Names) -> FigureTable:
    """Sectors that either may show; a dash where it may not."""
    shown = [group for group in (*Sector, None) if any(group in wave.mix for wave in waves)]
    rows = [
        [
            str(SECTORS[group]) if group else str(_("not said")),
            *(share(wave.mix[group], wave.n) if group in wave.mix else "–" for wave in waves),
        ]
        for group in shown
    ]
    rows.append([str(_("Answers")), *(whole(wave.n) for wave in waves)])
    return FigureTable([_("Sector"), *names], rows)


def groups_table(
    comparison: Comparison,
    items: Sequence[ComparedItem],
    names: Names,
    wording: Wording,
) -> FigureTable | None:
    if comparison.by is None or not any(item.groups for item in items):
        return None
    rows = [
        [
            wording.label(item.question),
            wording.group(each.group),
            *means_of(each.found),
            in_words(each.found),
        ]
        for item in items
        for each in item.groups
        if each.found.mean_difference
    ]
    headings = [_("Question"), str(CUTS[comparison.by]), *names, _("Difference")]
    return FigureTable([*headings, interval_heading(), _("In words")], rows)


def right_table(comparison: Comparison, names: Names, wording: Wording) -> FigureTable | None:
    if comparison.learnt is None:
        return None
    labels = {item.key: wording.label(item.question) for item in comparison.items}
    rows = [
        [labels.get(key, key), *(share(round(1000 * part), 1000) for part in right)]
        for key, right in comparison.learnt.right.items()
    ]
    return FigureTable([_("Question"), *names], rows)
