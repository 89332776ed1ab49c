"""The form of an event or a survey as its organizers build it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.base.languages import language
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.inputs.forms.conditions import condition_words
from blueprints.organizer.forms.built import BuiltForm, built_or_404, of_event
from blueprints.organizer.forms.previews import preview_language, previewed
from lib.clock import utc_now
from models.forms import FormPurpose, Question
from operations.forms.naming import AlreadyInvited, set_named
from operations.forms.ready_made import READY_MADE, ReadyMade
from policy import Permission
from queries.forms.builder import (
    answered_questions,
    by_stage,
    in_order,
    retired,
    without_rows,
)

bp = Blueprint("forms", __name__)

_INVITED: Words = {
    AlreadyInvited: _l(
        "People may answer already, and were told whether their names are kept. It stays so."
    )
}


@bp.get("/events/<int:event_id>/form")
@requires(Permission.EDIT_EVENTS)
def show(event_id: int) -> ResponseReturnValue:
    return _builder(of_event(event_id, FormPurpose.REGISTRATION))


@bp.get("/events/<int:event_id>/feedback-form")
@requires(Permission.EDIT_EVENTS)
def show_feedback(event_id: int) -> ResponseReturnValue:
    return _builder(of_event(event_id, FormPurpose.FEEDBACK))


@bp.get("/surveys/<int:survey_id>/form")
@requires(Permission.EDIT_EVENTS)
def show_survey(survey_id: int) -> ResponseReturnValue:
    return _builder(built_or_404(survey_id=survey_id))


@bp.post("/surveys/<int:survey_id>/form-names")
@bp.post("/events/<int:event_id>/form-names")
@requires(Permission.EDIT_EVENTS)
def name_answers(**place: int) -> ResponseReturnValue:
    """Say whether answers are kept with names: of feedback and surveys, as long as nobody may
    answer."""
    built = built_or_404(**place)
    named = request.form.get("named") == "yes"
    form = or_404(built.form if built.purpose is not FormPurpose.REGISTRATION else None)
    with refusals_told_on(built.address(), _INVITED):
        committed(lambda: set_named(form, named, by=current_user, at=utc_now()))
    said = _("Answers are kept with names.") if named else _("Answers are kept without names.")
    return redirect_with(said, built.address())


def _builder(built: BuiltForm) -> ResponseReturnValue:
    questions = built.questions
    locale = language()
    return render_template(
        "organizer/forms/show.html",
        built=built,
        event=built.event,
        purpose=built.purpose,
        stages=by_stage(without_rows(questions)),
        rows=_rows_asked(questions),
        retired=without_rows(retired(questions)),
        answered=answered_questions(built.form) if built.form else set(),
        conditions={q.id: condition_words(q, questions, locale) for q in questions},
        ready_made=_not_asked_yet(built.purpose, questions),
        preview=previewed(built),
        preview_language=preview_language(),
    )


def _rows_asked(questions: Sequence[Question]) -> Mapping[int, Sequence[Question]]:
    """The rows of each matrix that are asked, by its number."""
    found: dict[int, list[Question]] = defaultdict(list)
    for question in in_order(questions):
        if question.matrix_id is not None:
            found[question.matrix_id].append(question)
    return found


def _not_asked_yet(purpose: FormPurpose, questions: Sequence[Question]) -> Mapping[str, ReadyMade]:
    """The ready-made questions that the form does not have yet, by their words."""
    asked = {question.label for question in questions}
    ready_made = READY_MADE[purpose].items()
    return {name: ready for name, ready in ready_made if ready.details.label not in asked}
