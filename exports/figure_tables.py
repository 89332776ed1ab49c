"""The figures of a results page for a spreadsheet: unrounded, one row for a question or one of its
groups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from exports.charts.figure import Estimate
from exports.charts.numbers import interval_heading
from exports.workbooks import Cell, Sheet, write_sheets

_WIDTHS = (20, 60, 24, 10, 12, 12, 12, 12, 12)
_WIDTHS_OF_COUNTS = (20, 60, 24, 40, 10)


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    """What may be shown of one item, for all who answered or for one group; who withholds a group
    leaves out its row."""

    item: str
    label: str
    group: str = ""
    """Empty for all."""
    n: int | None
    """None where too few answered: then there are no figures either."""
    missing: int | None = None
    mean: Estimate | None = None
    deviation: float | None = None
    """The standard deviation (n − 1)."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many gave each answer, by its label; «no opinion» is not among them."""


def figures_workbook(rows: Sequence[FigureRow], *, path: str) -> None:
    """Write two sheets to a file at `path`: the figures, and how the answers are spread."""
    ends = [f"{interval_heading()}: {end}" for end in (_("lower end"), _("upper end"))]
    common = [_("Item"), _("Question"), _("Group")]
    figures = Sheet(
        title=_("Figures"),
        headings=[*common, "n", _("No answer"), _("Mean"), _("Standard deviation"), *ends],
        widths=_WIDTHS,
        rows=[_figures(row) for row in rows],
    )
    counts = Sheet(
        title=_("Distribution"),
        headings=[*common, _("Answer"), _("How many")],
        widths=_WIDTHS_OF_COUNTS,
        rows=(cells for row in rows for cells in _counts(row)),
    )
    write_sheets(path, [figures, counts])


def _figures(row: FigureRow) -> list[Cell]:
    mean = row.mean.value if row.mean else None
    low, high = (row.mean and row.mean.interval) or (None, None)
    return [row.item, row.label, row.group, row.n, row.missing, mean, row.deviation, low, high]


def _counts(row: FigureRow) -> Iterator[list[Cell]]:
    for answer, count in row.counts.items():
        yield [row.item, row.label, row.group, answer, count]
