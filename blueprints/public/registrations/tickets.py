"""A confirmed person's ticket, as pictures and files."""

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base import times
from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.languages import language
from blueprints.base.sent_files import named
from blueprints.public.registrations.links import registration_or_404
from exports.calendar import Method, person_calendar, place_calendar
from exports.ticket_pdf import TicketSheet, ticket_pdf
from extensions import site_zone
from letters.compose import site_address
from lib import qr, short_codes
from lib.clock import utc_now
from models.registrations import Registration
from operations.base.tickets import qr_text
from operations.letters.delivery import place_of
from queries.letters.entries import last_letter_number, stands_in_calendar
from queries.registrations.own_pages import choosable_sessions

bp = Blueprint("tickets", __name__)


@bp.get("/registrations/<token>/ticket.png")
@for_all
def png(token: str) -> ResponseReturnValue:
    return _picture(qr.png(_qr_text_or_404(token)), "image/png")


@bp.get("/registrations/<token>/ticket.svg")
@for_all
def svg(token: str) -> ResponseReturnValue:
    return _picture(
        qr.svg(_qr_text_or_404(token), title=_("QR code of the ticket")), "image/svg+xml"
    )


@bp.get("/registrations/<token>/ticket.pdf")
@for_all
def pdf(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    sheet = ticket_sheet(registration, _qr_text_or_404(token))
    return _download(ticket_pdf(sheet), "application/pdf", f"{registration.event.slug}.pdf")


@bp.get("/registrations/<token>/calendar.ics")
@for_all
def calendar(token: str) -> ResponseReturnValue:
    """A calendar file with the event and the person's chosen sessions, for who has a place.

    Who had one, and got an entry for it, gets what takes it out again.
    """
    registration = registration_or_404(token)
    event = registration.event
    chosen = [one.session for one in choosable_sessions(registration) if one.chosen]
    last = last_letter_number(registration)
    place = place_of(registration, chosen, sequence=last, at=utc_now())
    address = site_address("public.events.show", slug=event.slug)
    told = {"url": address, "site": site_zone(), "locale": language()}
    if registration.is_confirmed and not event.is_called_off:
        entries = person_calendar(event, chosen, place=place, **told)
    elif registration.is_confirmed or stands_in_calendar(registration.id, ()):
        entries = place_calendar(place, Method.CANCEL, **told)
    else:
        abort(404)
    return _download(entries, "text/calendar", f"{event.slug}.ics")


def _qr_text_or_404(token: str) -> str:
    registration = registration_or_404(token)
    ticket = or_404(registration.ticket if registration.is_confirmed else None)
    return qr_text(registration, ticket)


def ticket_sheet(registration: Registration, code: str) -> TicketSheet:
    event, ticket = registration.event, registration.ticket
    return TicketSheet(
        language=language(),
        title=f"{_('Ticket')}: {event.title_in(language())}",
        programme=_("Strengthening the public sector for cooperation with civil society"),
        event=event.title_in(language()),
        facts=[
            (_("Name"), registration.name),
            (_("Institution"), registration.institution),
            (_("When"), times.when(event)),
            (_("Where"), event.place),
        ],
        qr=qr.svg(code, title=_("QR code of the ticket")),
        qr_description=_("QR code of the ticket"),
        code_label=_("Short code"),
        code=short_codes.printed(ticket.short_code) if ticket else "",
        advice=_("Show this code at the entrance, on your phone or on paper."),
    )


def _download(content: bytes, mimetype: str, name: str) -> Response:
    return named(Response(content, mimetype=mimetype), name, inline=True)


def _picture(content: bytes | str, mimetype: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers["Cache-Control"] = "no-store"
    return response
