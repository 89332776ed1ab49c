"""Answers to an event's own questions as JSON, checked by the same rules as the form."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import force_locale
from werkzeug.datastructures import MultiDict

from blueprints.inputs.base import fields as base
from blueprints.inputs.base.files import upload_token
from blueprints.inputs.forms.earlier_answers import given_before
from blueprints.inputs.forms.questions import answers_of, field_name, with_questions
from lib.refusals import Refusal
from models.forms import Question, QuestionKind
from operations.base.answers import Answers, Given, UploadedFile
from queries.forms.opened import OpenedAnswer, name_of

_K = QuestionKind
_UNKNOWN = "This event does not ask such a question."
_MOST_NAMED = 20


class _AnswersForm(base.Form):
    """A form with the questions alone."""


class FaultyAnswers(Refusal):
    """Some answers have faults and none is taken. `errors`: messages by `answers.` and the question's key."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__()
        self.errors = errors


class _FaultyAnswer(Exception):
    """JSON of another type than the question takes; the message says which type it takes."""


def new_answers(questions: Sequence[Question], sent: Mapping[str, Any]) -> Answers:
    """The first answers of a person: required ones must be there. Raises FaultyAnswers."""
    return _read(questions, sent, before={}, strict=True)


def changed_answers(
    questions: Sequence[Question], sent: Mapping[str, Any], rows: Iterable[OpenedAnswer]
) -> Answers:
    """The earlier answers with these changes; null removes an answer. Raises FaultyAnswers."""
    return _read(questions, sent, before=given_before(rows), strict=False)


def _read(
    questions: Sequence[Question], sent: Mapping[str, Any], *, before: Answers, strict: bool
) -> Answers:
    by_key = {question.key: question for question in questions if question.kind is not _K.HEADING}
    errors = {f"answers.{key[:80]}": [_UNKNOWN] for key in sent if key not in by_key}
    raw: MultiDict[str, str] = MultiDict()
    for question in by_key.values():
        try:
            values = _values(question, sent, before)
        except _FaultyAnswer as fault:
            errors[f"answers.{question.key}"] = [str(fault)]
            continue
        raw.setlist(_sent_name(question), values)
    with force_locale("en"):
        made = with_questions(_AnswersForm, questions, locale="en", answered=before)
        form = made(formdata=raw, meta={"csrf": False})
        form.validate()
        for key, question in by_key.items():
            if (strict or key in sent) and (refused := form[field_name(question)].errors):
                errors.setdefault(f"answers.{key}", [str(message) for message in refused])
    if errors:
        raise FaultyAnswers(dict(list(errors.items())[:_MOST_NAMED]))
    return answers_of(form, questions)


def _sent_name(question: Question) -> str:
    ending = "-kept" if question.kind is _K.FILE else ""
    return f"{field_name(question)}{ending}"


def _values(question: Question, sent: Mapping[str, Any], before: Answers) -> list[str]:
    """The values as a browser would send them. Raises _FaultyAnswer."""
    if question.key not in sent:
        return _sent_again(question, before.get(question.id))
    value = sent[question.key]
    return [] if value is None else _as_sent(question, value)


def _as_sent(question: Question, value: Any) -> list[str]:
    match question.kind:
        case _K.FILE:
            raise _FaultyAnswer("Files are sent through the form.")
        case _K.YES_NO | _K.CONSENT:
            return _truth(question, value)
        case _K.MULTIPLE_CHOICE:
            if not isinstance(value, list):
                raise _FaultyAnswer("This must be a list of choices.")
            return [_choice(question, one) for one in value]
        case _K.SINGLE_CHOICE:
            return [_choice(question, value)]
        case _K.NUMBER | _K.RATING:
            if isinstance(value, bool) or not isinstance(value, int):
                raise _FaultyAnswer("This must be a whole number.")
            return [str(value)]
    if not isinstance(value, str):
        raise _FaultyAnswer("This must be a string.")
    return [value]


def _truth(question: Question, value: Any) -> list[str]:
    if not isinstance(value, bool):
        raise _FaultyAnswer("This must be true or false.")
    if question.kind is _K.CONSENT:
        return ["yes"] if value else []
    return ["yes" if value else "no"]


def _choice(question: Question, value: Any) -> str:
    """The choice with this number, or with this label in either language."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise _FaultyAnswer("Give a choice by its label or its number.")
    for choice in question.choices:
        if value in (choice.id, choice.label) or (choice.label_en and value == choice.label_en):
            return str(choice.id)
    return str(value)


def _sent_again(question: Question, given: Given | None) -> list[str]:
    if given is None:
        return []
    if isinstance(given, UploadedFile):
        return [upload_token(given.upload_id, question)]
    if isinstance(given, tuple):
        return [str(number) for number in given]
    if isinstance(given, bool):
        return _truth(question, given)
    return [str(given)]


def shown_in_json(rows: Iterable[OpenedAnswer], *, sensitive: bool) -> dict[str, Any]:
    """Answers by the questions' keys; choices by their label, files by their name; null for what
    cannot be read."""
    told: dict[str, Any] = {}
    for row in rows:
        question = row.question
        if question.sensitive and not sensitive:
            continue
        value = _value(row)
        if question.kind is _K.MULTIPLE_CHOICE and row.is_readable:
            told.setdefault(question.key, []).append(value)
        else:
            told[question.key] = value
    return told


def _value(row: OpenedAnswer) -> Any:
    if row.choice is not None:
        return row.choice.label
    if row.upload is not None:
        return name_of(row.upload, "en")
    if not row.is_readable:
        return None
    if row.question.kind in (_K.YES_NO, _K.CONSENT):
        return bool(row.number)
    return row.text if row.number is None else row.number
