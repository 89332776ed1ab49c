"""What participants answer to an event's own questions, kept with their registration."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from extensions import db
from letters.answers import enqueue_answers_request
from lib.conditions import asked
from models.answers import RegistrationAnswer
from models.forms import AskedAt, Question
from models.registrations import Registration
from queries.forms.answers import rows_of, values_said
from queries.forms.questions import asks_anything, conditions_of, unretired_questions


@dataclass(frozen=True)
class UploadedFile:
    """A file that was taken in already, by the number of its row."""

    upload_id: int


Given = bool | int | str | date | tuple[int, ...] | UploadedFile
"""One answer, checked: yes or no and consents as bool, numbers and scales as int, picked choices
as the tuple of their numbers, everything else but dates and files as text."""
Answers = Mapping[int, Given]
"""By the question's number; what was left empty, or was not asked, is not in it."""


def write_answers(
    registration: Registration, questions: Sequence[Question], answers: Answers, *, at: datetime
) -> None:
    """Put these answers in place of what the registration said to these questions before."""
    if not questions:
        return
    if registration.id is not None:
        db.session.execute(
            sa.delete(RegistrationAnswer).where(
                RegistrationAnswer.registration_id == registration.id,
                RegistrationAnswer.question_id.in_([question.id for question in questions]),
            )
        )
    for question in questions:
        if question.id in answers:
            db.session.add_all(_rows(registration, question, answers[question.id], at))


def drop_unasked_answers(registration: Registration) -> None:
    """What hangs on an answer that was changed is not kept, whenever it was asked."""
    conditions = conditions_of(unretired_questions(registration.event))
    if not any(conditions.values()):
        return
    db.session.flush()
    said = values_said(rows_of(registration))
    unasked = conditions.keys() - asked(conditions, said)
    db.session.execute(
        sa.delete(RegistrationAnswer).where(
            RegistrationAnswer.registration_id == registration.id,
            RegistrationAnswer.question_id.in_(unasked),
        )
    )


def request_answers(registration: Registration, *, at: datetime) -> None:
    """Ask someone who was just approved what is asked after approval, if anything is."""
    event = registration.event
    if (
        event.approval
        and registration.is_confirmed
        and asks_anything(event, AskedAt.AFTER_APPROVAL)
    ):
        enqueue_answers_request(registration, at=at)


def picked_choices(answers: Answers) -> set[int]:
    """The numbers of all choices in them."""
    return {number for given in answers.values() if isinstance(given, tuple) for number in given}


def _rows(
    registration: Registration, question: Question, given: Given, at: datetime
) -> Iterable[RegistrationAnswer]:
    def row(nth: int = 0, **value: object) -> RegistrationAnswer:
        return RegistrationAnswer(
            registration=registration, question_id=question.id, nth=nth, answered_at=at, **value
        )

    if isinstance(given, tuple):
        return [row(nth, choice_id=number) for nth, number in enumerate(given)]
    if isinstance(given, UploadedFile):
        return [row(upload_id=given.upload_id)]
    if isinstance(given, date):
        return [row(text=given.isoformat())]
    if isinstance(given, int):
        return [row(number=int(given))]
    return [row(text=given)]
