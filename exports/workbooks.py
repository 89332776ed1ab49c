"""Tables as XLSX: text stays text, and a table of any length needs the memory of one row."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter

_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_576
_FORBIDDEN_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_OPTIONS = {
    "constant_memory": True,
    # What people typed is never calculated, whatever it begins with.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


Cell = str | int | float | None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    title: str
    headings: Sequence[str]
    widths: Sequence[int]
    """In characters."""
    rows: Iterable[Sequence[Cell]]


def workbook_bytes(write: Callable[..., None]) -> bytes:
    """What `write`, one of the writers of workbooks, writes to the file at its `path`."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write(path=str(path))
        return path.read_bytes()


def write_workbook(
    path: str,
    *,
    title: str,
    headings: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[str]],
) -> None:
    """Write one sheet to a file at `path`. `widths` are in characters.

    The headings stay in view and have filters.
    """
    write_sheets(path, [Sheet(title=title, headings=headings, widths=widths, rows=rows)])


def write_sheets(path: str, sheets: Iterable[Sheet]) -> None:
    """Write the sheets to a file at `path`, row by row; numbers stay numbers, None and "" are empty
    cells.

    The headings of each stay in view and have filters.
    """
    with xlsxwriter.Workbook(path, _OPTIONS) as book:
        bold = book.add_format({"bold": True})
        for sheet in sheets:
            title = sheet.title.translate(_FORBIDDEN_IN_TITLES)[:31].strip()
            _write(book.add_worksheet(title or None), sheet, bold)


def _write(page: Any, sheet: Sheet, bold: Any) -> None:
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading[:_LONGEST_CELL], bold)
    last = 0
    for last, cells in zip(range(1, _MOST_ROWS), sheet.rows, strict=False):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell:
                page.write_string(last, column, cell[:_LONGEST_CELL])
            elif isinstance(cell, int | float):
                page.write_number(last, column, cell)
    if sheet.headings:
        page.autofilter(0, 0, last, len(sheet.headings) - 1)
