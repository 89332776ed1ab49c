"""The back office."""

from typing import Any

from flask import Blueprint, abort

from blueprints.organizer import (
    checkpoints,
    dashboard,
    events,
    exports,
    letters,
    publications,
    registrations,
    sessions,
    status_changes,
)

bp = Blueprint("organizer", __name__, url_prefix="/organizer")
for page in (
    dashboard,
    events,
    publications,
    sessions,
    checkpoints,
    registrations,
    status_changes,
    exports,
    letters,
):
    bp.register_blueprint(page.bp)


@bp.url_value_preprocessor
def refuse_numbers_that_no_row_has(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """SQLite cannot even compare them."""
    if any(isinstance(value, int) and value >= 2**63 for value in (values or {}).values()):
        abort(404)
