"""Answers to an event's own questions, as others read them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from lib import dates, phones
from lib.districts import full_name
from lib.provinces import PROVINCES
from models.answers import RegistrationAnswer
from models.forms import AskedAt, Question, QuestionKind
from models.registrations import Registration
from queries.forms.opened import UNREADABLE, OpenedAnswer, name_of, opened_answers

_YES_NO = {"tr": ("Hayır", "Evet"), "en": ("No", "Yes")}
_K = QuestionKind


def rows_of(
    registration: Registration, stages: Collection[AskedAt] = tuple(AskedAt)
) -> Sequence[OpenedAnswer]:
    """The rows of one registration's answers in the form's order, with question, choice and file
    loaded."""
    return opened_answers(
        db.session.scalars(
            _rows().where(
                RegistrationAnswer.registration_id == registration.id,
                Question.asked_at.in_(stages),
            )
        )
    )


def answers_of_registration(
    registration: Registration, *, locale: str, sensitive: bool
) -> list[tuple[Question, str]]:
    """Each question that was answered, retired ones too, with the answer as a person reads it.

    `sensitive`: also answers that only organizers may read.
    """
    rows = [row for row in rows_of(registration) if sensitive or not row.question.sensitive]
    return [(question, text) for question, text in _read(rows, locale)]


def rows_of_registrations(
    registration_ids: Collection[int], *, sensitive: bool = True
) -> Mapping[int, Sequence[OpenedAnswer]]:
    """The same for many registrations, by their numbers; one select, and one more where choices
    were sealed. Without `sensitive`, no sensitive answer is even opened."""
    found: dict[int, list[OpenedAnswer]] = defaultdict(list)
    rows = _rows().where(RegistrationAnswer.registration_id.in_(registration_ids))
    if not sensitive:
        rows = rows.where(Question.sensitive.is_(False))
    for row in opened_answers(db.session.scalars(rows)):
        found[row.registration_id].append(row)
    return found


def answers_of_registrations(
    registration_ids: Collection[int], *, locale: str, sensitive: bool
) -> Mapping[int, Mapping[int, str]]:
    """The answers as a person reads them, by registration's and question's number."""
    found = rows_of_registrations(registration_ids, sensitive=sensitive)
    return {
        number: {question.id: text for question, text in _read(rows, locale)}
        for number, rows in found.items()
    }


def readable(rows: Sequence[OpenedAnswer], locale: str) -> str:
    """One answer, from all of its rows, as a person reads it."""
    if not all(row.is_readable for row in rows):
        return UNREADABLE[locale]
    return ", ".join(_text_of(row, locale) for row in rows)


def values_said(rows: Iterable[OpenedAnswer]) -> Mapping[int, set[str]]:
    """The answers by the question's number, as conditions name them; without those that cannot be
    read."""
    found: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row.is_readable:
            found[row.question_id].add(_value_of(row))
    return found


def _value_of(row: OpenedAnswer) -> str:
    if row.number is not None and row.question.kind in (_K.YES_NO, _K.CONSENT):
        return "yes" if row.number else "no"
    return str(row.text if row.text is not None else row.choice_id or row.number)


def _rows() -> sa.Select[RegistrationAnswer]:
    return (
        sa.select(RegistrationAnswer)
        .join(RegistrationAnswer.question)
        .options(
            contains_eager(RegistrationAnswer.question),
            joinedload(RegistrationAnswer.choice),
            joinedload(RegistrationAnswer.upload),
        )
        .order_by(Question.position, Question.id, RegistrationAnswer.nth)
    )


def _read(rows: Iterable[OpenedAnswer], locale: str) -> Iterable[tuple[Question, str]]:
    for _number, of_question in groupby(rows, key=lambda row: row.question_id):
        found = list(of_question)
        yield found[0].question, readable(found, locale)


def _text_of(row: OpenedAnswer, locale: str) -> str:
    kind = row.question.kind
    if row.choice is not None:
        return row.choice.label_in(locale)
    if row.upload is not None:
        return name_of(row.upload, locale)
    if row.number is not None:
        in_words = kind in (_K.YES_NO, _K.CONSENT)
        return _YES_NO[locale][bool(row.number)] if in_words else str(row.number)
    return _text_in_words(kind, row.text or "", locale)


def words_of(kind: QuestionKind, value: str, locale: str) -> str:
    """A value, other than a choice, as a person reads it; «yes» and «no» are values of yes/no
    questions."""
    if kind is _K.YES_NO:
        return _YES_NO[locale][value == "yes"]
    return _text_in_words(kind, value, locale)


def _text_in_words(kind: QuestionKind, text: str, locale: str) -> str:
    match kind:
        case _K.DATE:
            return dates.short_date_text(date.fromisoformat(text), locale)
        case _K.PROVINCE:
            return PROVINCES.get(text, text)
        case _K.DISTRICT:
            return full_name(text)
        case _K.PHONE:
            return phones.readable(text)
    return text
