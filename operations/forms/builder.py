"""Organizers build the form of an event or a survey: they add, change and repeat questions.

Moving, retiring and deleting them is in `operations.forms.order`.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.events import Event
from models.forms import Choice, Form, FormPurpose, Question, QuestionKind
from models.users import User
from operations.base.audit import record
from operations.forms.details import QuestionDetails, anew, details_of, rows_of
from operations.forms.locks import is_locked, keep_wordings, refuse_more_than_texts
from operations.forms.writing import begun, write
from operations.places.waiting_list import pass_on_places
from queries.forms.builder import broken_conditions, form_of, with_rows_behind

MOST_QUESTIONS = 200


class BrokenCondition(Refusal):
    """`questions` would depend on a question or an answer that does not come before them."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__([question.id for question in questions])
        self.questions = questions


class FormFull(Refusal):
    """The form has as many questions as it may have; nobody would answer more."""


def add_question(
    event: Event,
    purpose: FormPurpose,
    kind: QuestionKind,
    details: QuestionDetails,
    *,
    by: User | None,
    at: datetime,
) -> Question:
    """Add a question to a form of the event, which is begun now if there is none. Raises as
    `add_to_form`."""
    return add_to_form(form_to_change(event, purpose), kind, details, by=by, at=at)


def add_to_form(
    form: Form, kind: QuestionKind, details: QuestionDetails, *, by: User | None, at: datetime
) -> Question:
    """Add a question at the end of its stage. Raises RefusedQuestion, CannotBeSensitive,
    BrokenCondition, FormFull."""
    form = held(form)
    refuse_more_than(MOST_QUESTIONS - 1 - len(details.rows), form)
    question = begun(form, kind, position=len(form.questions) + 1)
    write(question, details, at)
    finish_change(form, by=by, at=at)
    return question


def change_question(
    question: Question, details: QuestionDetails, *, by: User | None, at: datetime
) -> None:
    """Change a question and its choices. New places go to people who wait for them.

    A choice that is left out is retired where somebody picked it, and deleted otherwise. Once
    somebody has answered the form, texts alone change (operations.forms.locks). Raises
    RefusedQuestion, CannotBeSensitive, BrokenCondition, CapacityTooLow, FormLocked, FormFull.
    """
    form = held(question.form)
    refuse_more_than(MOST_QUESTIONS + len(rows_of(question)) - len(details.rows), form)
    changed = [question]
    if is_locked(form):
        refuse_more_than_texts(question, details)
        changed = keep_wordings(question, details)
    if details.asked_at is not question.asked_at:
        question.position = len(form.questions) + 1
    write(question, details, at)
    finish_change(form, by=by, at=at, questions=changed)
    if form.event is not None:
        pass_on_places(form.event, at=at)


def duplicate_question(question: Question, *, by: User | None, at: datetime) -> Question:
    """Repeat the question right behind itself, with places of its own and a new key. Raises
    FormFull."""
    form, details = held(question.form), anew(details_of(question))
    refuse_more_than(MOST_QUESTIONS - 1 - len(details.rows), form)
    for other in form.questions:
        if other.position > question.position:
            other.position += 1
    twin = begun(form, question.kind, position=question.position + 1)
    write(twin, details, at)
    finish_change(form, by=by, at=at)
    return twin


def held(form: Form) -> Form:
    """The form as it is now, locked: whoever else changes it waits until we commit."""
    return db.session.scalars(
        sa.select(Form)
        .where(Form.id == form.id)
        .options(
            selectinload(Form.questions).selectinload(Question.choices).joinedload(Choice.places)
        )
        .with_for_update(of=Form)
        .execution_options(populate_existing=True)
    ).one()


def finish_change(
    form: Form, *, by: User | None, at: datetime, questions: Sequence[Question] = ()
) -> None:
    """Number the questions anew, stage by stage, and note the change, with each of `questions` that
    it was about. Raises BrokenCondition."""
    db.session.flush()
    for position, question in enumerate(with_rows_behind(form.questions), start=1):
        question.position = position
    if broken := broken_conditions(form.questions):
        raise BrokenCondition(broken)
    noted: list[dict[str, int]] = [{"question": question.id} for question in questions]
    for details in noted or [{}]:
        record(
            AuditAction.FORM_CHANGED,
            at=at,
            by=by,
            event=form.event,
            subject_id=form.id,
            **details,
        )
    db.session.flush()


def refuse_more_than(most: int, form: Form) -> None:
    """Raises FormFull if the form has more questions than these."""
    if len(form.questions) > most:
        raise FormFull


def form_to_change(event: Event, purpose: FormPurpose) -> Form:
    """The event's form for the purpose, locked; made now if there is none. The unique constraint is
    the guard."""
    form = form_of(event, purpose)
    if form is not None:
        return held(form)
    form = Form(event=event, purpose=purpose, questions=[])
    db.session.add(form)
    db.session.flush()
    return form
