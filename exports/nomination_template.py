"""An empty table for people to fill in: with headings that the import knows, and wide columns."""

import io
from collections.abc import Sequence

import xlsxwriter

from exports.csv_tables import csv_table

_WIDTH = 24


def template_csv(headings: Sequence[str], *, delimiter: str) -> bytes:
    return csv_table(headings, [], delimiter=delimiter)


def template_xlsx(headings: Sequence[str], *, sheet: str) -> bytes:
    """The template as XLSX. All cells are text, so that 0532 stays 0532."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        page.set_column(0, len(headings) - 1, _WIDTH, text)
        page.write_row(0, 0, headings, bold)
        page.freeze_panes(1, 0)
    return file.getvalue()
