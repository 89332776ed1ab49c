"""The link to the own page: whoever holds it counts as the person it was written to."""

from flask import abort, make_response, render_template

from blueprints.base.found import signed_numbers_or_404
from models.registrations import Registration
from queries.registrations.entries import registration_by_link


def registration_or_404(token: str) -> Registration:
    """The registration; if its link was revoked, a page that says how to get the new one."""
    number, version = signed_numbers_or_404("registration", token, count=2)
    registration = registration_by_link(number, version)
    if registration is None:
        abort(make_response(render_template("public/registrations/revoked.html"), 410))
    return registration
