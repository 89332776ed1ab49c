from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from extensions import db
from lib.conditions import Condition
from models.events import Event
from models.forms import AskedAt, Choice, Form, FormPurpose, Question

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
    """What is asked at this stage, in the form's order, with its choices and their places.

    Whether one is asked of a certain person depends on their answers: see lib.conditions.
    """
    return db.session.scalars(
        _ASKED, {"event_id": event.id, "purpose": purpose, "asked_at": at}
    ).all()


def conditions_of(questions: Iterable[Question]) -> Mapping[int, Condition | None]:
    """On what each of them hangs, for lib.conditions."""
    return {
        question.id: None
        if question.shown_if_id is None
        else Condition(question.shown_if_id, frozenset(question.shown_if))
        for question in questions
    }
