"""Tables as CSV that Excel opens rightly: a byte order mark, and text that stays text."""

import csv
import io
from collections.abc import Iterable, Sequence

from lib.formula_marks import harmless


def csv_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str = ","
) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig")
