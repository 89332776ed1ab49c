"""The largest size of a request: small, except for the few addresses that need more.

The form token is checked before the view runs, and that reads the whole body: so the limit is set
as soon as the address is known, and a body that is larger is refused (413) before it is read.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, request

from lib import file_kinds, spreadsheets

View = TypeVar("View")

FORM = 64 * 1024
"""Bytes of a form that has lines and a few short texts."""
LONG_TEXTS = 1024 * 1024
"""Bytes of a form with long texts: a letter of Turkish takes up to six bytes in a form, an emoji
twelve; an organizer may ask for several texts of 10,000 characters."""
JSON = 2 * 1024 * 1024
"""Bytes of what another program sends."""
MOST_FILES = 6
"""The limit of one request that sends files, in files of the largest size. A refused form keeps the
files that came."""


def takes_files(view: View) -> View:
    """Mark a view that people send files to, perhaps with long texts."""
    return _taking(view, LONG_TEXTS, MOST_FILES * file_kinds.LARGEST)


def takes_table(view: View) -> View:
    """Mark a view that people send a spreadsheet to."""
    # A file that is a little too large is refused in words rather than cut off.
    return _taking(view, FORM, spreadsheets.LARGEST + spreadsheets.LARGEST // 2)


def takes_long_texts(view: View) -> View:
    """Mark a view whose form may hold more than FORM, without files."""
    return _taking(view, LONG_TEXTS)


def takes_json(view: View) -> View:
    """Mark a view that programs send many things to at once."""
    return _taking(view, JSON)


def _taking(view: View, size: int, files: int = 0) -> View:
    view.takes_bytes, view.takes_file_bytes = size, files  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    @app.url_value_preprocessor
    def set_limits(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        view: Callable[..., Any] | None = app.view_functions.get(endpoint or "")
        size: int = getattr(view, "takes_bytes", FORM)
        # Only a form of several parts holds files; any other is read in one piece.
        files = getattr(view, "takes_file_bytes", 0) if _has_parts() else 0
        request.max_content_length = size + files


def _has_parts() -> bool:
    return request.mimetype == "multipart/form-data"
