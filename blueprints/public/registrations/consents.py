"""Consents that the person gives and takes back, one purpose at a time."""

from collections.abc import Callable

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import for_all
from blueprints.base.pages import redirect_with
from blueprints.base.transactions import committed
from blueprints.public.registrations.links import registration_or_404
from lib.clock import utc_now
from models.registrations import ConsentPurpose
from operations.registrations.consents import give_consent, withdraw_consent
from queries.base import arguments

bp = Blueprint("consents", __name__, url_prefix="/registrations/<token>/consents")


@bp.post("")
@for_all
def create(token: str) -> ResponseReturnValue:
    return _change(
        token, give_consent, _("Thank you. You can withdraw your consent here at any time.")
    )


@bp.post("/withdrawal")
@for_all
def destroy(token: str) -> ResponseReturnValue:
    return _change(token, withdraw_consent, _("You have withdrawn your consent."))


def _change(token: str, act: Callable[..., None], message: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    purpose = arguments.member(ConsentPurpose, request.form, "purpose")
    if purpose is None:
        abort(400)
    committed(lambda: act(registration, purpose, at=utc_now()))
    address = url_for("public.registrations.show", token=token, _anchor="permissions")
    return redirect_with(message, address)
