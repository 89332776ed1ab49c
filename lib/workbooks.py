"""Opens XLSX with care before calamine reads it.

calamine is quick and knows all that spreadsheets do, but it lays a sheet out as one full rectangle,
and writes a shared text into each cell that points to it: one single cell far away, or one long
text with a thousand cells pointing to it, would ask for all the memory there is. So the parts are
first unpacked up to a limit, read by expat for what they would grow to, and packed anew with true
sizes. Parts that are no XML are left out.
"""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest
from xml.parsers import expat

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

_MOST_UNPACKED = 24 * 1024 * 1024
_MOST_PARTS = 500
_MOST_CELLS = 500_000
_LARGEST_RECTANGLE = 2_000_000
"""The most cells from the first one to the last row and column, empty ones included."""
_MOST_CHARACTERS = 50_000_000
"""The most characters of all cells together; a shared text counts in each of its cells."""
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_MAIN_PART = "xl/workbook.xml"


class BadWorkbook(Exception):
    """The file is no XLSX, or is broken, or contains tricks."""


class TooMuch(Exception):
    """The file has more rows, columns or bytes than allowed."""


def is_workbook(content: bytes) -> bool:
    """Whether the file is packed as XLSX is; it may still be unreadable."""
    return content.startswith(b"PK\x03\x04")


def cells_of_first_sheet(
    content: bytes, *, most_rows: int, most_columns: int
) -> Sequence[Sequence[object]]:
    """The rows of the first sheet that people see, from its first one on: text, numbers, days and
    times; "" for an empty cell.

    A formula gives the value that was last calculated. Raises BadWorkbook, TooMuch.
    """
    parts = _unpacked(content)
    walks = [_Walk(most_rows, most_columns).through(part) for part in parts.values()]
    _refuse_repetition(walks)
    try:
        book = CalamineWorkbook.from_filelike(_packed(parts))
        return book.get_sheet_by_name(_first_seen(book)).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in calamine is no Exception
        raise BadWorkbook from error


def _first_seen(book: CalamineWorkbook) -> str:
    """Offices keep lists for their drop-downs on hidden sheets, often before the first one."""
    sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    seen = [one for one in sheets if one.visible == SheetVisibleEnum.Visible]
    return (seen or book.sheets_metadata)[0].name


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


class _Walk:
    """Reads one part: refuses cells out of bounds and declarations, counts texts and who shares
    them."""

    def __init__(self, most_rows: int, most_columns: int) -> None:
        self._most_rows, self._most_columns = most_rows, most_columns
        self._row = self._column = self._cells = self._last_row = self._last_column = 0
        self._sharing = False
        self._heard: list[str] | None = None
        self.texts: list[int] = []
        """How long the texts are that cells may share, in their order."""
        self.shared: Counter[str] = Counter()
        """In how many cells each number of such a text stands."""

    def through(self, part: bytes) -> "_Walk":
        # calamine reads every document as UTF-8, whatever it says.
        parser = expat.ParserCreate("UTF-8")
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self._hear, _refuse
        try:
            parser.Parse(part, True)
        except (expat.ExpatError, ValueError):
            raise BadWorkbook from None
        return self

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            told = attributes.get("r")
            self._reach(self._row + 1 if told is None else _number(told), 0)
        elif kind == "c":
            self._cells += 1
            told = attributes.get("r")
            self._reach(*((self._row, self._column + 1) if told is None else _position(told)))
            self._sharing = attributes.get("t") == "s"
        elif kind == "si" or (kind == "v" and self._sharing):
            self._heard = []

    def _end(self, name: str) -> None:
        kind = name.rpartition(":")[2]
        if self._heard is None or kind not in ("si", "v"):
            return
        heard, self._heard = "".join(self._heard), None
        if kind == "si":
            self.texts.append(len(heard))
        else:
            self.shared[heard.strip()] += 1

    def _hear(self, text: str) -> None:
        if self._heard is not None:
            self._heard.append(text)

    def _reach(self, row: int, column: int) -> None:
        self._row, self._column = row, column
        self._last_row = max(self._last_row, row)
        self._last_column = max(self._last_column, column)
        if (
            self._last_row > self._most_rows
            or self._last_column > self._most_columns
            or self._cells > _MOST_CELLS
            or self._last_row * self._last_column > _LARGEST_RECTANGLE
        ):
            raise TooMuch


def _refuse(*_declaration: object) -> None:
    raise BadWorkbook


def _refuse_repetition(walks: Sequence[_Walk]) -> None:
    """Refuse shared texts that would grow too long in the cells.

    The texts may be in any part, so a number counts as the longest text that it could name. Raises
    BadWorkbook, TooMuch.
    """
    longest = [max(lengths) for lengths in zip_longest(*(w.texts for w in walks), fillvalue=0)]
    shared: Counter[str] = sum((walk.shared for walk in walks), Counter())
    written = 0
    for number, times in shared.items():
        if number and _number(number) >= len(longest):
            raise BadWorkbook
        written += longest[int(number)] * times if number else 0
    if written > _MOST_CHARACTERS:
        raise TooMuch


def _number(number: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", number):
        raise BadWorkbook
    return int(number)


def _position(reference: str) -> tuple[int, int]:
    """The row and the column of a reference such as `B7`, from 1."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise BadWorkbook
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return _number(found[2]), column
