"""Organizers build the form of an event: they add, change and repeat questions.

Moving, retiring and deleting them is in `operations.forms.order`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.events import Event
from models.forms import AskedAt, Choice, Form, FormPurpose, Question, QuestionKind
from models.users import User
from operations.base.audit import record
from operations.forms.guards import Objection, objection_to
from operations.places.capacities import set_choice_places
from operations.places.waiting_list import pass_on_places
from queries.forms.builder import answered_choices, broken_conditions, form_of, stage_and_position

MOST_QUESTIONS = 200
NEVER_REQUIRED = {QuestionKind.CONSENT, QuestionKind.HEADING}
WITH_CHOICES = {QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE}


class RefusedQuestion(Refusal):
    """The question must not be asked like this; `objection` says why."""

    def __init__(self, objection: Objection) -> None:
        super().__init__(objection)
        self.objection = objection


class BrokenCondition(Refusal):
    """`questions` would depend on a question or an answer that does not come before them."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__([question.id for question in questions])
        self.questions = questions


class FormFull(Refusal):
    """The form has as many questions as it may have; nobody would answer more."""


@dataclass(frozen=True)
class ChoiceDetails:
    """One choice. `choice_id` is given where it exists already. `places` None: no limit."""

    label: str
    label_en: str = ""
    places: int | None = None
    choice_id: int | None = None


@dataclass(frozen=True)
class ShownIf:
    """The question is asked only where the earlier one was answered with one of the values."""

    question_id: int
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class QuestionDetails:
    """What an organizer enters about a question, already cleaned."""

    label: str
    label_en: str = ""
    help: str = ""
    help_en: str = ""
    required: bool = False
    asked_at: AskedAt = AskedAt.REGISTRATION
    sensitive: bool = False
    minimum: int | None = None
    maximum: int | None = None
    condition: ShownIf | None = None
    choices: Sequence[ChoiceDetails] = ()


def add_question(
    event: Event,
    purpose: FormPurpose,
    kind: QuestionKind,
    details: QuestionDetails,
    *,
    by: User | None,
    at: datetime,
) -> Question:
    """Add a question at the end of its stage. Raises RefusedQuestion, BrokenCondition, FormFull."""
    form = form_to_change(event, purpose)
    if len(form.questions) >= MOST_QUESTIONS:
        raise FormFull
    question = _begun(form, kind, position=len(form.questions) + 1)
    _write(question, details, at)
    finish_change(form, by=by, at=at)
    return question


def change_question(
    question: Question, details: QuestionDetails, *, by: User | None, at: datetime
) -> None:
    """Change a question and its choices. New places go to people who wait for them.

    A choice that is left out is retired where somebody picked it, and deleted otherwise. Raises
    RefusedQuestion, BrokenCondition, CapacityTooLow.
    """
    form = held(question.form)
    if details.asked_at is not question.asked_at:
        question.position = len(form.questions) + 1
    _write(question, details, at)
    finish_change(form, by=by, at=at)
    if form.event is not None:
        pass_on_places(form.event, at=at)


def duplicate_question(question: Question, *, by: User | None, at: datetime) -> Question:
    """Repeat the question right behind itself, with places of its own. Raises FormFull."""
    form = held(question.form)
    if len(form.questions) >= MOST_QUESTIONS:
        raise FormFull
    for other in form.questions:
        if other.position > question.position:
            other.position += 1
    twin = _begun(form, question.kind, position=question.position + 1)
    _write(twin, _details_of(question), at)
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


def finish_change(form: Form, *, by: User | None, at: datetime) -> None:
    """Number the questions anew, stage by stage, and note the change. Raises BrokenCondition."""
    db.session.flush()
    if broken := broken_conditions(form.questions):
        raise BrokenCondition(broken)
    for position, question in enumerate(sorted(form.questions, key=stage_and_position), start=1):
        question.position = position
    record(AuditAction.FORM_CHANGED, at=at, by=by, event=form.event, subject_id=form.id)
    db.session.flush()


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


def _begun(form: Form, kind: QuestionKind, *, position: int) -> Question:
    question = Question(kind=kind, position=position, choices=[])
    form.questions.append(question)
    return question


def _write(question: Question, details: QuestionDetails, at: datetime) -> None:
    if objection := objection_to(
        details.label,
        details.label_en,
        kind=question.kind,
        asked_at=details.asked_at,
        sensitive=details.sensitive,
    ):
        raise RefusedQuestion(objection)
    question.label, question.label_en = details.label, details.label_en
    question.help, question.help_en = details.help, details.help_en
    question.asked_at, question.sensitive = details.asked_at, details.sensitive
    question.minimum, question.maximum = details.minimum, details.maximum
    question.required = (
        details.required and not details.sensitive and question.kind not in NEVER_REQUIRED
    )
    condition = details.condition
    question.shown_if_id = condition.question_id if condition else None
    question.shown_if = list(condition.values) if condition else []
    if question.kind in WITH_CHOICES:
        _write_choices(question, details.choices, at)


def _write_choices(question: Question, wanted: Sequence[ChoiceDetails], at: datetime) -> None:
    known = {choice.id: choice for choice in question.choices}
    kept: list[tuple[Choice, int | None]] = []
    for position, details in enumerate(wanted, start=1):
        choice = known.pop(details.choice_id, None) if details.choice_id else None
        if choice is None:
            choice = Choice(places=None)
            question.choices.append(choice)
        choice.label, choice.label_en = details.label, details.label_en
        choice.position, choice.retired_at = position, None
        kept.append((choice, details.places))
    _leave_out([choice for choice in known.values() if choice.retired_at is None], question, at)
    db.session.flush()
    for choice, places in kept:
        if places != (choice.places.capacity if choice.places else None):
            set_choice_places(choice, places)


def _leave_out(choices: Sequence[Choice], question: Question, at: datetime) -> None:
    picked = answered_choices(question) if choices else set()
    for choice in choices:
        if choice.id in picked:
            choice.retired_at = at
        else:
            set_choice_places(choice, None)  # so that people who register now notice
            question.choices.remove(choice)


def _details_of(question: Question) -> QuestionDetails:
    hangs = question.shown_if_id
    return QuestionDetails(
        label=question.label,
        label_en=question.label_en,
        help=question.help,
        help_en=question.help_en,
        required=question.required,
        asked_at=question.asked_at,
        sensitive=question.sensitive,
        minimum=question.minimum,
        maximum=question.maximum,
        condition=ShownIf(hangs, tuple(question.shown_if)) if hangs else None,
        choices=[
            ChoiceDetails(
                choice.label, choice.label_en, choice.places.capacity if choice.places else None
            )
            for choice in question.choices
            if choice.retired_at is None
        ],
    )
