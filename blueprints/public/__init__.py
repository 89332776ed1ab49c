"""For everyone, without an account."""

from flask import Blueprint

from blueprints.public import calendars, events, home, monitors, privacy, problems, registrations

bp = Blueprint("public", __name__)
for page in (home, events, calendars, registrations, problems, privacy, monitors):
    bp.register_blueprint(page.bp)
