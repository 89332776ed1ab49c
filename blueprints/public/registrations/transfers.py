"""Passing on one's place, if the event allows it."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.base.access import for_all
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import WordsBeside, refusals_beside
from blueprints.base.transactions import committed
from blueprints.inputs.registrations.transfer import TransferForm
from blueprints.public.registrations.links import registration_or_404
from blueprints.public.registrations.refusals import (
    MANY_OF_MAILBOX,
    ON_THE_LIST,
    sparing_with_names,
    tell_refusals,
)
from lib.clock import utc_now
from models.registrations import Registration
from operations.places.quotas import EventFull
from operations.registrations.corrections import SectorDecided
from operations.registrations.mailboxes import ManyOfMailbox
from operations.registrations.own_pages import refuse_late
from operations.registrations.standing import AlreadyOnList
from operations.registrations.transfers import pass_on

bp = Blueprint("transfers", __name__, url_prefix="/registrations/<token>/transfer")
tell_refusals(bp)

_TAKEN = _l("No place is left for this sector. Give your place to someone from your own sector.")
_REFUSED: WordsBeside = {
    EventFull: ("sector", _TAKEN),
    SectorDecided: ("sector", _TAKEN),
    AlreadyOnList: ("given_name", ON_THE_LIST),
    ManyOfMailbox: ("email", MANY_OF_MAILBOX),
}


@bp.get("")
@for_all
def new(token: str) -> ResponseReturnValue:
    registration = _transferable_or_404(token)
    refuse_late(registration, utc_now())
    if not registration.is_confirmed:
        return redirect(url_for("public.registrations.show", token=token), 303)
    return _form_page(registration, TransferForm(registration=registration, formdata=None), token)


@bp.post("")
@sparing_with_names
@for_all
def create(token: str) -> ResponseReturnValue:
    registration = _transferable_or_404(token)
    form = TransferForm(registration=registration)
    if not form.validate():
        return _form_page(registration, form, token), 422
    with refusals_beside(
        form, _REFUSED, again=lambda: (_form_page(registration, form, token), 409)
    ):
        committed(lambda: pass_on(registration, form.person(), at=utc_now()))
    return redirect_with(
        _(
            "You have given your place to %(name)s. We have emailed them.",
            name=form.person().given_name,
        ),
        url_for("public.registrations.show", token=token),
    )


def _transferable_or_404(token: str) -> Registration:
    registration = registration_or_404(token)
    if not registration.event.transferable:
        abort(404)
    return registration


def _form_page(registration: Registration, form: TransferForm, token: str) -> str:
    return render_template(
        "public/registrations/transfers/new.html", event=registration.event, form=form, token=token
    )
