"""Bodies that are never read: packed ones, forms of thousands of fields, JSON nested without end."""

from typing import Any

from flask import Flask, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

MOST_FIELDS = 5000
"""Of one form, or parts. Pages of ours have some hundreds."""


class BoundedJson(DefaultJSONProvider):
    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Raises ValueError also for what is nested too deeply, so that all who read JSON refuse
        it alike."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def init_app(app: Flask) -> None:
    """Call it before the tokens of forms are checked, which reads the form."""
    app.json = BoundedJson(app)
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
    app.before_request(_refuse_what_is_not_read)


def _refuse_what_is_not_read() -> None:
    packing = request.headers.get("Content-Encoding", "").strip().lower()
    if packing not in ("", "identity"):
        raise UnsupportedMediaType("Send the body as it is, without a Content-Encoding.")
    is_form = request.mimetype == "application/x-www-form-urlencoded"
    if is_form and request.get_data().count(b"&") >= MOST_FIELDS:
        raise RequestEntityTooLarge
