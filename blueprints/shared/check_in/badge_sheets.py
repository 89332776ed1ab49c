"""Badges as files: one by one at the door, in the back office for all found by a filter."""

from collections.abc import Sequence

from flask import Response, request
from flask_babel import gettext as _

from blueprints.base import labels
from blueprints.base.languages import language
from blueprints.base.sent_files import PDF, sent
from exports.badges import Badge, BadgeLayout, BadgeSheet, badges_pdf, colour_of
from lib import qr, short_codes
from models.events import Event
from models.registrations import Registration, RegistrationStatus
from operations.base.tickets import qr_text
from queries.base import arguments

_ENTER = (RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED)


def has_badge(registration: Registration) -> bool:
    """Whether there is a badge: for who is confirmed, or waits and got a ticket at the desk."""
    return registration.ticket is not None and registration.status in _ENTER


def layout_asked_for(usual: BadgeLayout) -> BadgeLayout:
    return arguments.member(BadgeLayout, request.args, "layout") or usual


def badge_file(event: Event, people: Sequence[Registration], layout: BadgeLayout) -> Response:
    title = event.title_in(language())
    sheet = BadgeSheet(
        language=language(),
        title=_("Badges") + f": {title}",
        programme=_("Strengthening the public sector for cooperation with civil society"),
        event=title,
        qr_description=_("QR code of the ticket"),
        layout=layout,
        badges=[_badge(person, many=len(people) > 1) for person in people],
    )
    # Shown in the browser at once, to be printed.
    return sent(badges_pdf(sheet), f"{event.slug}-" + _("badges") + ".pdf", PDF, inline=True)


def _badge(person: Registration, *, many: bool) -> Badge:
    ticket = person.ticket
    picture = qr.svg(qr_text(person, ticket), title="", many=many) if ticket else ""
    return Badge(
        name=person.name,
        institution=person.institution,
        sector=labels.label(person.sector),
        colour=colour_of(person.sector),
        qr=picture,
        code=short_codes.printed(ticket.short_code) if ticket else "",
    )
