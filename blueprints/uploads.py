"""Pages that take files: their requests may be larger than others'."""

from typing import Any

from flask import Blueprint, request

from lib.spreadsheets import LARGEST

_REST_OF_FORM = 64 * 1024


def takes_tables(bp: Blueprint) -> None:
    """Before anything reads the form, the check of its CSRF token included."""

    @bp.url_value_preprocessor
    def allow(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
        # One file that is a little too large is refused in words rather than cut off.
        request.max_content_length = 2 * LARGEST + _REST_OF_FORM
