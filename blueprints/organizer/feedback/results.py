from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, or_404
from blueprints.base.languages import language
from blueprints.inputs.forms.scale_fields import rating_labels
from lib.measures.single import summary
from lib.paging import Page
from lib.withholding import MINIMUM
from models.forms import Question, QuestionKind
from policy import Permission
from queries.feedback.results import By, ItemResult, Results, results_of
from queries.feedback.texts import WrittenAnswer, written_answers
from queries.feedback.waves import questions_of, wave_of_event
from queries.forms.answers import words_of

bp = Blueprint("feedback", __name__)

FIRST = 5
"""Written answers shown with the figures; the others are on pages of their own."""
PAGE = 50
_K = QuestionKind
_WRITTEN = {_K.SHORT_TEXT, _K.LONG_TEXT}


@bp.get("/events/<int:event_id>/feedback")
@requires(Permission.SEE_RESULTS)
def show(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    wave = wave_of_event(event)
    results = results_of(wave, by=By.SIDE) if wave else None
    return render_template(
        "organizer/feedback/show.html",
        event=event,
        results=results,
        texts=_first_texts(results) if results else {},
        rating_labels=rating_labels(),
        smallest_group=MINIMUM,
        summary_of=_summary,
        counts_of=_counts,
    )


@bp.get("/events/<int:event_id>/feedback/questions/<int:question_id>")
@requires(Permission.SEE_RESULTS)
def answers(event_id: int, question_id: int) -> ResponseReturnValue:
    """All written answers to one question."""
    event = event_or_404(event_id)
    wave = or_404(wave_of_event(event))
    question = or_404(next((q for q in questions_of(wave) if q.id == question_id), None))
    page = written_answers(wave, question, limit=PAGE, after=request.args.get("after"))
    return render_template(
        "organizer/feedback/answers.html", event=event, question=question, page=page
    )


def _first_texts(results: Results) -> dict[int, Page[WrittenAnswer]]:
    return {
        item.question.id: written_answers(results.wave, item.question, limit=FIRST)
        for item in results.items
        if item.question.kind in _WRITTEN and item.n is not None
    }


def _summary(values: dict[str, int]) -> object:
    return summary({int(value): n for value, n in values.items() if value.isdigit()})


def _counts(item: ItemResult) -> list[tuple[str, int]]:
    """Each answer in words, and how many gave it; every choice, also one that nobody picked."""
    question, values = item.question, item.values
    if question.choices:
        return [
            (choice.label_in(language()), values.get(str(choice.id), 0))
            for choice in question.choices
            if choice.retired_at is None or str(choice.id) in values
        ]
    if question.kind is _K.YES_NO:
        return [
            (words_of(_K.YES_NO, "yes", language()), values.get("1", 0)),
            (words_of(_K.YES_NO, "no", language()), values.get("0", 0)),
        ]
    return [(_words(question, value), n) for value, n in sorted(values.items(), key=_most_first)]


def _words(question: Question, value: str) -> str:
    return words_of(question.kind, value, language())


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
