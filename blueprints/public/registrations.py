from flask import Blueprint, Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.access import for_all
from blueprints.forms.person import RegistrationForm
from blueprints.pages import redirect_with
from blueprints.transactions import committed
from extensions import db, keys
from lib import qr
from lib.clock import utc_now
from lib.signed_links import BadLink
from models.events import Event, InvalidTransition
from models.registrations import Registration, RegistrationStatus
from operations.registrations import (
    AlreadyRegistered,
    EventFull,
    NotRegistrable,
    change_status,
    register_online,
)
from operations.tickets import qr_text
from queries.events import published_event
from queries.registrations import registration_by_link

bp = Blueprint("registrations", __name__)

NOTICE_VERSION = "2026-11"


@bp.get("/events/<slug>/register")
@for_all
def new(slug: str) -> ResponseReturnValue:
    return _form_page(_event_or_404(slug), RegistrationForm(formdata=None))


@bp.post("/events/<slug>/register")
@for_all
def create(slug: str) -> ResponseReturnValue:
    event, form = _event_or_404(slug), RegistrationForm()
    if not form.validate():
        return _form_page(event, form, 422)
    try:
        registration = committed(lambda: _register(event, form))
    except (NotRegistrable, EventFull):
        db.session.rollback()
        return _form_page(event, form, 409)
    except AlreadyRegistered:
        db.session.commit()  # the letter with the link
        return _form_page(event, form, 409, already_registered=True)
    return redirect(url_for(".show", token=link_token(registration)), 303)


@bp.get("/registrations/<token>")
@for_all
def show(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    return render_template(
        "public/registrations/show.html",
        registration=registration, event=registration.event, ticket=registration.ticket, token=token,
    )  # fmt: skip


@bp.post("/registrations/<token>/cancellation")
@for_all
def cancel(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    try:
        change_status(registration, RegistrationStatus.CANCELLED, at=utc_now(), by=None)
    except InvalidTransition:
        db.session.rollback()
    db.session.commit()
    return redirect_with(_("Your registration is cancelled."), url_for(".show", token=token))


@bp.get("/registrations/<token>/ticket.png")
@for_all
def ticket_png(token: str) -> ResponseReturnValue:
    return _picture(qr.png(_qr_text_or_404(token)), "image/png")


@bp.get("/registrations/<token>/ticket.svg")
@for_all
def ticket_svg(token: str) -> ResponseReturnValue:
    return _picture(
        qr.svg(_qr_text_or_404(token), title=_("QR code of the ticket")), "image/svg+xml"
    )


def _register(event: Event, form: RegistrationForm) -> Registration:
    return register_online(
        event,
        form.person(),
        submission_key=form.submission_key.data,
        notice_version=NOTICE_VERSION,
        consents=form.consents,
        at=utc_now(),
    )


def link_token(registration: Registration) -> str:
    return keys.links.sign("registration", registration.id, registration.link_version)


def registration_or_404(token: str) -> Registration:
    try:
        number, version = keys.links.read("registration", token, count=2)
    except BadLink:
        abort(404)
    registration = registration_by_link(number, version)
    if registration is None:
        abort(410)
    return registration


def _qr_text_or_404(token: str) -> str:
    registration = registration_or_404(token)
    if registration.ticket is None or not registration.is_confirmed:
        abort(404)
    return qr_text(registration, registration.ticket)


def _picture(content: bytes | str, mimetype: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _event_or_404(slug: str) -> Event:
    event = published_event(slug)
    if event is None:
        abort(404)
    return event


def _form_page(
    event: Event, form: RegistrationForm, status: int = 200, *, already_registered: bool = False
) -> ResponseReturnValue:
    page = render_template(
        "public/registrations/new.html",
        event=event, form=form, at=utc_now(), already_registered=already_registered,
    )  # fmt: skip
    return page, status
