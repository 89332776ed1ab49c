"""The form of an event as its organizers build it."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.languages import language
from blueprints.inputs.forms.conditions import condition_words
from blueprints.organizer.forms.previews import preview_language, previewed
from models.events import Event
from models.forms import FormPurpose, Question
from operations.forms.ready_made import READY_MADE, ReadyMade
from policy import Permission
from queries.forms.builder import answered_questions, by_stage, form_of, retired

bp = Blueprint("forms", __name__)


@bp.get("/events/<int:event_id>/form")
@requires(Permission.EDIT_EVENTS)
def show(event_id: int) -> ResponseReturnValue:
    return _builder(event_or_404(event_id), FormPurpose.REGISTRATION)


@bp.get("/events/<int:event_id>/feedback-form")
@requires(Permission.EDIT_EVENTS)
def show_feedback(event_id: int) -> ResponseReturnValue:
    return _builder(event_or_404(event_id), FormPurpose.FEEDBACK)


def _builder(event: Event, purpose: FormPurpose) -> ResponseReturnValue:
    form = form_of(event, purpose)
    questions = form.questions if form else []
    return render_template(
        "organizer/forms/show.html",
        event=event,
        purpose=purpose,
        stages=by_stage(questions),
        retired=retired(questions),
        answered=answered_questions(form) if form else set(),
        conditions={q.id: condition_words(q, questions, language()) for q in questions},
        ready_made=_not_asked_yet(purpose, questions),
        preview=previewed(event, purpose, questions),
        preview_language=preview_language(),
    )


def _not_asked_yet(purpose: FormPurpose, questions: Sequence[Question]) -> Mapping[str, ReadyMade]:
    """The ready-made questions that the form does not have yet, by their words."""
    asked = {question.label for question in questions}
    ready_made = READY_MADE[purpose].items()
    return {name: ready for name, ready in ready_made if ready.details.label not in asked}
