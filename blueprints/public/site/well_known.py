"""What browsers, password managers and security researchers look for at fixed addresses."""

from datetime import timedelta

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from letters.compose import site_address
from lib.clock import utc_now
from lib.emails import mailto
from queries.events.contacts import site_contact

bp = Blueprint("well_known", __name__, url_prefix="/.well-known")

_HOLDS = timedelta(days=180)
"""RFC 9116 recommends less than a year."""


@bp.get("/change-password")
@for_all
def change_password() -> ResponseReturnValue:
    """Password managers lead here."""
    return redirect(url_for("accounts.passwords.edit"), 302)


@bp.get("/security.txt")
@for_all
def security() -> ResponseReturnValue:
    """Whom to tell of a weakness (RFC 9116): the site's contact person, else its own pages."""
    email = site_contact().email
    day = (utc_now() + _HOLDS).date()
    fields = {
        "Contact": mailto(email) if email else site_address("public.privacy.show"),
        "Expires": f"{day}T00:00:00Z",
        "Preferred-Languages": "tr, en",
        "Canonical": site_address("public.well_known.security"),
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return Response(text, mimetype="text/plain")
