"""Choosing sessions of the agenda, and changing one's mind."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.languages import language
from blueprints.base.pages import redirect_with
from blueprints.inputs.base import fields as base
from blueprints.inputs.registrations.asked_sessions import (
    chosen_sessions,
    refuse_full_session,
    with_sessions,
)
from blueprints.public.registrations.closed import closed_page
from blueprints.public.registrations.links import registration_or_404
from extensions import db
from lib.clock import utc_now
from models.events import InvalidTransition, Session
from models.registrations import Registration
from operations.places.quotas import EventFull
from operations.registrations.own_pages import ChangesClosed, refuse_late
from operations.registrations.session_choices import choose_sessions
from queries.registrations.own_pages import session_choices

bp = Blueprint("session_choices", __name__, url_prefix="/registrations/<token>/sessions")


@dataclass(frozen=True)
class _Sheet:
    sessions: list[Session]
    form: base.Form

    @classmethod
    def of(cls, registration: Registration, **options: object) -> "_Sheet":
        choices = or_404(session_choices(registration) or None)
        sessions = [choice.session for choice in choices]
        form = with_sessions(base.Form, sessions, locale=language())
        chosen = [choice.session.id for choice in choices if choice.chosen]
        return cls(sessions, form(sessions=chosen, **options))


@bp.get("")
@for_all
def edit(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    try:
        refuse_late(registration, utc_now())
    except ChangesClosed:
        return closed_page(registration, token)
    return _page(registration, _Sheet.of(registration, formdata=None), token)


@bp.post("")
@for_all
def update(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    sheet, own_page = _Sheet.of(registration), url_for("public.registrations.show", token=token)
    if not sheet.form.validate():
        return _page(registration, sheet, token, 422)
    try:
        choose_sessions(registration, chosen_sessions(sheet.form, sheet.sessions), at=utc_now())
    except ChangesClosed:
        return closed_page(registration, token)
    except InvalidTransition:  # no longer on the list: the page says so
        db.session.rollback()
        return redirect(own_page, 303)
    except EventFull as refusal:
        return _full_page(token, sheet, refusal)
    db.session.commit()
    return redirect_with(_("Your sessions are saved."), own_page)


def _full_page(token: str, sheet: _Sheet, refusal: EventFull) -> ResponseReturnValue:
    """The same boxes ticked, with the places as they are now."""
    refuse_full_session(sheet.form, refusal.quota)
    db.session.rollback()
    registration = registration_or_404(token)
    return _page(registration, _Sheet(_Sheet.of(registration).sessions, sheet.form), token, 409)


def _page(
    registration: Registration, sheet: _Sheet, token: str, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "public/registrations/session_choices/edit.html",
        event=registration.event,
        form=sheet.form,
        sessions=sheet.sessions,
        token=token,
    )
    return page, status
