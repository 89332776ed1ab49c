"""The largest size of a request: small, except for the few addresses that take files.

The form token is checked before the view runs, and that reads the whole body: so the limit is set
as soon as the address is known.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from lib import file_kinds, spreadsheets

View = TypeVar("View")

MOST_FILES = 6
"""The limit of one request that sends files, in files of the largest size. A refused form keeps the
files that came."""


def takes_files(view: View) -> View:
    """Mark a view that people send files to."""
    return _taking(view, MOST_FILES * file_kinds.LARGEST)


def takes_table(view: View) -> View:
    """Mark a view that people send a spreadsheet to."""
    # A file that is a little too large is refused in words rather than cut off.
    return _taking(view, spreadsheets.LARGEST + spreadsheets.LARGEST // 2)


def _taking(view: View, size: int) -> View:
    view.takes_bytes = size  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    @app.url_value_preprocessor
    def allow_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        view: Callable[..., Any] | None = app.view_functions.get(endpoint or "")
        more = getattr(view, "takes_bytes", 0)
        if more:
            request.max_content_length = current_app.config["MAX_CONTENT_LENGTH"] + more
