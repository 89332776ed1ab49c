"""An event's own questions as columns of a table, where one cell can hold the answer."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from blueprints.base.languages import language
from blueprints.inputs.base import fields as base
from blueprints.inputs.forms.questions import as_condition_values
from blueprints.shared.forms.event_questions import EventQuestions
from blueprints.shared.registrations import cells
from blueprints.shared.registrations.cells import FaultyCell, Reader, folded
from blueprints.shared.registrations.named_things import NamedThings
from blueprints.shared.registrations.tables import Column
from lib import conditions
from models.forms import Question, QuestionKind
from operations.base.answers import Given
from operations.base.details import Wishes
from queries.forms.questions import conditions_of

_K = QuestionKind
_YES = {"evet", "yes", "e", "y", "x", "1", "true", "dogru", "var"}
_NO = {"hayir", "no", "h", "n", "0", "false", "yanlis", "yok"}


def answer_columns(questions: Sequence[Question]) -> list[Column]:
    """Columns for questions that one cell can answer.

    Files and consents are left out: nobody gives them for somebody else.
    """
    return [
        Column(
            _key(question),
            _heading_of(question),
            _READERS[question.kind](question),
            other_names=(question.label, question.label_en, question.key),
        )
        for question in questions
        if question.kind in _READERS
    ]


def wishes_of(asked: EventQuestions, values: Mapping[str, Any]) -> Wishes:
    """The answers and sessions of a row.

    Answers are left out if their question depends on an answer that was not given.
    """
    questions = asked.questions
    given: dict[int, Given] = {
        question.id: values[_key(question)]
        for question in questions
        if values.get(_key(question)) not in (None, "", ())
    }
    said = {number: as_condition_values(answer) for number, answer in given.items()}
    counts = conditions.asked(conditions_of(questions), said)
    return Wishes(
        questions=[question for question in questions if question.id in counts],
        answers={number: answer for number, answer in given.items() if number in counts},
        sessions=values.get("sessions", ()),
    )


def _heading_of(question: Question) -> Callable[[], str]:
    return lambda: question.label_in(language())


def _key(question: Question) -> str:
    return f"q{question.id}"


def _short_text(question: Question) -> Reader:
    return cells.line(required=False, longest=question.maximum or base.LINE)


def _long_text(question: Question) -> Reader:
    return cells.paragraphs(longest=question.maximum or base.PARAGRAPHS)


def _whole_number(question: Question) -> Reader:
    least = question.minimum if question.minimum is not None else -(10**12)
    most = question.maximum if question.maximum is not None else 10**12
    return _number_between(least, most)


def _rating(_question: Question) -> Reader:
    return _number_between(1, 5)


def _number_between(least: int, most: int) -> Reader:
    def read(text: str) -> int | None:
        if not text:
            return None
        if not re.fullmatch("[+-]?[0-9]{1,15}", text) or not least <= int(text) <= most:
            raise FaultyCell(
                _("Write a whole number from %(least)d to %(most)d.", least=least, most=most)
            )
        return int(text)

    return read


def _day(_question: Question) -> Reader:
    return cells.day()


def _yes_no(_question: Question) -> Reader:
    def read(text: str) -> bool | None:
        word = folded(text)
        if word and word not in _YES | _NO:
            raise FaultyCell(_("Write yes or no."))
        return word in _YES if word else None

    return read


def _choices(question: Question) -> Reader:
    """The picked choices, by their labels in any language."""
    several = question.kind is _K.MULTIPLE_CHOICE
    open_choices = [choice for choice in question.choices if choice.retired_at is None]
    named = NamedThings(
        (label, choice)
        for choice in open_choices
        for label in (choice.label, choice.label_en)
        if label
    )

    def read(text: str) -> tuple[int, ...]:
        picked = [found[1] for found in named.split(text)] if several else [named.get(text)]
        if text and None in picked:
            names = ", ".join(choice.label_in(language()) for choice in open_choices)
            raise FaultyCell(_("Write one of: %(names)s.", names=names))
        return tuple(dict.fromkeys(choice.id for choice in picked if choice))

    return read


_READERS: dict[QuestionKind, Callable[[Question], Reader]] = {
    _K.SHORT_TEXT: _short_text,
    _K.LONG_TEXT: _long_text,
    _K.INSTITUTION: _short_text,
    _K.NUMBER: _whole_number,
    _K.RATING: _rating,
    _K.DATE: _day,
    _K.YES_NO: _yes_no,
    _K.SINGLE_CHOICE: _choices,
    _K.MULTIPLE_CHOICE: _choices,
    _K.EMAIL: lambda _question: cells.email(),
    _K.PHONE: lambda _question: cells.phone(),
    _K.PROVINCE: lambda _question: cells.province(),
}
