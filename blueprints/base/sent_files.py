"""Files to download: with a name to save them under, of any length."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from flask import Response
from werkzeug.wsgi import FileWrapper

from lib import file_kinds
from lib.text import normalised

CSV = "text/csv; charset=utf-8"
PDF = file_kinds.PDF.mimetype
DOCX = file_kinds.DOCX.mimetype
XLSX = file_kinds.XLSX.mimetype
_PIECE = 64 * 1024


class _Pieces(FileWrapper):
    """Closes the file when nobody holds its pieces any more, also where none was read, as for HEAD."""

    def __del__(self) -> None:
        self.close()


def written(write: Callable[[str], None]) -> Iterator[bytes]:
    """The file piece by piece; it is deleted from the disk before the first piece is sent."""
    handle, name = tempfile.mkstemp(suffix=".xlsx")
    os.close(handle)
    path = Path(name)
    try:
        write(name)
        return _Pieces(path.open("rb"), _PIECE)
    finally:
        path.unlink()


def sent(
    content: bytes | Iterator[bytes], name: str, mimetype: str, *, inline: bool = False
) -> Response:
    """A response to be saved under this name, which no cache on the way keeps."""
    response = named(Response(content, content_type=mimetype), name, inline=inline)
    response.headers["Cache-Control"] = "no-store"
    return response


def named(response: Response, name: str, *, inline: bool = False) -> Response:
    """The same response, to be saved under this name; `inline`: to be shown at once.

    A header holds ASCII alone: other letters are sent as UTF-8 (RFC 6266), and without their
    accents for clients that do not know that.
    """
    plain = normalised("NFKD", name).encode("ascii", "ignore").decode()
    names = {"filename": plain}
    if plain != name:
        names["filename*"] = f"UTF-8''{quote(name, safe='')}"
    response.headers.set("Content-Disposition", "inline" if inline else "attachment", **names)
    return response
