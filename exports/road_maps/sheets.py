"""A road map for a spreadsheet, in the row that Turkish action plans use: figures unrounded."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _

from exports.csv_tables import csv_lines
from exports.road_maps.words import FIELDS, STATUSES, half_year_words
from exports.workbooks import Cell, Sheet, write_sheets
from queries.road_maps.told import ToldAction

_COLUMNS = (
    ("number", 8),
    ("theme", 24),
    ("problems", 40),
    ("title", 60),
    ("institution", 36),
    ("partners", 36),
    ("province", 16),
    ("starts_on", 12),
    ("ends_on", 12),
    ("indicator", 36),
    ("unit", 12),
    ("baseline", 12),
    ("baseline_on", 12),
    ("target", 12),
    ("target_on", 12),
    ("measured", 12),
    ("measured_on", 12),
    ("progress", 12),
    ("source", 24),
    ("amount", 16),
    ("status", 14),
    ("late", 10),
    ("reason", 36),
    ("evidence", 48),
    ("explanation", 60),
    ("unreported", 16),
)


def actions_workbook(actions: Sequence[ToldAction], *, path: str) -> None:
    """Write one sheet to a file at `path`, an action a row."""
    write_sheets(path, [_sheet(actions)])


def actions_csv(actions: Sequence[ToldAction], *, delimiter: str = ",") -> Iterator[bytes]:
    sheet = _sheet(actions)
    rows = (["" if cell is None else str(cell) for cell in row] for row in sheet.rows)
    return csv_lines(sheet.headings, rows, delimiter=delimiter)


def _sheet(actions: Sequence[ToldAction]) -> Sheet:
    names = {
        **FIELDS,
        "problems": _("Problems"),
        "progress": _("Progress in percent"),
        "unreported": _("No report came for"),
    }
    return Sheet(
        title=_("Actions"),
        headings=[str(names[name]) for name, _width in _COLUMNS],
        widths=[width for _name, width in _COLUMNS],
        rows=(_row(action) for action in actions),
    )


def _row(action: ToldAction) -> list[Cell]:
    told: dict[str, Cell] = {
        "problems": "; ".join(action.problems),
        "partners": "; ".join(action.partners),
        "status": str(STATUSES[action.status]),
        "late": _("yes") if action.is_late else _("no"),
        "evidence": "\n".join(f"{title}: {url}" for title, url in action.evidence),
        "unreported": half_year_words(action.unreported) if action.unreported else "",
    }
    return [told[name] if name in told else _cell(getattr(action, name)) for name, _w in _COLUMNS]


def _cell(value: Cell | date) -> Cell:
    return value.isoformat() if isinstance(value, date) else value
