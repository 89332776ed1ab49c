"""XLSX, opened with care before calamine reads it.

calamine is quick and knows all that spreadsheets do, but lays a sheet out as one full rectangle:
a single cell far away would ask for all the memory there is, and so would a bomb. So the parts
are first unpacked up to a limit, walked through by expat for cells out of bounds, and packed
anew with honest sizes; what is no XML is left behind.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from xml.parsers import expat

from python_calamine import CalamineWorkbook

_MOST_UNPACKED = 24 * 1024 * 1024
_MOST_PARTS = 500
_MOST_CELLS = 500_000
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_MAIN_PART = "xl/workbook.xml"


class BadWorkbook(Exception):
    """No XLSX, or a broken one, or one with tricks in it."""


class TooMuch(Exception):
    """More rows, columns or bytes than allowed."""


def is_workbook(content: bytes) -> bool:
    """Whether it is packed as XLSX is, not whether it can be read."""
    return content.startswith(b"PK\x03\x04")


def cells_of_first_sheet(
    content: bytes, *, most_rows: int, most_columns: int
) -> Sequence[Sequence[object]]:
    """Rows from the sheet's first one on: text, numbers, days and times; "" where nothing stands.

    Of formulas the values that were last calculated. Raises BadWorkbook, TooMuch.
    """
    parts = _unpacked(content)
    for part in parts.values():
        _walk(part, most_rows, most_columns)
    try:
        book = CalamineWorkbook.from_filelike(_packed(parts))
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in calamine is no Exception
        raise BadWorkbook from error


def _unpacked(content: bytes) -> dict[str, bytes]:
    parts, left = {}, _MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_PARTS:
                raise TooMuch
            for entry in entries:
                if not entry.filename.lower().endswith((".xml", ".rels")):
                    continue
                with archive.open(entry) as part:
                    parts[entry.filename] = part.read(left + 1)
                left -= len(parts[entry.filename])
                if left < 0:
                    raise TooMuch
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError):
        raise BadWorkbook from None
    except (ValueError, KeyError, IndexError, OverflowError, MemoryError, UnicodeError):
        raise BadWorkbook from None
    if _MAIN_PART not in parts:
        raise BadWorkbook
    return parts


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    packed.seek(0)
    return packed


def _walk(part: bytes, most_rows: int, most_columns: int) -> None:
    """Refuse cells out of bounds, and documents that declare things."""
    rows = columns = cells = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal rows, columns, cells
        kind = name.rpartition(":")[2]
        if kind == "row":
            rows, columns = rows + 1, 0
            _check_number(attributes.get("r", "1"), most_rows)
        elif kind == "c":
            columns, cells = columns + 1, cells + 1
            _check_reference(attributes.get("r", "A1"), most_rows, most_columns)
        if rows > most_rows or columns > most_columns or cells > _MOST_CELLS:
            raise TooMuch

    def refuse(*_declaration: object) -> None:
        raise BadWorkbook

    # calamine takes every document for UTF-8, whatever it says.
    parser = expat.ParserCreate("UTF-8")
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError):
        raise BadWorkbook from None


def _check_number(number: str, most: int) -> None:
    if not re.fullmatch("[0-9]{1,9}", number):
        raise BadWorkbook
    if int(number) > most:
        raise TooMuch


def _check_reference(reference: str, most_rows: int, most_columns: int) -> None:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise BadWorkbook
    _check_number(found[2], most_rows)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    if column > most_columns:
        raise TooMuch
