from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from sqlalchemy.exc import IntegrityError

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.kept_forms import form_with_own_values
from blueprints.base.languages import language
from blueprints.base.notice import NOTICE_VERSION
from blueprints.base.page_cache import Draft
from blueprints.base.pages import refuse_with
from blueprints.base.request_sizes import takes_files
from blueprints.base.transactions import committed, looking
from blueprints.inputs.forms.questions import (
    answers_of,
    keep_files,
    refuse_full_choice,
    with_questions,
)
from blueprints.inputs.registrations.asked_sessions import (
    chosen_sessions,
    refuse_full_session,
    with_sessions,
)
from blueprints.inputs.registrations.person import RegistrationForm, new_submission_key
from blueprints.public.registrations.sent_again import says_otherwise
from blueprints.shared.forms.event_questions import EventQuestions, event_questions
from extensions import db
from letters.compose import registration_token
from lib.clock import utc_now
from models.events import Event
from models.places import Quota, QuotaScope
from models.registrations import Registration
from operations.base.details import NO_WISHES, Wishes
from operations.places.quotas import EventFull
from operations.registrations.entries import NotRegistrable
from operations.registrations.online import AlreadyRegistered, register_online
from queries.events.events import announced_event, registration_form_state

bp = Blueprint("registration_forms", __name__)


@dataclass(frozen=True)
class _Sheet:
    """The form of one event with what the event asks."""

    event: Event
    own: EventQuestions
    form: RegistrationForm

    @classmethod
    def of(cls, slug: str, **options: object) -> "_Sheet":
        event = or_404(announced_event(slug))
        own = event_questions(event)
        asking = with_questions(RegistrationForm, own.questions, locale=language())
        form = with_sessions(asking, own.sessions, locale=language())
        return cls(event, own, form(**options))

    def wishes(self) -> Wishes:
        if self.own.is_empty:
            return NO_WISHES
        return Wishes(
            questions=self.own.questions,
            answers=answers_of(self.form, self.own.questions),
            sessions=chosen_sessions(self.form, self.own.sessions),
        )


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
        sheet = _Sheet.of(slug)
    valid = sheet.form.validate()
    if keep_files(sheet.form, sheet.own.questions, at=utc_now()):
        db.session.commit()  # whatever becomes of the form, nobody has to choose them again
    if not valid:
        return _form_page(sheet, 422)
    began_at = utc_now()
    try:
        registration = committed(lambda: _register(sheet))
    except NotRegistrable:
        db.session.rollback()
        return _form_page(sheet, 409)
    except EventFull as full:
        db.session.rollback()
        return _full_page(sheet, full.quota)
    except AlreadyRegistered:
        db.session.commit()  # the letter with the link
        # The page tells nobody but the reader of the mailbox that this person is on the list.
        return redirect(url_for("public.my_registrations.show"), 303)
    except IntegrityError:  # what was chosen here was taken out of the form in this moment
        db.session.rollback()
        return _changed_page(slug)
    return _own_page(sheet, registration, is_new=registration.registered_at >= began_at)


def _register(sheet: _Sheet) -> Registration:
    return register_online(
        sheet.event,
        sheet.form.person(),
        submission_key=sheet.form.submission_key.data,
        notice_version=NOTICE_VERSION,
        consents=sheet.form.consents,
        at=utc_now(),
        wishes=sheet.wishes(),
    )


def _own_page(sheet: _Sheet, registration: Registration, *, is_new: bool) -> ResponseReturnValue:
    address = url_for("public.registrations.show", token=registration_token(registration))
    if is_new or not says_otherwise(sheet.form, sheet.wishes(), registration):
        return redirect(address, 303)
    return refuse_with(
        _(
            "You had registered with this form already. What you have changed in it since was not taken: correct it here."
        ),
        address,
    )


def _draft(slug: str, submission_key: str) -> Draft:
    at = utc_now()
    sheet = _Sheet.of(slug, formdata=None, submission_key=submission_key)
    return Draft(_rendered(sheet), valid_until=sheet.event.next_change(at))


def _full_page(sheet: _Sheet, quota: Quota | None) -> ResponseReturnValue:
    """Which of the places ran out stands at the field that asked for it."""
    form = sheet.form
    event_questions(sheet.event)  # loads anew, all at once, what the rollback made stale
    if quota is not None and quota.scope is QuotaScope.SECTOR:
        form.sector.errors = [_("No place is left for those who represent this side.")]
    else:
        refuse_full_session(form, quota) or refuse_full_choice(form, sheet.own.questions, quota)
    return _form_page(sheet, 409)


def _changed_page(slug: str) -> ResponseReturnValue:
    sheet = _Sheet.of(slug)
    sheet.form.validate()
    return _form_page(sheet, 409)


def _form_page(sheet: _Sheet, status: int) -> ResponseReturnValue:
    return _rendered(sheet), status


def _rendered(sheet: _Sheet) -> str:
    return render_template(
        "public/registrations/online/new.html",
        event=sheet.event,
        form=sheet.form,
        questions=sheet.own.questions,
        sessions=sheet.own.sessions,
        at=utc_now(),
    )
