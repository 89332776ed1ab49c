"""Moves the questions of a form, retires, brings back and deletes them."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from extensions import db
from lib.refusals import Refusal
from models.answers import Upload
from models.forms import Question
from models.users import User
from operations.forms.builder import finish_change, held
from operations.forms.details import rows_of
from operations.places.capacities import set_choice_places
from queries.forms.builder import answered_questions, hanging_on, in_order, without_rows


class HasAnswers(Refusal):
    """Somebody answered the question: it can be retired, not deleted."""


class HangingQuestions(Refusal):
    """`questions` are asked only because of answers to this one."""

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__([question.id for question in questions])
        self.questions = questions


def move_question(question: Question, *, to: int, by: User | None, at: datetime) -> None:
    """Move the question to this place among those of its stage, counted from 1.

    Raises operations.forms.builder.BrokenCondition.
    """
    form = held(question.form)
    top = without_rows(in_order(form.questions))
    stage = [other for other in top if other.asked_at is question.asked_at]
    places = [other.position for other in stage]
    stage.remove(question)
    stage.insert(max(0, to - 1), question)
    for position, other in zip(places, stage, strict=True):
        other.position = position
    finish_change(form, by=by, at=at)


def retire_question(question: Question, *, by: User | None, at: datetime) -> None:
    """Ask the question no longer; its answers stay. Raises HangingQuestions."""
    form = held(question.form)
    gone = [question, *rows_of(question)]
    refuse_hanging(gone, in_order(form.questions))
    for one in gone:
        one.retired_at = at
    finish_change(form, by=by, at=at)


def bring_back_question(question: Question, *, by: User | None, at: datetime) -> None:
    """Ask a retired question again, where it stood. Raises BrokenCondition."""
    form, since = held(question.form), question.retired_at
    for one in form.questions:
        if one is question or (one.matrix_id == question.id and one.retired_at == since):
            one.retired_at = None
    finish_change(form, by=by, at=at)


def delete_question(question: Question, *, by: User | None, at: datetime) -> None:
    """Delete a question that nobody answered. Raises HangingQuestions, HasAnswers; the caller rolls
    back then.

    The foreign keys of the answers are the guard, since one may arrive in this moment.
    """
    form = held(question.form)
    gone = [question, *(one for one in form.questions if one.matrix_id == question.id)]
    refuse_hanging(gone, form.questions)
    # Answers in the box are no rows that a foreign key could guard.
    if answered_questions(form) & {one.id for one in gone}:
        raise HasAnswers
    for choice in question.choices:
        if choice.places is not None:
            set_choice_places(choice, None)  # so that people who register now notice
    try:
        # Files that somebody has not yet sent with an answer are drafts.
        db.session.execute(sa.delete(Upload).where(Upload.question_id == question.id))
        for one in gone:
            db.session.delete(one)
        db.session.flush()
    except IntegrityError as error:
        raise HasAnswers from error
    db.session.expire(form, ["questions"])
    finish_change(form, by=by, at=at)


def refuse_hanging(gone: Sequence[Question], questions: Sequence[Question]) -> None:
    """Raises HangingQuestions where other questions depend on one of these."""
    hanging = [other for one in gone for other in hanging_on(one, questions) if other not in gone]
    if hanging:
        raise HangingQuestions(hanging)
