"""JSON for other programs: a bearer token, models for bodies and responses, refusals by RFC 9457."""

from flask import Blueprint

from blueprints.api import (
    check_in,
    events,
    feedback,
    forms,
    problems,
    registrations,
    road_maps,
    site,
    surveys,
    workshops,
)
from blueprints.api.base import problem_details
from blueprints.base.origins import counts_no_cookie

AREAS = (
    events,
    forms,
    registrations,
    check_in,
    feedback,
    surveys,
    road_maps,
    workshops,
    problems,
    site,
)

bp = Blueprint("api", __name__, url_prefix="/api/v1")
problem_details.init_blueprint(bp)
for area in AREAS:
    for calls in area.CALLS:
        # No cookie counts here, so no other site's page can act by means of one.
        counts_no_cookie(calls)
        bp.register_blueprint(calls)
