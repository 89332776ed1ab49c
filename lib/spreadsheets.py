"""Reads the tables that people have, XLSX and CSV, as the text in their cells.

Nothing in a file is believed: neither its name, nor the sizes that it declares, nor that it is what
it says. What cannot be read raises UnreadableTable, with the reason.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from lib.formula_marks import unmarked
from lib.workbooks import BadWorkbook, TooMuch, cells_of_first_sheet
from lib.workbooks import is_workbook as _is_workbook

LARGEST = 5 * 1024 * 1024
"""The most bytes of a file."""
MOST_COLUMNS = 200
MOST_CHARACTERS = 10_000
"""The most characters of one cell."""
_MIDNIGHT = time(0)
_ROWS_ABOVE = 10
"""Among so many rows the headings are looked for: titles may stand above them."""
_SEPARATORS = (";", ",", "\t")


class Unreadable(StrEnum):
    TOO_LARGE = "too_large"
    NO_TABLE = "no_table"
    """Neither XLSX nor CSV, or broken."""
    EMPTY = "empty"
    """No rows below the headings."""
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_LONG_CELL = "too_long_cell"


class UnreadableTable(Exception):
    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Row:
    number: int
    """The row's number in the spreadsheet, from 1; the headings have one too."""
    cells: Sequence[str]


@dataclass(frozen=True)
class Table:
    headings: Sequence[str]
    rows: Sequence[Row]
    """The rows that are not empty, each as wide as the headings."""


def read_table(
    content: bytes, *, most_rows: int, is_heading: Callable[[str], bool] = lambda _cell: False
) -> Table:
    """The table in the first sheet of an XLSX file that people see, or in a CSV file.

    Of the first rows the one with the most headings holds them; where none has any, the first row
    that is not empty. Raises UnreadableTable.
    """
    if len(content) > LARGEST:
        raise UnreadableTable(Unreadable.TOO_LARGE)
    found = _workbook_rows(content, most_rows) if _is_workbook(content) else _csv_rows(content)
    rows: list[Row] = []
    for number, values in enumerate(found, start=1):
        cells = list(map(_text, values))
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise UnreadableTable(Unreadable.TOO_MANY_COLUMNS)
        if len(rows) > most_rows + _ROWS_ABOVE:
            raise UnreadableTable(Unreadable.TOO_MANY_ROWS)
        rows.append(Row(number, cells))
    above = rows[:_ROWS_ABOVE]
    at = max(range(len(above)), key=lambda i: sum(map(is_heading, above[i].cells)), default=0)
    if len(rows) - at - 1 > most_rows:
        raise UnreadableTable(Unreadable.TOO_MANY_ROWS)
    return _table(rows[at:])


def _table(rows: Sequence[Row]) -> Table:
    if len(rows) < 2:
        raise UnreadableTable(Unreadable.EMPTY)
    width = max(len(row.cells) for row in rows)

    def wide(cells: Sequence[str]) -> list[str]:
        return [*cells, *[""] * (width - len(cells))]

    return Table(wide(rows[0].cells), [Row(row.number, wide(row.cells)) for row in rows[1:]])


def _text(value: object) -> str:
    """The text that a person sees in the cell, whatever the file keeps: «12» for 12.0, days as ISO
    8601."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    if isinstance(value, datetime):
        form = "%Y-%m-%d" if value.time() == _MIDNIGHT else "%Y-%m-%d %H:%M"
        return value.strftime(form)
    text = value.isoformat() if isinstance(value, date | time) else str(value)
    if len(text) > MOST_CHARACTERS:
        raise UnreadableTable(Unreadable.TOO_LONG_CELL)
    return text.strip()


def _workbook_rows(content: bytes, most_rows: int) -> Iterable[Sequence[object]]:
    try:
        # Emptied rows may stand between those that count.
        return cells_of_first_sheet(content, most_rows=most_rows * 5, most_columns=MOST_COLUMNS * 5)
    except TooMuch:
        raise UnreadableTable(Unreadable.TOO_MANY_ROWS) from None
    except BadWorkbook:
        raise UnreadableTable(Unreadable.NO_TABLE) from None


def _csv_rows(content: bytes) -> Iterator[Sequence[str]]:
    text = _decoded(content)
    if "\0" in text:
        raise UnreadableTable(Unreadable.NO_TABLE)
    first_line, _, rest = text.partition("\n")
    if first_line.strip().lower() in {f"sep={separator}" for separator in _SEPARATORS}:
        separator, text = first_line.strip("\r")[4:5], f"\n{rest}"
    else:
        separator = max(_SEPARATORS, key=_outside_quotes(text).count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            # In XLSX nothing is marked: a text is no formula there.
            yield [unmarked(cell.strip()) for cell in row]
    except csv.Error:
        raise UnreadableTable(Unreadable.NO_TABLE) from None


def _decoded(content: bytes) -> str:
    """The text from UTF-8, or from what a Turkish Excel writes as «Unicode text» and as plain
    CSV."""
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ""):
        try:
            return content.decode(encoding) if encoding else content.decode("cp1254")
        except UnicodeDecodeError:
            continue
    raise UnreadableTable(Unreadable.NO_TABLE)


def _outside_quotes(text: str) -> str:
    """The first line that is not empty, without what stands in quotation marks."""
    headings = next((line for line in text.splitlines() if line.strip()), "")
    return "".join(headings.split('"')[::2])
