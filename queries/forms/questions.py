from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from extensions import db
from lib.conditions import Condition
from models.events import Event
from models.forms import AskedAt, Choice, Form, FormPurpose, Question, QuestionKind
from models.registrations import Registration, RegistrationStatus

_ENDS = (RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED)
_ASKED = (
    sa.select(Question)
    .join(Question.form)
    .where(
        Form.event_id == sa.bindparam("event_id"),
        Form.purpose == sa.bindparam("purpose"),
        Question.asked_at == sa.bindparam("asked_at"),
        Question.retired_at.is_(None),
    )
    .options(selectinload(Question.choices).joinedload(Choice.places))
    .order_by(Question.position, Question.id)
)


def questions_asked(
    event: Event, at: AskedAt, *, purpose: FormPurpose = FormPurpose.REGISTRATION
) -> Sequence[Question]:
    """The questions asked at this stage in the form's order, with their choices and places.

    Whether a certain person is asked one depends on their answers: see lib.conditions.
    """
    return db.session.scalars(
        _ASKED, {"event_id": event.id, "purpose": purpose, "asked_at": at}
    ).all()


def questions_open_to(registration: Registration, *, at: datetime) -> list[Question]:
    """The questions that this person can now answer or correct by themselves.

    First those asked after approval, once the person is confirmed and until the event begins; then
    those asked at registration, as long as the event takes changes.
    """
    event, found = registration.event, list[Question]()
    if registration.is_confirmed and event.is_published and at < event.starts_at:
        found += questions_asked(event, AskedAt.AFTER_APPROVAL)
    if registration.status not in _ENDS and event.takes_changes(at):
        found += questions_asked(event, AskedAt.REGISTRATION)
    return found


def asks_anything(event: Event, at: AskedAt) -> bool:
    """Whether the registration form asks anything at this stage; headings ask nothing."""
    found = (
        sa.select(Question.id)
        .join(Question.form)
        .where(
            Form.event_id == event.id,
            Form.purpose == FormPurpose.REGISTRATION,
            Question.asked_at == at,
            Question.retired_at.is_(None),
            Question.kind != QuestionKind.HEADING,
        )
    )
    return db.session.scalar(found.limit(1)) is not None


def unretired_questions(event: Event) -> Sequence[Question]:
    """All questions that the registration form asks, at any stage; without their choices."""
    return db.session.scalars(
        sa.select(Question)
        .join(Question.form)
        .where(
            Form.event_id == event.id,
            Form.purpose == FormPurpose.REGISTRATION,
            Question.retired_at.is_(None),
        )
    ).all()


def conditions_of(questions: Iterable[Question]) -> Mapping[int, Condition | None]:
    """The condition of each question, for lib.conditions; None: it is always asked."""
    return {
        question.id: None
        if question.shown_if_id is None
        else Condition(question.shown_if_id, frozenset(question.shown_if))
        for question in questions
    }
