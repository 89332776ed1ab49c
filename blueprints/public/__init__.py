"""For everyone, without an account."""

from flask import Blueprint

from blueprints.public.events import calendars, events, home
from blueprints.public.problems import problems
from blueprints.public.registrations import (
    access_codes,
    answers,
    completions,
    consents,
    delegations,
    institutions,
    link_letters,
    my_registrations,
    offers,
    own_data,
    parties,
    session_choices,
    tickets,
    transfers,
)
from blueprints.public.registrations import online as registration_forms
from blueprints.public.registrations import own_pages as registrations
from blueprints.public.site import monitors, privacy

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
