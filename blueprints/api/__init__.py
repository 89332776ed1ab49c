"""JSON for other programs: a bearer token, bodies and answers as models, problems by RFC 9457."""

from flask import Blueprint

from blueprints.api.base import documents, problem_details
from blueprints.api.check_in import annulments, check_ins, checkpoints
from blueprints.api.check_in import batches as check_in_batches
from blueprints.api.check_in import keys as check_in_keys
from blueprints.api.check_in import statuses as checkpoint_statuses
from blueprints.api.events import events
from blueprints.api.feedback import results as feedback
from blueprints.api.forms import questions
from blueprints.api.problems import problems as event_problems
from blueprints.api.problems import statements
from blueprints.api.registrations import entries as registrations
from extensions import csrf

bp = Blueprint("api", __name__, url_prefix="/api/v1")
problem_details.init_blueprint(bp)
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
