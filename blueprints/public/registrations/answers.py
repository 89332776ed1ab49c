"""What people answer after they were approved, and how they correct what they answered before."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from blueprints.base.access import for_all
from blueprints.base.languages import language
from blueprints.base.pages import redirect_with
from blueprints.base.request_sizes import takes_files
from blueprints.inputs.base import fields as base
from blueprints.inputs.forms.questions import (
    answers_of,
    given_before,
    keep_files,
    refuse_full_choice,
    shown_answers,
    with_questions,
)
from blueprints.public.registrations.closed import closed_page
from blueprints.public.registrations.links import registration_or_404
from extensions import db
from lib.clock import utc_now
from models.forms import Question
from models.registrations import Registration
from operations.base.details import Wishes
from operations.places.quotas import EventFull
from operations.registrations.corrections import change_wishes
from queries.forms.answers import rows_of
from queries.forms.questions import questions_open_to

bp = Blueprint("answers", __name__)


class AnswersForm(base.Form):
    """Nothing but the questions."""


@bp.get("/registrations/<token>/answers")
@for_all
def edit(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    questions = questions_open_to(registration, at=utc_now())
    if not questions:
        return redirect(url_for("public.registrations.show", token=token), 303)
    return _form_page(registration, questions, _form(registration, questions, formdata=None), token)


@bp.post("/registrations/<token>/answers")
@for_all
@takes_files
def update(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    questions = questions_open_to(registration, at=utc_now())
    if not questions:
        return closed_page(registration, token)
    form = _form(registration, questions)
    valid = form.validate()
    if keep_files(form, questions, at=utc_now()):
        db.session.commit()
    if not valid:
        return _form_page(registration, questions, form, token, 422)
    wishes = Wishes(questions=questions, answers=answers_of(form, questions))
    try:
        change_wishes(registration, wishes, at=utc_now(), by=None)
        db.session.commit()
    except EventFull as full:
        db.session.rollback()
        questions = questions_open_to(registration, at=utc_now())
        refuse_full_choice(form, questions, full.quota)
        return _form_page(registration, questions, form, token, 409)
    except IntegrityError:  # what was chosen here was taken out of the form in this moment
        db.session.rollback()
        return _changed_page(token)
    own_page = url_for("public.registrations.show", token=token)
    return redirect_with(_("Thank you, your answers are kept."), own_page)


def _changed_page(token: str) -> ResponseReturnValue:
    registration = registration_or_404(token)
    questions = questions_open_to(registration, at=utc_now())
    form = _form(registration, questions)
    form.validate()
    return _form_page(registration, questions, form, token, 409)


def _form(
    registration: Registration, questions: Sequence[Question], **options: object
) -> AnswersForm:
    rows = rows_of(registration)
    form = with_questions(AnswersForm, questions, locale=language(), answered=given_before(rows))
    return form(data=shown_answers(rows), **options)


def _form_page(
    registration: Registration,
    questions: Sequence[Question],
    form: AnswersForm,
    token: str,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "public/registrations/answers/edit.html",
        registration=registration,
        event=registration.event,
        questions=questions,
        form=form,
        token=token,
    )
    return page, status
