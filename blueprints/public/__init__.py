"""For everyone, without an account."""

from flask import Blueprint

from blueprints.public import (
    calendars,
    events,
    home,
    link_letters,
    monitors,
    my_registrations,
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
    link_letters,
    my_registrations,
    problems,
    privacy,
    monitors,
):
    bp.register_blueprint(page.bp)
