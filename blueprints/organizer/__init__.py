"""The back office."""

from typing import Any

from flask import Blueprint, abort

from blueprints.organizer import (
    checkpoints,
    dashboard,
    events,
    exports,
    feedback,
    letters,
    problems,
    publications,
    registrations,
    sessions,
    statements,
    status_changes,
)

RANDOM_NUMBERS = {"statement_id"}
"""Keys that do not count up from 1 (see models.forms.random_id)."""

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
    feedback,
    problems,
    statements,
):
    bp.register_blueprint(page.bp)


@bp.url_value_preprocessor
def refuse_numbers_that_no_row_has(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Databases cannot even compare a key with a number that is larger than its column."""
    for name, value in (values or {}).items():
        longest = 63 if name in RANDOM_NUMBERS else 31
        if isinstance(value, int) and value >= 2**longest:
            abort(404)
