"""Writes what was entered about a question into its row, its choices, and its matrix' rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from extensions import db
from lib.refusals import Refusal
from models.forms import Choice, Form, Question, QuestionKind
from operations.forms.details import (
    SETTINGS,
    TEXTS,
    ChoiceDetails,
    QuestionDetails,
    Words,
    rows_of,
)
from operations.forms.guards import Objection, objection_to
from operations.places.capacities import set_choice_places
from queries.forms.builder import answered_choices, answered_questions, has_doors

_K = QuestionKind
NEVER_REQUIRED = {_K.CONSENT, _K.HEADING}
WITH_CHOICES = {_K.SINGLE_CHOICE, _K.MULTIPLE_CHOICE, _K.RANKING, _K.PROBLEM}
"""The choices of a problem are its topics."""
_AS_THE_MATRIX = (
    "required",
    "asked_at",
    "points",
    "low",
    "low_en",
    "high",
    "high_en",
    "no_opinion",
    "asked_of",
    "subjects",
    "page",
    "shown_if_id",
    "shown_if",
)


class RefusedQuestion(Refusal):
    """The question must not be asked like this; `objection` says why."""

    def __init__(self, objection: Objection) -> None:
        super().__init__(objection)
        self.objection = objection


class CannotBeSensitive(Refusal):
    """Its choices have limited places, or a door is for one of them: both would tell who picked
    what."""


def begun(form: Form, kind: QuestionKind, *, position: int) -> Question:
    question = Question(kind=kind, position=position, choices=[])
    form.questions.append(question)
    return question


def write(question: Question, details: QuestionDetails, at: datetime) -> None:
    """Write the details into the question. Choices and rows that are left out are retired where
    somebody answered them, and deleted otherwise. Raises RefusedQuestion, CannotBeSensitive."""
    _refuse_objectionable(question, details)
    if details.sensitive and (
        any(c.places is not None for c in details.choices) or has_doors(question)
    ):
        raise CannotBeSensitive
    for name in (*TEXTS, *SETTINGS):
        setattr(question, name, getattr(details, name))
    question.required = (
        details.required and not details.sensitive and question.kind not in NEVER_REQUIRED
    )
    question.subjects = list(details.subjects)
    condition = details.condition
    question.shown_if_id = condition.question_id if condition else None
    question.shown_if = list(condition.values) if condition else []
    if question.kind in WITH_CHOICES:
        _write_choices(question, details.choices, at)
    if question.kind is _K.MATRIX:
        _write_rows(question, details, at)


def _refuse_objectionable(question: Question, details: QuestionDetails) -> None:
    own = Words(details.label, details.label_en)
    for words in (own, *details.rows):
        objection = objection_to(
            words.label,
            words.label_en,
            kind=question.kind,
            asked_at=details.asked_at,
            sensitive=details.sensitive,
        )
        if objection:
            raise RefusedQuestion(objection)


def _write_choices(question: Question, wanted: Sequence[ChoiceDetails], at: datetime) -> None:
    known = {choice.id: choice for choice in question.choices}
    kept: list[tuple[Choice, int | None]] = []
    for position, details in enumerate(wanted, start=1):
        choice = known.pop(details.choice_id, None) if details.choice_id else None
        if choice is None:
            choice = Choice(places=None)
            question.choices.append(choice)
        choice.label, choice.label_en = details.label, details.label_en
        choice.takes_text, choice.is_right = details.takes_text, details.is_right
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


def _write_rows(matrix: Question, details: QuestionDetails, at: datetime) -> None:
    """A row is an ordinary scale, with everything but its words as the matrix has it."""
    db.session.flush()  # which numbers the matrix
    known = {row.id: row for row in rows_of(matrix)}
    for nth, entered in enumerate(details.rows, start=1):
        row = known.pop(entered.question_id, None) if entered.question_id else None
        if row is None:
            row = begun(matrix.form, _K.SCALE, position=0)
        row.label, row.label_en, row.matrix_id = entered.label, entered.label_en, matrix.id
        row.position = matrix.position + nth
        for name in _AS_THE_MATRIX:
            setattr(row, name, getattr(matrix, name))
    leave_out_rows(matrix.form, known.values(), at)
    db.session.flush()


def leave_out_rows(form: Form, rows: Iterable[Question], at: datetime) -> None:
    answered = answered_questions(form) if rows else set()
    for row in rows:
        if row.id in answered:
            row.retired_at = at
        else:
            form.questions.remove(row)
