"""What somebody answered earlier, as a form shows it and as conditions read it."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from blueprints.inputs.forms.questions import field_name, given_of
from models.forms import Question, QuestionKind
from operations.base.answers import Answers
from queries.forms.opened import OpenedAnswer

_K = QuestionKind


def shown_answers(rows: Iterable[OpenedAnswer]) -> dict[str, Any]:
    """Earlier answers as the form's `data`."""
    return {field_name(question): _shown(question, of) for question, of in _by_question(rows)}


def given_before(rows: Iterable[OpenedAnswer]) -> Answers:
    """Earlier answers as Answers, for `with_questions(…, answered=…)`."""
    found = {
        question.id: given_of(question, _shown(question, of)) for question, of in _by_question(rows)
    }
    return {number: given for number, given in found.items() if given is not None}


def _by_question(
    rows: Iterable[OpenedAnswer],
) -> Iterable[tuple[Question, Sequence[OpenedAnswer]]]:
    """What can be read, question by question."""
    for question, of in groupby(rows, key=lambda row: row.question):
        if read := [row for row in of if row.is_readable]:
            yield question, read


def _shown(question: Question, rows: Sequence[OpenedAnswer]) -> Any:
    row, kind = rows[0], question.kind
    if kind is _K.MULTIPLE_CHOICE:
        return [found.choice_id for found in rows]
    if kind in (_K.YES_NO, _K.CONSENT):
        return bool(row.number)
    if kind is _K.DATE:
        return date.fromisoformat(row.text or "")
    values = (row.choice_id, row.upload, row.number, row.text)
    return next((value for value in values if value is not None), None)
