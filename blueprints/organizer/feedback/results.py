from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, or_404
from blueprints.base.languages import language
from blueprints.inputs.forms.question_fields import rating_labels
from models.events import Event
from models.forms import Question
from policy import Permission
from queries.feedback.counts import Count
from queries.feedback.results import (
    SMALLEST_GROUP,
    feedback_questions,
    feedback_results,
    written_answers,
)
from queries.forms.answers import words_of

bp = Blueprint("feedback", __name__)

FIRST = 5
"""Written answers shown with the figures; the others are on pages of their own."""
PAGE = 50


@bp.get("/events/<int:event_id>/feedback")
@requires(Permission.SEE_RESULTS)
def show(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    return render_template(
        "organizer/feedback/show.html",
        event=event,
        results=feedback_results(event),
        rating_labels=rating_labels(),
        smallest_group=SMALLEST_GROUP,
        first=FIRST,
        answer_words=_answer_words,
    )


@bp.get("/events/<int:event_id>/feedback/questions/<int:question_id>")
@requires(Permission.SEE_RESULTS)
def answers(event_id: int, question_id: int) -> ResponseReturnValue:
    """All written answers to one question."""
    event = event_or_404(event_id)
    question = _question_or_404(event, question_id)
    page, sides = written_answers(event, question_id, limit=PAGE, after=request.args.get("after"))
    return render_template(
        "organizer/feedback/answers.html", event=event, question=question, page=page, sides=sides
    )


def _answer_words(question: Question, count: Count) -> str:
    if count.choice:
        return count.choice.label_in(language())
    return words_of(question.kind, count.value, language())


def _question_or_404(event: Event, question_id: int) -> Question:
    return or_404(next((q for q in feedback_questions(event) if q.id == question_id), None))
