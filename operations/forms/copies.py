"""Copies the questions of one form to another event: with own choices, places and conditions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from extensions import db
from models.events import Event
from models.forms import Choice, Form, Question, new_key
from models.users import User
from operations.forms.builder import MOST_QUESTIONS, FormFull, finish_change, form_to_change
from operations.places.capacities import set_choice_places
from queries.forms.builder import in_order


def copy_form(source: Form, event: Event, *, by: User | None, at: datetime) -> Form:
    """Copy the questions of `source` behind those of the event's own form of the same purpose.

    Retired questions and choices stay behind, and every copied place is free. Raises FormFull.
    """
    form = form_to_change(event, source.purpose)
    questions = in_order(source.questions)
    if len(form.questions) + len(questions) > MOST_QUESTIONS:
        raise FormFull
    copy_questions(questions, form)
    finish_change(form, by=by, at=at)
    return form


def copy_questions(questions: Sequence[Question], form: Form) -> dict[int, Choice]:
    """Copy the questions to the end of the form; the new choices by the numbers of the old ones.

    A key that is taken there already is replaced by a new one.
    """
    taken = {question.key for question in form.questions}
    choices: dict[int, Choice] = {}
    copies: dict[Question, Question] = {}
    for position, question in enumerate(questions, start=len(form.questions) + 1):
        copy = _copy(question, position)
        copy.key = new_key() if question.key in taken else question.key
        copy.choices = _copied_choices(question, choices)
        form.questions.append(copy)
        copies[question] = copy
    db.session.flush()  # which numbers them
    _give_places(questions, choices)
    numbers = {question.id: copy.id for question, copy in copies.items()}
    for question, copy in copies.items():
        if question.shown_if_id is not None:
            copy.shown_if_id = numbers[question.shown_if_id]
            copy.shown_if = _named_anew(question.shown_if, choices)
    db.session.flush()
    return choices


def _copy(question: Question, position: int) -> Question:
    return Question(
        position=position,
        kind=question.kind,
        label=question.label,
        label_en=question.label_en,
        help=question.help,
        help_en=question.help_en,
        required=question.required,
        asked_at=question.asked_at,
        sensitive=question.sensitive,
        minimum=question.minimum,
        maximum=question.maximum,
    )


def _copied_choices(question: Question, copies: dict[int, Choice]) -> list[Choice]:
    """Copies of the choices that can be picked, noted in `copies` by the numbers of the
    originals."""
    picked_from = [choice for choice in question.choices if choice.retired_at is None]
    for position, choice in enumerate(picked_from, start=1):
        copies[choice.id] = Choice(
            position=position, label=choice.label, label_en=choice.label_en, places=None
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
