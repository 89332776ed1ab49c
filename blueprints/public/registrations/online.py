from functools import partial
from math import ceil
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf.csrf import generate_csrf

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.kept_forms import form_with_own_values
from blueprints.base.limits import seconds_until
from blueprints.base.notice import NOTICE_VERSION
from blueprints.base.page_cache import Draft
from blueprints.base.pages import refuse_with
from blueprints.base.request_sizes import takes_files
from blueprints.base.transactions import looking
from blueprints.inputs.base.submissions import new_submission_key
from blueprints.inputs.forms.kept_files import sent_with_kept_files
from blueprints.inputs.registrations.person import RegistrationForm
from blueprints.public.registrations.sent_again import says_otherwise
from blueprints.shared.forms.event_questions import event_questions
from blueprints.shared.forms.sheets import Sheet, asking, carried_out
from extensions import client, db, limiter
from letters.compose import registration_token
from lib.clock import utc_now
from models.registrations import Registration
from operations.base.attempts import TooManyAttempts
from operations.registrations.attempts import Client
from operations.registrations.entries import NotRegistrable
from operations.registrations.online import register_online
from queries.events.events import announced_event, registration_form_state

bp = Blueprint("registration_forms", __name__)


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
@takes_files
def create(slug: str) -> ResponseReturnValue:
    with looking():
        sheet = _sheet(slug)
    if not sheet.check():
        return _form_page(sheet, 422)
    began_at = utc_now()
    # After a second try it is another sheet than ours: what that one asked may be gone.
    sent = sent_with_kept_files(sheet.form, sheet.questions)
    try:
        sheet, registration = carried_out(
            sheet,
            lambda tried: (tried, _register(tried)),
            anew=partial(_sheet, slug),
            page=lambda again, _why: _form_page(again, 409),
            refused={NotRegistrable: ""},
        )
    except TooManyAttempts as refusal:
        return _too_many_page(_sheet(slug, formdata=sent), refusal)
    if registration is None:
        # Only the reader of the mailbox is told whether this person is on the list; the page does
        # not say.
        return redirect(url_for("public.my_registrations.show"), 303)
    return _own_page(sheet, registration, is_new=registration.registered_at >= began_at)


def _sheet(slug: str, **options: Any) -> Sheet[RegistrationForm]:
    """The registration form of one event, with the event's own questions."""
    event = or_404(announced_event(slug))
    own = event_questions(event)
    form = asking(RegistrationForm, own.questions, own.sessions)(**options)
    return Sheet(event, form, own.questions, own.sessions)


def _register(sheet: Sheet[RegistrationForm]) -> Registration | None:
    return register_online(
        sheet.event_asking,
        sheet.form.person(),
        submission_key=sheet.form.submission_key.data,
        notice_version=NOTICE_VERSION,
        consents=sheet.form.consents,
        at=utc_now(),
        wishes=sheet.wishes(),
        client=Client(client()) if limiter.enabled else None,
    )


def _own_page(
    sheet: Sheet[RegistrationForm], registration: Registration, *, is_new: bool
) -> ResponseReturnValue:
    address = url_for("public.registrations.show", token=registration_token(registration))
    if is_new or not says_otherwise(sheet.form, sheet.wishes(), registration):
        return redirect(address, 303)
    return refuse_with(
        _(
            "You have already registered with this form. Changes made in it later were not saved. "
            "You can change your details here."
        ),
        address,
    )


def _draft(slug: str, submission_key: str) -> Draft:
    at = utc_now()
    sheet = _sheet(slug, formdata=None, submission_key=submission_key)
    return Draft(_rendered(sheet), valid_until=sheet.event_asking.next_change(at))


def _form_page(sheet: Sheet[RegistrationForm], status: int) -> ResponseReturnValue:
    return _rendered(sheet), status


def _too_many_page(sheet: Sheet[RegistrationForm], refusal: TooManyAttempts) -> ResponseReturnValue:
    """The form as it was filled in: nothing that was typed is lost."""
    seconds = seconds_until(refusal.again_at)
    flash(
        ngettext(
            "Very many people have just registered from your network, so this was not saved. Send it again in a minute: what you typed is still here.",
            "Very many people have just registered from your network, so this was not saved. Send it again in %(num)d minutes: what you typed is still here.",
            ceil(seconds / 60),
        ),
        "warning",
    )
    return _rendered(sheet), 429, {"Retry-After": str(seconds)}


def _rendered(sheet: Sheet[RegistrationForm]) -> str:
    return render_template(
        "public/registrations/online/new.html",
        event=sheet.event_asking,
        form=sheet.form,
        questions=sheet.questions,
        sessions=sheet.sessions,
        at=utc_now(),
    )
