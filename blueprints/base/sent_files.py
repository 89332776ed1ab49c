"""Tables that are sent as files, however long they are."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Response

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE = 64 * 1024


def written(write: Callable[[str], None]) -> Iterator[bytes]:
    """The file piece by piece; it is gone from the disk before the first one is sent."""
    handle, name = tempfile.mkstemp(suffix=".xlsx")
    os.close(handle)
    path = Path(name)
    try:
        write(name)
        file = path.open("rb")
    finally:
        path.unlink()

    def pieces() -> Iterator[bytes]:
        with file:
            while piece := file.read(_PIECE):
                yield piece

    return pieces()


def sent(pieces: Iterator[bytes], name: str, mimetype: str) -> Response:
    """To be saved under this name, and kept by nobody on the way."""
    answer = Response(pieces, content_type=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
