"""For everyone, without an account."""

from flask import Blueprint

from blueprints.public import (
    events,
    feedback,
    problems,
    registrations,
    road_maps,
    site,
    surveys,
    workshops,
)

AREAS = (events, registrations, surveys, feedback, road_maps, workshops, problems, site)

bp = Blueprint("public", __name__)
for area in AREAS:
    for page in area.PAGES:
        bp.register_blueprint(page)
