from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from blueprints.access import for_all
from blueprints.forms.person import RegistrationForm, new_submission_key
from blueprints.found import or_404
from blueprints.kept_forms import form_with_own_values
from blueprints.page_cache import Draft
from blueprints.transactions import committed, looking
from extensions import db
from letters.compose import registration_token
from lib.clock import utc_now
from models.events import Event
from models.registrations import Registration
from operations.registrations import (
    AlreadyRegistered,
    EventFull,
    NotRegistrable,
    register_online,
)
from queries.events import announced_event, registration_form_state

bp = Blueprint("registration_forms", __name__)

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
    return redirect(
        url_for("public.registrations.show", token=registration_token(registration)), 303
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


def _event_or_404(slug: str) -> Event:
    return or_404(announced_event(slug))


def _draft(slug: str, submission_key: str) -> Draft:
    event, at = _event_or_404(slug), utc_now()
    form = RegistrationForm(formdata=None, submission_key=submission_key)
    html = render_template("public/registration_forms/new.html", event=event, form=form, at=at)
    return Draft(html, valid_until=event.next_change(at))


def _form_page(
    event: Event, form: RegistrationForm, status: int = 200, *, already_registered: bool = False
) -> ResponseReturnValue:
    page = render_template(
        "public/registration_forms/new.html",
        event=event, form=form, at=utc_now(), already_registered=already_registered,
    )  # fmt: skip
    return page, status
