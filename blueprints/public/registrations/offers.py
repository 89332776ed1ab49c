"""Accepting an offered place; to refuse it is to cancel."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import for_all
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import refusals_told
from blueprints.base.transactions import committed
from blueprints.public.registrations.links import registration_or_404
from lib.clock import utc_now
from operations.places.offers import NoOffer, accept_offer

bp = Blueprint("offers", __name__)


@bp.post("/registrations/<token>/acceptance")
@for_all
def create(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    with refusals_told({NoOffer: ""}, by=lambda _why: _lapsed_page(token)):
        committed(lambda: accept_offer(registration, at=utc_now()))
    return redirect_with(
        _("The place is yours. We have sent you your ticket.")
        if registration.email
        else _("The place is yours."),
        url_for("public.registrations.show", token=token),
    )


def _lapsed_page(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    page = render_template(
        "public/registrations/offers/lapsed.html",
        event=registration.event,
        registration=registration,
        token=token,
    )
    return page, 409
