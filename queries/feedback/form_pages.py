"""What the page of a form says, and whether the form was sent before."""

from collections.abc import Sequence
from math import ceil

from extensions import db
from models.boxes import SentForm
from models.feedback import Wave
from models.forms import Question, QuestionKind

_SECONDS = {
    QuestionKind.HEADING: 0,
    QuestionKind.MATRIX: 5,
    QuestionKind.SHORT_TEXT: 20,
    QuestionKind.RANKING: 30,
    QuestionKind.LONG_TEXT: 45,
    QuestionKind.PROBLEM: 60,
}
_SECONDS_OF_OTHERS = 8


def minutes_to_answer(questions: Sequence[Question]) -> int:
    """About how many minutes it takes to answer, at least one: a tick takes seconds, a text most of
    a minute. A question asked of several sessions or speakers takes as long for each."""
    seconds = sum(
        _SECONDS.get(question.kind, _SECONDS_OF_OTHERS) * max(len(question.subjects), 1)
        for question in questions
    )
    return max(1, ceil(seconds / 60 - 0.1))


def was_sent(wave: Wave, nonce: str) -> bool:
    """Whether this very form has arrived before."""
    return db.session.get(SentForm, (wave.id, nonce)) is not None
