"""The page for whoever wants to change something by themselves too late."""

from email.utils import parseaddr

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from extensions import db
from models.registrations import Registration


def closed_page(registration: Registration, token: str) -> ResponseReturnValue:
    """Nothing was changed; the page says since when, and whom to write to."""
    db.session.rollback()
    page = render_template(
        "public/registrations/closed.html",
        event=registration.event,
        token=token,
        contact=contact_address(),
    )
    return page, 409


def contact_address() -> str:
    """Where answers to our letters arrive."""
    return parseaddr(current_app.config["MAIL_DEFAULT_SENDER"])[1]
