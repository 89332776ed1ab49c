"""Tables as CSV that Excel opens correctly: with a byte order mark, and text that stays text."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from lib.formula_marks import harmless

_AT_ONCE = 200


def csv_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str = ","
) -> bytes:
    return b"".join(csv_lines(headings, rows, delimiter=delimiter))


def csv_lines(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str = ","
) -> Iterator[bytes]:
    """The same table in pieces, for one that is too long to be kept in memory."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    file.write("\ufeff")
    for line, cells in enumerate(chain([headings], rows)):
        writer.writerow([harmless(cell) for cell in cells])
        if line % _AT_ONCE == 0:
            yield _taken(file)
    yield _taken(file)


def _taken(file: io.StringIO) -> bytes:
    text = file.getvalue()
    file.seek(0)
    file.truncate()
    return text.encode("utf-8")
