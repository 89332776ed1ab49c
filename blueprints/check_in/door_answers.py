"""Answers that somebody gave at the door, checked by the form's own rules."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from blueprints.base.transactions import committed
from blueprints.shared.forms.json_answers import FaultyAnswers, changed_answers
from models.forms import AskedAt
from models.registrations import Registration
from operations.base.details import Wishes
from operations.places.quotas import EventFull
from operations.registrations.corrections import write_wishes
from queries.forms.answers import rows_of
from queries.forms.questions import questions_asked


def keep_answers(person: Registration | None, sent: Mapping[str, Any], *, at: datetime) -> bool:
    """Keep and commit the answers; False if they could not be kept. The admission stands."""
    if person is None:
        return False
    try:
        committed(lambda: _write(person, sent, at))
    except (FaultyAnswers, EventFull):
        return False
    return True


def _write(person: Registration, sent: Mapping[str, Any], at: datetime) -> None:
    questions = questions_asked(person.event, AskedAt.DOOR)
    answers = changed_answers(questions, sent, _to(questions, person))
    write_wishes(person, Wishes(questions=questions, answers=answers), at=at)


def _to(questions: Any, person: Registration) -> list[Any]:
    asked = {question.id for question in questions}
    return [row for row in rows_of(person) if row.question_id in asked]
