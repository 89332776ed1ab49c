"""A comparison of two waves for a spreadsheet: unrounded."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from exports.charts.numbers import interval_heading
from exports.csv_tables import csv_lines
from exports.results.compared import names_of
from exports.results.differences import WHY
from exports.results.words import Wording
from exports.workbooks import Cell, Sheet, write_sheets
from lib.measures.tallies import Estimate
from queries.surveys.compared import ComparedItem, Comparison, Difference

_WIDTHS = (20, 60, 24, *[14] * 16, 24)


def comparison_workbook(comparison: Comparison, wording: Wording, *, path: str) -> None:
    """Write one sheet to a file at `path`: a row for each item, and for each of its groups."""
    write_sheets(path, [_sheet(comparison, wording)])


def comparison_csv(
    comparison: Comparison, wording: Wording, *, delimiter: str = ","
) -> Iterator[bytes]:
    sheet = _sheet(comparison, wording)
    rows = (["" if cell is None else str(cell) for cell in row] for row in sheet.rows)
    return csv_lines(sheet.headings, rows, delimiter=delimiter)


def _sheet(comparison: Comparison, wording: Wording) -> Sheet:
    rows = [row for item in comparison.items for row in _rows(item, wording)]
    return Sheet(
        title=_("Comparison"), headings=_headings(comparison, wording), widths=_WIDTHS, rows=rows
    )


def _headings(comparison: Comparison, wording: Wording) -> list[str]:
    first, second = names_of(comparison, wording.locale)
    return [
        _("Item"),
        _("Question"),
        _("Group"),
        f"{first}: n",
        f"{second}: n",
        f"{first}: {_('Mean')}",
        f"{second}: {_('Mean')}",
        *_with_interval(_("Difference")),
        _("With the first mix"),
        "U",
        "p",
        _("p, adjusted (Holm)"),
        *_with_interval(_("Cliff’s δ")),
        *_with_interval(_("Difference of the two highest points")),
        _("In words"),
    ]


def _with_interval(heading: str) -> list[str]:
    ends = (_("lower end"), _("upper end"))
    return [heading, *(f"{heading}: {interval_heading()}, {end}" for end in ends)]


def _rows(item: ComparedItem, wording: Wording) -> Iterator[Sequence[Cell]]:
    about = [item.key, wording.label(item.question)]
    why = str(WHY[item.why]) if item.why else None
    yield [*about, "", *_cells(item.found, why)]
    for each in item.groups:
        yield [*about, wording.group(each.group), *_cells(each.found, None)]


def _cells(found: Difference, why: str | None) -> list[Cell]:
    words = found.words.value if found.words is not None else None
    return [
        *found.n,
        *found.mean,
        *_estimate(found.mean_difference),
        found.weighted,
        found.ranks.u if found.ranks else None,
        found.ranks.p if found.ranks else None,
        found.p_holm,
        *_estimate(found.delta),
        *_estimate(found.top_two),
        why or words,
    ]


def _estimate(found: Estimate | None) -> list[Cell]:
    if found is None:
        return [None, None, None]
    return [found.value, *(found.ci or (None, None))]
