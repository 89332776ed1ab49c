"""The back office."""

from flask import Blueprint

from blueprints.organizer import (
    checkpoints,
    dashboard,
    events,
    exports,
    feedback,
    letters,
    link_revocations,
    problems,
    publications,
    registrations,
    sessions,
    statements,
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
    link_revocations,
    feedback,
    problems,
    statements,
):
    bp.register_blueprint(page.bp)
