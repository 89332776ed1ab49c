"""Whoever was nominated by others completes their own data, and says what they allow."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from blueprints.base.access import for_all
from blueprints.base.languages import language
from blueprints.base.notice import NOTICE_VERSION
from blueprints.base.pages import redirect_with
from blueprints.base.request_sizes import takes_files
from blueprints.base.transactions import committed
from blueprints.inputs.forms.questions import (
    answers_of,
    given_before,
    keep_files,
    refuse_full_choice,
    shown_answers,
    with_questions,
)
from blueprints.inputs.registrations.nominee import CompletionForm
from blueprints.public.registrations.links import registration_or_404
from extensions import db
from lib.clock import utc_now
from models.forms import AskedAt, Question
from models.registrations import Registration
from operations.base.details import Wishes
from operations.places.quotas import EventFull
from operations.registrations.delegations import AlreadyCompleted, complete
from queries.forms.answers import rows_of
from queries.forms.questions import questions_asked

bp = Blueprint("completions", __name__)


@bp.get("/registrations/<token>/completion")
@for_all
def edit(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    if not registration.can_be_completed:
        return redirect(url_for("public.registrations.show", token=token), 303)
    questions = questions_asked(registration.event, AskedAt.REGISTRATION)
    return _form_page(registration, questions, _form(registration, questions, formdata=None), token)


@bp.post("/registrations/<token>/completion")
@for_all
@takes_files
def update(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    own_page = url_for("public.registrations.show", token=token)
    questions = questions_asked(registration.event, AskedAt.REGISTRATION)
    form = _form(registration, questions)
    valid = form.validate()
    if keep_files(form, questions, at=utc_now()) and not valid:
        db.session.commit()
    if not valid:
        return _form_page(registration, questions, form, token, 422)
    try:
        committed(lambda: _complete(token, form, questions))
    except AlreadyCompleted:  # a second click, or a second window
        db.session.rollback()
        return redirect(own_page, 303)
    except IntegrityError:  # what was chosen here was taken out of the form in this moment
        db.session.rollback()
        return _changed_page(token)
    except EventFull as refusal:
        db.session.rollback()
        refuse_full_choice(form, questions, refusal.quota)
        return _form_page(registration_or_404(token), questions, form, token, 409)
    return redirect_with(_("Thank you, your details are complete."), own_page)


def _changed_page(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    questions = questions_asked(registration.event, AskedAt.REGISTRATION)
    form = _form(registration, questions)
    form.validate()
    return _form_page(registration, questions, form, token, 409)


def _complete(token: str, form: CompletionForm, questions: Sequence[Question]) -> None:
    registration = registration_or_404(token)
    complete(
        registration,
        form.completed(registration),
        notice_version=NOTICE_VERSION,
        consents=form.consents,
        wishes=Wishes(questions=questions, answers=answers_of(form, questions)),
        at=utc_now(),
    )


def _form(
    registration: Registration, questions: Sequence[Question], **options: object
) -> CompletionForm:
    """With what was answered for them, and the choices that came with a place passed on."""
    rows = rows_of(registration)
    form = with_questions(CompletionForm, questions, locale=language(), answered=given_before(rows))
    return form.of(registration, data=shown_answers(rows), **options)


def _form_page(
    registration: Registration,
    questions: Sequence[Question],
    form: CompletionForm,
    token: str,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "public/registrations/completions/edit.html",
        registration=registration,
        event=registration.event,
        questions=questions,
        form=form,
        token=token,
    )
    return page, status
