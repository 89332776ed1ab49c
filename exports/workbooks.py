"""Tables as XLSX: text stays text, and a table of any length needs the memory of one row."""

from collections.abc import Iterable, Sequence

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
    with xlsxwriter.Workbook(path, _OPTIONS) as book:
        sheet = book.add_worksheet(title.translate(_FORBIDDEN_IN_TITLES)[:31].strip() or None)
        bold = book.add_format({"bold": True})
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading[:_LONGEST_CELL], bold)
        last = 0
        for last, cells in zip(range(1, _MOST_ROWS), rows, strict=False):
            for column, cell in enumerate(cells):
                if cell:
                    sheet.write_string(last, column, cell[:_LONGEST_CELL])
        sheet.autofilter(0, 0, last, len(headings) - 1)
