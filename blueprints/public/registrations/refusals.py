"""Refusals that are answered alike on all pages of a person's own link."""

from email.utils import parseaddr

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from blueprints.public.registrations.links import registration_or_404
from extensions import limiter
from lib.refusals import Refusal
from models.contacts import Contact
from models.events import InvalidTransition
from operations.places.parties import NotWaiting
from operations.registrations.delegations import AlreadyCompleted
from operations.registrations.own_pages import ChangesClosed
from operations.registrations.transfers import NotTransferable

_OVERTAKEN: tuple[type[Refusal], ...] = (
    AlreadyCompleted,
    InvalidTransition,
    NotTransferable,
    NotWaiting,
)
"""Somebody was faster: a second click, an organizer or the waiting list."""


def _refused(response: Response) -> bool:
    return response.status_code == 409


sparing_with_names = limiter.shared_limit("20 per hour", "names on lists", deduct_when=_refused)
"""For views whose refusal tells that somebody is on a list: not to who tries many names."""
ON_THE_LIST = _l("Someone with this name and this address or phone number is already on the list.")
MANY_OF_MAILBOX = _l(
    "Several people have registered for this event with this email address. Enter another address, "
    "or write to the organisers."
)


def tell_refusals(bp: Blueprint) -> None:
    """Register what is told on pages below `/registrations/<token>`."""
    bp.register_error_handler(ChangesClosed, _closed_page)
    for overtaken in _OVERTAKEN:
        bp.register_error_handler(overtaken, _to_own_page)


def contact_address(contact: Contact) -> str:
    """The address at which replies to letters arrive: the contact person's, or our own."""
    return contact.email or parseaddr(current_app.config["MAIL_DEFAULT_SENDER"])[1]


def _closed_page(_refusal: ChangesClosed) -> ResponseReturnValue:
    """Nothing was changed; the page says since when changes are closed, and whom to write to."""
    token = _token()
    event = registration_or_404(token).event
    page = render_template(
        "public/registrations/closed.html",
        event=event,
        token=token,
        contact=contact_address(event.reply_to),
    )
    return page, 409


def _to_own_page(_refusal: Refusal) -> ResponseReturnValue:
    """Go to the own page, which shows the present state."""
    return redirect(url_for("public.registrations.show", token=_token()), 303)


def _token() -> str:
    return str((request.view_args or {})["token"])
