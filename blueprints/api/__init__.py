"""JSON for other programs: a bearer token, bodies and answers as models, problems by RFC 9457."""

from flask import Blueprint

from blueprints.api import (
    annulments,
    check_in_batches,
    check_in_keys,
    check_ins,
    checkpoint_statuses,
    checkpoints,
    documents,
    event_problems,
    events,
    feedback,
    problems,
    questions,
    registrations,
    statements,
)
from extensions import csrf

bp = Blueprint("api", __name__, url_prefix="/api/v1")
problems.init_blueprint(bp)
for area in (
    events,
    questions,
    registrations,
    checkpoints,
    check_ins,
    check_in_batches,
    annulments,
    checkpoint_statuses,
    check_in_keys,
    feedback,
    statements,
    event_problems,
    documents,
):
    # No cookie counts here, so no other site's page can act with one.
    csrf.exempt(area.bp)
    bp.register_blueprint(area.bp)
