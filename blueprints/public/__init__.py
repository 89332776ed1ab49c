"""For everyone, without an account."""

from flask import Blueprint

from blueprints.public import (
    calendars,
    events,
    home,
    monitors,
    privacy,
    problems,
    registration_forms,
    registrations,
    tickets,
)

bp = Blueprint("public", __name__)
for page in (
    home,
    events,
    calendars,
    registration_forms,
    registrations,
    tickets,
    problems,
    privacy,
    monitors,
):
    bp.register_blueprint(page.bp)
