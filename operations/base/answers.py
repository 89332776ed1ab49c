"""Answers of participants to an event's own questions, kept with their registration."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import Enum

import sqlalchemy as sa

from extensions import db, keys
from letters.answers import enqueue_answers_request
from lib.conditions import asked
from models.answers import AnswerValue, RegistrationAnswer
from models.forms import AskedAt, Question
from models.registrations import Registration
from queries.forms.answers import rows_of, values_said
from queries.forms.opened import value_of
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
    """Replace the registration's answers to these questions by the given ones.

    An answer that cannot be read was not on the form, so one that was left empty there stays.
    """
    if not questions:
        return
    if registration.id is not None:
        replaced = {question.id for question in questions}
        if any(question.sensitive for question in questions):
            replaced -= _unreadable(registration) - answers.keys()
        db.session.execute(
            sa.delete(RegistrationAnswer).where(
                RegistrationAnswer.registration_id == registration.id,
                RegistrationAnswer.question_id.in_(replaced),
            )
        )
    for question in questions:
        if question.id in answers:
            db.session.add_all(_rows(registration, question, answers[question.id], at))


def drop_unasked_answers(registration: Registration) -> None:
    """Delete answers to questions that are no longer asked because another answer has changed; none
    where a condition may hang on an answer that cannot be read."""
    conditions = conditions_of(unretired_questions(registration.event))
    if not any(conditions.values()):
        return
    db.session.flush()
    rows = rows_of(registration)
    if not all(row.is_readable for row in rows):
        return
    said = values_said(rows)
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


def columns_of(value: AnswerValue, *, sensitive: bool) -> dict[str, object]:
    """What the columns of a row hold for this answer: an answer to a sensitive question is sealed."""
    if sensitive:
        return {**asdict(AnswerValue()), "sealed": value.sealed(keys.fields)}
    return {**asdict(value), "sealed": None}


def _unreadable(registration: Registration) -> set[int]:
    """The numbers of the questions whose answers were sealed with a key that is gone."""
    sealed = sa.select(RegistrationAnswer).where(
        RegistrationAnswer.registration_id == registration.id,
        RegistrationAnswer.sealed.is_not(None),
    )
    return {row.question_id for row in db.session.scalars(sealed) if value_of(row) is None}


def _rows(
    registration: Registration, question: Question, given: Given, at: datetime
) -> Iterable[RegistrationAnswer]:
    def row(nth: int = 0, **columns: object) -> RegistrationAnswer:
        return RegistrationAnswer(
            registration=registration, question_id=question.id, nth=nth, answered_at=at, **columns
        )

    if isinstance(given, UploadedFile):
        return [row(upload_id=given.upload_id)]
    return [
        row(nth, **columns_of(value, sensitive=question.sensitive))
        for nth, value in enumerate(_values(given))
    ]


def _values(given: Given) -> list[AnswerValue]:
    match given:
        case tuple():
            return [AnswerValue(choice_id=number) for number in given]
        case date():
            return [AnswerValue(text=given.isoformat())]
        case int():
            return [AnswerValue(number=int(given))]
        case str():
            return [AnswerValue(text=given)]
    raise TypeError(f"no answer of a registration: {type(given).__name__}")
