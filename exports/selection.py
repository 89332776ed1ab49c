"""The record of a selection as a workbook: what was decided, and all that it was computed from."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter

Cell = str | int | float | None
_WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The sheets as one XLSX file. Text is written as text, so that nothing people typed is
    calculated."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title)
            page.freeze_panes(1, 0)
            page.set_landscape()
            page.fit_to_pages(1, 0)
            page.repeat_rows(0)
            widths = [len(heading) for heading in sheet.headings]
            for column, heading in enumerate(sheet.headings):
                page.write_string(0, column, heading, bold)
            for line, row in enumerate(sheet.rows, start=1):
                for column, cell in enumerate(row):
                    widths[column] = max(widths[column], len(str(cell or "")))
                    if isinstance(cell, str):
                        page.write_string(line, column, cell, plain)
                    elif cell is not None:
                        page.write_number(line, column, cell, plain)
            for column, width in enumerate(widths):
                page.set_column(column, column, min(width + 2, _WIDEST))
    return file.getvalue()
