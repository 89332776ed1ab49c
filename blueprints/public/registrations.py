from flask import Blueprint, Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from blueprints.access import for_all
from blueprints.forms.person import PersonForm, RegistrationForm, new_submission_key
from blueprints.found import or_404
from blueprints.kept_forms import form_with_own_values
from blueprints.languages import language
from blueprints.page_cache import Draft
from blueprints.pages import redirect_with
from blueprints.transactions import committed, looking
from exports import ticket_pdf as pdf
from exports.calendar import event_calendar
from exports.ticket_pdf import TicketSheet
from extensions import db, keys
from letters.compose import registration_token, site_address
from lib import qr, short_codes
from lib.clock import utc_now
from lib.dates import span_text
from lib.signed_links import BadLink
from models.events import Event, InvalidTransition
from models.registrations import Registration, RegistrationStatus
from operations.registrations import (
    AlreadyRegistered,
    EventFull,
    NotRegistrable,
    change_details,
    change_status,
    register_online,
)
from operations.tickets import qr_text
from queries.events import announced_event, registration_form_state
from queries.registrations import registration_by_link

bp = Blueprint("registrations", __name__)

NOTICE_VERSION = "2026-11"


@bp.get("/events/<slug>/register")
@for_all
def new(slug: str) -> ResponseReturnValue:
    state = or_404(registration_form_state(slug, db.engine))
    submission_key = new_submission_key()
    return form_with_own_values(
        state, own=(generate_csrf(), submission_key), render=lambda: _draft(slug, submission_key)
    )


@bp.post("/events/<slug>/register")
@for_all
def create(slug: str) -> ResponseReturnValue:
    with looking():
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
    return redirect(url_for(".show", token=registration_token(registration)), 303)


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
    except (
        InvalidTransition
    ):  # a second click, or an organizer was faster: the page says what is so
        db.session.rollback()
        return redirect(url_for(".show", token=token), 303)
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


@bp.get("/registrations/<token>/ticket.pdf")
@for_all
def ticket_pdf(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    sheet = _ticket_sheet(registration, _qr_text_or_404(token))
    return _download(pdf.ticket_pdf(sheet), "application/pdf", f"{registration.event.slug}.pdf")


@bp.get("/registrations/<token>/calendar.ics")
@for_all
def calendar(token: str) -> ResponseReturnValue:
    event = registration_or_404(token).event
    address = site_address("public.registrations.show", token=token)
    entry = event_calendar(event, url=address, locale=language())
    return _download(entry, "text/calendar", f"{event.slug}.ics")


@bp.get("/registrations/<token>/details")
@for_all
def edit(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    return _details_page(registration, PersonForm(formdata=None, obj=registration), token)


@bp.post("/registrations/<token>/details")
@for_all
def update(token: str) -> ResponseReturnValue:
    registration, form = registration_or_404(token), PersonForm()
    if not form.validate():
        return _details_page(registration, form, token), 422
    change_details(registration, form.person(), at=utc_now(), by=None)
    db.session.commit()
    return redirect_with(_("Your details are changed."), url_for(".show", token=token))


def _register(event: Event, form: RegistrationForm) -> Registration:
    return register_online(
        event,
        form.person(),
        submission_key=form.submission_key.data,
        notice_version=NOTICE_VERSION,
        consents=form.consents,
        at=utc_now(),
    )


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
    ticket = or_404(registration.ticket if registration.is_confirmed else None)
    return qr_text(registration, ticket)


def _ticket_sheet(registration: Registration, code: str) -> TicketSheet:
    event, ticket = registration.event, registration.ticket
    return TicketSheet(
        language=language(),
        title=f"{_('Ticket')}: {event.title_in(language())}",
        programme=_("Strengthening the public sector for cooperation with civil society"),
        event=event.title_in(language()),
        facts=[
            (_("Name"), registration.name),
            (_("Institution"), registration.institution),
            (_("When"), span_text(event.starts_at, event.ends_at, event.timezone, language())),
            (_("Where"), event.place),
        ],
        qr=qr.svg(code, title=_("QR code of the ticket")),
        qr_description=_("QR code of the ticket"),
        code_label=_("Short code"),
        code=short_codes.printed(ticket.short_code) if ticket else "",
        advice=_("Show this code at the entrance, on your phone or on paper."),
    )


def _download(content: bytes, mimetype: str, name: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def _picture(content: bytes | str, mimetype: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _event_or_404(slug: str) -> Event:
    return or_404(announced_event(slug))


def _draft(slug: str, submission_key: str) -> Draft:
    event, at = _event_or_404(slug), utc_now()
    form = RegistrationForm(formdata=None, submission_key=submission_key)
    html = render_template("public/registrations/new.html", event=event, form=form, at=at)
    return Draft(html, valid_until=event.next_change(at))


def _details_page(registration: Registration, form: PersonForm, token: str) -> str:
    return render_template(
        "public/registrations/edit.html",
        registration=registration, event=registration.event, form=form, token=token,
    )  # fmt: skip


def _form_page(
    event: Event, form: RegistrationForm, status: int = 200, *, already_registered: bool = False
) -> ResponseReturnValue:
    page = render_template(
        "public/registrations/new.html",
        event=event, form=form, at=utc_now(), already_registered=already_registered,
    )  # fmt: skip
    return page, status
