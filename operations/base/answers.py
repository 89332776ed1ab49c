"""Answers of participants to an event's own questions, kept with their registration."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

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
    """A file that was kept already, named by the number of its row."""

    upload_id: int


class NoOpinion(Enum):
    """The answer to a scale that is no number of it."""

    NO_OPINION = "none"


@dataclass(frozen=True)
class PickedOther:
    """Picked choices, with what was written after "other"."""

    choices: tuple[int, ...]
    text: str


@dataclass(frozen=True)
class NamedProblem:
    """A problem that somebody named. `hurts`: from 1 to 5, or None."""

    text: str
    hurts: int | None = None
    topic: str = ""


Given = (
    bool
    | int
    | str
    | date
    | tuple[int, ...]
    | UploadedFile
    | NoOpinion
    | PickedOther
    | NamedProblem
)
"""One checked answer: bool for yes or no and for consents, int for numbers and scales, a tuple of
numbers for picked or ranked choices, a date, a file, and text for everything else."""
Answers = Mapping[int, Given]
"""Answers by the question's number; a question left empty, or not asked, is not in it."""


def write_answers(
    registration: Registration, questions: Sequence[Question], answers: Answers, *, at: datetime
) -> None:
    """Replace the registration's answers to these questions by the given ones."""
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
    """Delete answers to questions that are no longer asked because another answer has changed."""
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
    """Write to someone who was just approved, if any questions are asked after approval."""
    event = registration.event
    if (
        event.approval
        and registration.is_confirmed
        and asks_anything(event, AskedAt.AFTER_APPROVAL)
    ):
        enqueue_answers_request(registration, at=at)


def picked_choices(answers: Answers) -> set[int]:
    """The numbers of all choices picked in the answers."""
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
