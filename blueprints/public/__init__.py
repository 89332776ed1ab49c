"""For everyone, without an account."""

from flask import Blueprint

from blueprints.public import events, feedback, problems, registrations, site, surveys

AREAS = (events, registrations, surveys, feedback, problems, site)

bp = Blueprint("public", __name__)
for area in AREAS:
    for page in area.PAGES:
        bp.register_blueprint(page)
