"""People who wait together and get places together."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from blueprints.base.access import for_all
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import WordsBeside, refusals_beside
from blueprints.base.transactions import committed
from blueprints.inputs.places.party import PartyForm
from blueprints.public.registrations.links import registration_or_404
from blueprints.public.registrations.refusals import tell_refusals
from extensions import db
from lib.clock import utc_now
from lib.short_codes import normalise
from models.registrations import Registration
from operations.places.parties import (
    NoSuchParty,
    PartyFull,
    form_party,
    join_party,
    leave_party,
)
from queries.places.quotas import people_waiting_in

bp = Blueprint("parties", __name__, url_prefix="/registrations/<token>/party")
tell_refusals(bp)

_UNKNOWN: WordsBeside = {
    NoSuchParty: (
        "code",
        _l("No group of this event has this group code. Compare it character by character."),
    )
}
_FULL: WordsBeside = {
    PartyFull: (
        "code",
        lambda refusal: ngettext(
            "This group is full: at most one person can wait in it.",
            "This group is full: at most %(num)d people can wait in it.",
            refusal.most,
        ),
    )
}


@bp.get("")
@for_all
def show(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    if not registration.waits_for_turn(utc_now()):
        return redirect(_own_page(token), 303)
    return _page(registration, PartyForm(formdata=None), token)


@bp.post("")
@for_all
def create(token: str) -> ResponseReturnValue:
    """Join the people whose code is in the form; without a code, begin a new party."""
    registration, form = registration_or_404(token), PartyForm()
    joins = "code" in request.form
    if joins and not form.validate():
        return _page(registration, form, token), 422
    with (
        refusals_beside(form, _UNKNOWN, again=lambda: _page_again(token, form, 422)),
        refusals_beside(form, _FULL, again=lambda: _page_again(token, form, 409)),
    ):
        committed(lambda: _wait_together(registration, form if joins else None))
    said = (
        _("You are now waiting with this group.")
        if joins
        else _("The group is formed. Give the others the group code.")
    )
    return redirect_with(said, url_for(".show", token=token))


@bp.post("/removal")
@for_all
def destroy(token: str) -> ResponseReturnValue:
    leave_party(registration_or_404(token), at=utc_now())
    db.session.commit()
    return redirect_with(_("You have left the group and are waiting alone."), _own_page(token))


def _own_page(token: str) -> str:
    return url_for("public.registrations.show", token=token)


def _wait_together(registration: Registration, form: PartyForm | None) -> None:
    if form is None:
        form_party(registration, at=utc_now())
    else:
        join_party(registration, normalise(form.code.data) or "", at=utc_now())


def _page_again(token: str, form: PartyForm, status: int) -> ResponseReturnValue:
    return _page(registration_or_404(token), form, token), status


def _page(registration: Registration, form: PartyForm, token: str) -> str:
    party = registration.party
    return render_template(
        "public/registrations/parties/show.html",
        event=registration.event,
        party=party,
        form=form,
        token=token,
        together=len(people_waiting_in(party)) if party else 0,
    )
