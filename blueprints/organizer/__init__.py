"""The back office."""

from flask import Blueprint

from blueprints.organizer import (
    accounts,
    check_in,
    events,
    feedback,
    forms,
    letters,
    places,
    problems,
    registrations,
    road_maps,
    selection,
    surveys,
    workshops,
)

AREAS = (
    events,
    places,
    forms,
    registrations,
    selection,
    check_in,
    letters,
    surveys,
    feedback,
    road_maps,
    workshops,
    problems,
    accounts,
)

bp = Blueprint("organizer", __name__, url_prefix="/organizer")
for area in AREAS:
    for page in area.PAGES:
        bp.register_blueprint(page)
