from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.base.access import for_all
from blueprints.base.languages import language
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import WordsBeside, refusals_beside
from blueprints.base.transactions import committed
from blueprints.inputs.registrations.person import CancellationForm, PersonForm
from blueprints.public.registrations.links import registration_or_404
from blueprints.public.registrations.refusals import (
    MANY_OF_MAILBOX,
    ON_THE_LIST,
    contact_address,
    sparing_with_names,
    tell_refusals,
)
from letters.places import are_sessions, quota_name
from lib.clock import utc_now
from models.registrations import ConsentPurpose, Registration, RegistrationStatus
from operations.places.quotas import EventFull
from operations.registrations.corrections import SectorDecided, change_details
from operations.registrations.mailboxes import ManyOfMailbox
from operations.registrations.own_pages import cancel_own
from operations.registrations.standing import AlreadyOnList
from queries.places.quotas import full_for
from queries.registrations.own_pages import own_page

bp = Blueprint("registrations", __name__)
tell_refusals(bp)

_REFUSED: WordsBeside = {
    AlreadyOnList: ("given_name", ON_THE_LIST),
    ManyOfMailbox: ("email", MANY_OF_MAILBOX),
    EventFull: (
        "sector",
        _l("No place is left for this sector. Write to the organisers."),
    ),
    SectorDecided: (
        "sector",
        _l("You were selected for this sector. If that has changed, write to the organisers."),
    ),
}


@bp.get("/registrations/<token>")
@for_all
def show(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    if registration.can_be_completed:
        return redirect(url_for("public.completions.edit", token=token), 303)
    return _page(registration, token, CancellationForm(formdata=None))


@bp.post("/registrations/<token>/cancellation")
@for_all
def cancel(token: str) -> ResponseReturnValue:
    registration, form = registration_or_404(token), CancellationForm()
    if not form.validate():
        return _page(registration, token, form), 422
    committed(lambda: cancel_own(registration, reason=form.reason.data or "", at=utc_now()))
    return redirect_with(_("Your registration is cancelled."), url_for(".show", token=token))


@bp.get("/registrations/<token>/details")
@for_all
def edit(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    return _details_page(registration, _details_form(registration, formdata=None), token)


@bp.post("/registrations/<token>/details")
@sparing_with_names
@for_all
def update(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    form = _details_form(registration)
    if not form.validate():
        return _details_page(registration, form, token), 422
    with refusals_beside(
        form, _REFUSED, again=lambda: (_details_page(registration, form, token), 409)
    ):
        committed(lambda: change_details(registration, form.person(), at=utc_now(), by=None))
    return redirect_with(_("Your details are saved."), url_for(".show", token=token))


def _page(registration: Registration, token: str, form: CancellationForm) -> str:
    return render_template(
        "public/registrations/show.html",
        registration=registration,
        event=registration.event,
        ticket=registration.ticket,
        token=token,
        page=own_page(registration, locale=language(), at=utc_now()),
        form=form,
        purposes=ConsentPurpose,
        contact=contact_address(registration.event.reply_to),
        ran_out=_ran_out(registration),
    )


def _ran_out(registration: Registration) -> tuple[str, bool]:
    """What ran out while the event has places left, and whether the person can come without it."""
    waits = registration.status is RegistrationStatus.WAITLISTED
    if not waits or registration.event.is_full() or not (full := full_for(registration)):
        return "", False
    names = ", ".join(quota_name(quota, language()) for quota in full)
    at_once = registration.waits_for_turn(utc_now()) and not registration.stands_back
    return names, at_once and are_sessions(full)


def _details_form(registration: Registration, **options: object) -> PersonForm:
    form = PersonForm(obj=registration, **options)
    if registration.email is None:
        form.ask_no_email(_("Only if you have one of your own."))
    return form


def _details_page(registration: Registration, form: PersonForm, token: str) -> str:
    return render_template(
        "public/registrations/edit.html",
        registration=registration,
        event=registration.event,
        form=form,
        token=token,
    )
