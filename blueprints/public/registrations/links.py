"""The link to the own page: whoever holds it counts as the person it was written to."""

from flask import abort, make_response, render_template

from blueprints.base.found import signed_numbers_or_404
from lib.clock import utc_now
from models.link_terms import have_links_lapsed
from models.registrations import Registration
from queries.registrations.entries import registration_by_link


def registration_or_404(token: str) -> Registration:
    """The registration; if its link was revoked, a page that says how to get the new one, and if it
    has lapsed, one that says so. The row of the event decides it, not the time of a signature."""
    number, version = signed_numbers_or_404("registration", token, count=2)
    registration = registration_by_link(number, version)
    if registration is None or have_links_lapsed(registration.event, utc_now()):
        page = render_template("public/registrations/revoked.html", lapsed=registration is not None)
        abort(make_response(page, 410))
    return registration
