"""How much one request may bring: little, but on the few addresses that take files.

The form token is looked for before the view runs, and that reads the whole body: so the limit is
set as soon as the address is known.
"""

from typing import Any, TypeVar

from flask import Flask, current_app, request

from blueprints.forms.files import LARGEST

View = TypeVar("View")

MOST_FILES = 6
"""Of the largest size, in one request; a refused form keeps those that came."""


def takes_files(view: View) -> View:
    """Mark a view that people send files to."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    @app.url_value_preprocessor
    def allow_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        view = app.view_functions.get(endpoint or "")
        if getattr(view, "takes_files", False):
            usual = current_app.config["MAX_CONTENT_LENGTH"]
            request.max_content_length = usual + MOST_FILES * LARGEST
