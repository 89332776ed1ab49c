"""For everyone, without an account."""

from flask import Blueprint

from blueprints.public import (
    access_codes,
    answers,
    calendars,
    completions,
    consents,
    delegations,
    events,
    home,
    institutions,
    link_letters,
    monitors,
    my_registrations,
    offers,
    own_data,
    parties,
    privacy,
    problems,
    registration_forms,
    registrations,
    session_choices,
    tickets,
    transfers,
)

bp = Blueprint("public", __name__)
for page in (
    home,
    events,
    calendars,
    registration_forms,
    registrations,
    tickets,
    delegations,
    completions,
    access_codes,
    answers,
    session_choices,
    transfers,
    offers,
    parties,
    consents,
    own_data,
    link_letters,
    my_registrations,
    problems,
    privacy,
    institutions,
    monitors,
):
    bp.register_blueprint(page.bp)
