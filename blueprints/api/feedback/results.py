from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.calls import call
from blueprints.api.base.found import event_or_404
from blueprints.api.base.lists import Window
from blueprints.api.base.problem_details import refused_field
from blueprints.api.base.refusal_kinds import BAD_CURSOR
from blueprints.api.feedback.schemas import FeedbackJson, QuestionJson, TextJson, TextsJson
from lib.paging import Page
from models.feedback import Wave
from models.forms import FREE_TEXT, Question
from policy import Permission
from queries.feedback.results import By, ItemResult, results_of
from queries.feedback.texts import WrittenAnswer, written_answers
from queries.feedback.waves import questions_of, wave_of_event

bp = Blueprint("feedback", __name__, url_prefix="/events/<int:event_id>/feedback")

MOST_TEXTS = 50


@bp.get("")
@call(Permission.SEE_RESULTS, _l("Show what feedback an event got"), response=FeedbackJson)
def show(event_id: int) -> FeedbackJson:
    event = event_or_404(event_id)
    wave = wave_of_event(event)
    if wave is None:
        return FeedbackJson.nobody_asked(event)
    results = results_of(wave, by=By.SIDE)
    return FeedbackJson.of(
        event, results, [QuestionJson.of(item, _texts(wave, item)) for item in results.items]
    )


class TextsWindow(Window):
    question: int


@bp.get("/texts")
@call(
    Permission.SEE_RESULTS,
    _l("List what people wrote to one question"),
    query=TextsWindow,
    response=TextsJson,
    refusals=(BAD_CURSOR,),
)
def texts(event_id: int, query: TextsWindow) -> TextsJson:
    event = event_or_404(event_id)
    wave = wave_of_event(event)
    if wave is None or (question := _question(wave, query.question)) is None:
        raise refused_field("question", "This event asks no such question.")
    page = written_answers(wave, question, limit=query.limit, after=query.after)
    return TextsJson(items=[TextJson.of(text) for text in page.items], next=page.next)


def _texts(wave: Wave, item: ItemResult) -> Page[WrittenAnswer]:
    if item.question.kind not in FREE_TEXT or item.n is None:
        return Page([], None)
    return written_answers(wave, item.question, limit=MOST_TEXTS)


def _question(wave: Wave, question_id: int) -> Question | None:
    return next((q for q in questions_of(wave) if q.id == question_id), None)
