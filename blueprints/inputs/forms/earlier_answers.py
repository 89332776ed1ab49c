"""What somebody answered earlier, as a form shows it and as conditions read it."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from blueprints.inputs.forms.questions import field_name, given_of
from models.answers import RegistrationAnswer
from models.forms import Question, QuestionKind
from operations.base.answers import Answers

_K = QuestionKind


def shown_answers(rows: Iterable[RegistrationAnswer]) -> dict[str, Any]:
    """Earlier answers as the form's `data`."""
    by_question = groupby(rows, key=lambda row: row.question)
    return {field_name(question): _shown(question, list(found)) for question, found in by_question}


def given_before(rows: Iterable[RegistrationAnswer]) -> Answers:
    """Earlier answers as Answers, for `with_questions(…, answered=…)`."""
    by_question = groupby(rows, key=lambda row: row.question)
    found = {
        question.id: given_of(question, _shown(question, list(of))) for question, of in by_question
    }
    return {number: given for number, given in found.items() if given is not None}


def _shown(question: Question, rows: Sequence[RegistrationAnswer]) -> Any:
    row, kind = rows[0], question.kind
    if kind is _K.MULTIPLE_CHOICE:
        return [found.choice_id for found in rows]
    if kind in (_K.YES_NO, _K.CONSENT):
        return bool(row.number)
    if kind is _K.DATE:
        return date.fromisoformat(row.text or "")
    values = (row.choice_id, row.upload, row.number, row.text)
    return next((value for value in values if value is not None), None)
