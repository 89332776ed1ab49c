"""Passing one's place on, where the event lets people do so."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import for_all
from blueprints.base.pages import redirect_with
from blueprints.inputs.registrations.transfer import TransferForm
from blueprints.public.registrations.closed import closed_page
from blueprints.public.registrations.links import registration_or_404
from extensions import db
from lib.clock import utc_now
from models.registrations import Registration
from operations.places.quotas import EventFull
from operations.registrations.corrections import SectorDecided
from operations.registrations.own_pages import ChangesClosed, refuse_late
from operations.registrations.transfers import NotTransferable, pass_on

bp = Blueprint("transfers", __name__, url_prefix="/registrations/<token>/transfer")


@bp.get("")
@for_all
def new(token: str) -> ResponseReturnValue:
    registration = _transferable_or_404(token)
    try:
        refuse_late(registration, utc_now())
    except ChangesClosed:
        return closed_page(registration, token)
    if not registration.is_confirmed:
        return redirect(url_for("public.registrations.show", token=token), 303)
    return _form_page(registration, TransferForm(registration=registration, formdata=None), token)


@bp.post("")
@for_all
def create(token: str) -> ResponseReturnValue:
    registration = _transferable_or_404(token)
    form, own_page = (
        TransferForm(registration=registration),
        url_for("public.registrations.show", token=token),
    )
    if not form.validate():
        return _form_page(registration, form, token), 422
    try:
        pass_on(registration, form.person(), at=utc_now())
    except ChangesClosed:
        return closed_page(registration, token)
    except NotTransferable:  # a second click, or an organizer was faster: the page says what is so
        db.session.rollback()
        return redirect(own_page, 303)
    except (EventFull, SectorDecided):
        db.session.rollback()
        form.sector.errors = [
            _(
                "No place is left for those who represent this side. Pass your place on to someone of your own side."
            )
        ]
        return _form_page(registration, form, token), 409
    db.session.commit()
    return redirect_with(
        _(
            "Your place now belongs to %(name)s, who has been told by letter.",
            name=form.person().given_name,
        ),
        own_page,
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
