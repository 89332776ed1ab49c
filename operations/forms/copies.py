"""Copies the questions of one form to another event: with own choices, places and conditions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from extensions import db
from models.events import Event
from models.forms import AskedOf, Choice, Form, Question, new_key
from models.users import User
from operations.forms.builder import (
    MOST_QUESTIONS,
    finish_change,
    form_to_change,
    refuse_more_than,
)
from operations.forms.details import SETTINGS, TEXTS
from operations.places.capacities import set_choice_places
from queries.forms.builder import in_order

Subject = tuple[AskedOf, int]
"""The number of a session or speaker."""


def copy_form(source: Form, event: Event, *, by: User | None, at: datetime) -> Form:
    """Copy the questions of `source` behind those of the event's own form of the same purpose.

    Retired questions and choices stay behind, and every copied place is free. Raises FormFull.
    """
    form = form_to_change(event, source.purpose)
    questions = in_order(source.questions)
    refuse_more_than(MOST_QUESTIONS - len(questions), form)
    copy_questions(questions, form)
    finish_change(form, by=by, at=at)
    return form


def copy_questions(
    questions: Sequence[Question], form: Form, *, subjects: Mapping[Subject, int] | None = None
) -> dict[int, Choice]:
    """Copy the questions to the end of the form; the new choices by the numbers of the old ones.

    A key that is taken there already is replaced by a new one. `subjects`: the sessions and speakers
    of a copied event by those of the original; without them a question for chosen ones is asked of
    all.
    """
    taken = {question.key for question in form.questions}
    choices: dict[int, Choice] = {}
    copies: dict[Question, Question] = {}
    for position, question in enumerate(questions, start=len(form.questions) + 1):
        copy = _copy(question, position)
        copy.key = new_key() if question.key in taken else question.key
        copy.choices = _copied_choices(question, choices)
        copy.asked_of, copy.subjects = _asked_of(question, form, subjects or {})
        form.questions.append(copy)
        copies[question] = copy
    db.session.flush()  # which numbers them
    _give_places(questions, choices)
    numbers = {question.id: copy.id for question, copy in copies.items()}
    for question, copy in copies.items():
        copy.matrix_id = numbers.get(question.matrix_id or 0)
        if question.shown_if_id is not None:
            copy.shown_if_id = numbers[question.shown_if_id]
            copy.shown_if = _named_anew(question.shown_if, choices)
    db.session.flush()
    return choices


def _copy(question: Question, position: int) -> Question:
    carried = {name: getattr(question, name) for name in (*TEXTS, *SETTINGS, "kind", "asked_as")}
    return Question(position=position, **carried)


def _asked_of(
    question: Question, form: Form, subjects: Mapping[Subject, int]
) -> tuple[AskedOf | None, list[int]]:
    """Of which sessions or speakers the copy is asked: of the same event the same ones."""
    of, before = question.asked_of, question.form
    if of is None or form.event is None:
        return None, []
    if before.event_id == form.event_id:
        return of, list(question.subjects)
    return of, [subjects[of, number] for number in question.subjects if (of, number) in subjects]


def _copied_choices(question: Question, copies: dict[int, Choice]) -> list[Choice]:
    """Copies of the choices that can be picked, noted in `copies` by the numbers of the
    originals."""
    picked_from = [choice for choice in question.choices if choice.retired_at is None]
    for position, choice in enumerate(picked_from, start=1):
        copies[choice.id] = Choice(
            position=position,
            label=choice.label,
            label_en=choice.label_en,
            takes_text=choice.takes_text,
            is_right=choice.is_right,
            places=None,
        )
    return [copies[choice.id] for choice in picked_from]


def _give_places(questions: Iterable[Question], copies: Mapping[int, Choice]) -> None:
    """Give the copies as many places as the originals have, none of them taken."""
    for choice in (choice for question in questions for choice in question.choices):
        if choice.places is not None and choice.id in copies:
            set_choice_places(copies[choice.id], choice.places.capacity)


def _named_anew(values: Iterable[str], choices: Mapping[int, Choice]) -> list[str]:
    """The values of a condition: numbers of choices become those of the copies; «yes» and ratings
    stay."""
    by_name = {str(number): str(choice.id) for number, choice in choices.items()}
    return [by_name.get(value, value) for value in values]
