"""Choosing sessions of the agenda, and changing one's mind."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.access import for_all
from blueprints.forms.session_choice import SessionChoiceForm
from blueprints.found import or_404
from blueprints.languages import language
from blueprints.pages import redirect_with
from blueprints.public.closed import closed_page
from blueprints.public.links import registration_or_404
from extensions import db
from lib.clock import utc_now
from models.events import InvalidTransition
from models.registrations import Registration
from operations.own_pages import ChangesClosed, refuse_late
from operations.places import EventFull
from operations.session_choices import SessionsOverlap, choose_sessions
from queries.own_pages import session_choices

bp = Blueprint("session_choices", __name__, url_prefix="/registrations/<token>/sessions")


@bp.get("")
@for_all
def edit(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    try:
        refuse_late(registration, utc_now())
    except ChangesClosed:
        return closed_page(registration, token)
    return _page(registration, _form(registration, formdata=None), token)


@bp.post("")
@for_all
def update(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    form, own_page = _form(registration), url_for("public.registrations.show", token=token)
    if not form.validate():
        return _page(registration, form, token), 422
    try:
        choose_sessions(registration, form.picked(), at=utc_now())
    except ChangesClosed:
        return closed_page(registration, token)
    except InvalidTransition:  # no longer on the list: the page says so
        db.session.rollback()
        return redirect(own_page, 303)
    except SessionsOverlap as clash:
        titles = [session.title_in(language()) for session in (clash.first, clash.second)]
        return _refused(token, form, _("These two are at the same time: “%(first)s” and “%(second)s”. Choose one of them.", first=titles[0], second=titles[1]), 422)  # fmt: skip
    except EventFull as refusal:
        full = next(s for s in form.picked() if s.places is refusal.quota).title_in(language())
        return _refused(token, form, _("No place is left in “%(session)s”.", session=full), 409)
    db.session.commit()
    return redirect_with(_("Your sessions are saved."), own_page)


def _form(registration: Registration, **options: object) -> SessionChoiceForm:
    choices = or_404(session_choices(registration) or None)
    return SessionChoiceForm(choices=choices, locale=language(), **options)


def _refused(token: str, form: SessionChoiceForm, why: str, status: int) -> ResponseReturnValue:
    """The same boxes ticked, with the places as they are now."""
    db.session.rollback()
    registration = registration_or_404(token)
    ticked, form = form.sessions.data, _form(registration, formdata=None)
    form.sessions.data, form.sessions.errors = ticked, [why]
    return _page(registration, form, token), status


def _page(registration: Registration, form: SessionChoiceForm, token: str) -> str:
    return render_template(
        "public/session_choices/edit.html", event=registration.event, form=form, token=token
    )
