"""Questions that organizers write, asked and answered by any form.

    form = with_questions(RegistrationForm, questions, locale=language())(data=shown_answers(rows))
    form.validate()                       only what is asked: see lib.conditions
    keep_files(form, questions, at=…)     also when the form is refused; then commit
    answers_of(form, questions)           for operations.base.answers.write_answers

The page shows them with `question_fields(form, questions)` of components/question_fields.html.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, ClassVar, TypeVar

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from blueprints.base.expired_forms import keeps_files
from blueprints.inputs.base import fields as base
from blueprints.inputs.base.files import UploadField
from blueprints.inputs.forms.question_fields import field_for
from lib.conditions import Condition, asked
from models.answers import RegistrationAnswer, Upload
from models.forms import Question, QuestionKind
from models.places import Quota
from operations.base.answers import Answers, Given, NamedProblem, UploadedFile
from operations.forms.uploads import QuestionGone, SentFile, keep_upload
from queries.forms.questions import conditions_of

AnyForm = TypeVar("AnyForm", bound=base.Form)
_K = QuestionKind


class _AskingForm(base.Form):
    """A form that skips the questions that are not asked of this person."""

    conditions: ClassVar[Mapping[int, Condition | None]]
    known: ClassVar[Mapping[int, frozenset[str]]]
    _fields: dict[str, Any]

    def validate(self, extra_validators: Any = None) -> bool:
        fields, asked_now = self._fields, self.asked_questions()
        unasked = {_name(number) for number in self.conditions if number not in asked_now}
        self._fields = {name: field for name, field in fields.items() if name not in unasked}
        try:
            return bool(super().validate(extra_validators))
        finally:
            self._fields = fields

    def asked_questions(self) -> set[int]:
        """The numbers of the questions that are asked, by the answers given so far."""
        answers = {number: self._said(number) for number in self.conditions}
        return asked(self.conditions, {**self.known, **answers})

    def _said(self, number: int) -> frozenset[str]:
        field = self._fields.get(_name(number))
        if field is None or isinstance(field, UploadField):
            return frozenset()
        if field.raw_data is None:  # shown, not sent
            return as_condition_values(field.data)
        sent = field.raw_data if field.type == "CheckboxListField" else field.raw_data[:1]
        return frozenset(str(value) for value in sent)


def with_questions(
    form: type[AnyForm],
    questions: Sequence[Question],
    *,
    locale: str,
    answered: Answers | None = None,
) -> type[AnyForm]:
    """The form class with a field `q<number>` for each question, in their order.

    `answered`: the person's earlier answers, also of an earlier stage: choices that were retired
    since can stay picked, and conditions may depend on them.
    """
    if not questions:
        return form
    known = answered or {}
    fields = {
        field_name(question): field_for(question, locale, _picked(known.get(question.id)))
        for question in questions
        if question.kind is not _K.HEADING
    }
    own = {
        "conditions": conditions_of(questions),
        "known": {number: as_condition_values(given) for number, given in known.items()},
    }
    return type(f"{form.__name__}WithQuestions", (_AskingForm, form), {**fields, **own})


def question_fields(form: base.Form, questions: Sequence[Question]) -> list[Any]:
    """The bound fields in the questions' order, for the page; headings have none."""
    return [form[field_name(q)] for q in questions if q.kind is not _K.HEADING]


def answers_of(form: base.Form, questions: Sequence[Question]) -> Answers:
    """The answers by the question's number; without questions left empty or not asked."""
    asked_now = form.asked_questions() if isinstance(form, _AskingForm) else set()
    found = {
        question.id: _given(question, form[field_name(question)].data)
        for question in questions
        if question.id in asked_now and question.kind is not _K.HEADING
    }
    return {number: given for number, given in found.items() if given is not None}


def keep_files(form: base.Form, questions: Sequence[Question], *, at: datetime) -> bool:
    """Keep the good files that came with the form; True if there were any, to be committed.

    Also for a form that is refused: its page then says that they are here already. Not for one that
    has expired. A question that was deleted meanwhile counts as not answered.
    """
    kept = False
    for question in questions if keeps_files() else ():
        field = form[field_name(question)] if question.kind is _K.FILE else None
        if field is not None and isinstance(field.data, SentFile) and not field.errors:
            field.data = field.kept = _kept_file(question, field.data, at)
            kept = kept or field.kept is not None
    return kept


def sent_with_kept_files(form: base.Form, questions: Sequence[Question]) -> MultiDict[str, str]:
    """What was sent, for a new form of the same input.

    A file can be read only once, so the one kept by `keep_files` stands in its place.
    """
    sent = MultiDict(request.form)
    for question in questions:
        field = form[field_name(question)] if question.kind is _K.FILE else None
        if field is not None and field.kept is not None:
            sent[f"{field.name}-kept"] = field.token
            sent.pop(f"{field.name}-removed", None)
    return sent


def shown_answers(rows: Iterable[RegistrationAnswer]) -> dict[str, Any]:
    """Earlier answers as the form's `data`."""
    by_question = groupby(rows, key=lambda row: row.question)
    return {field_name(question): _shown(question, list(found)) for question, found in by_question}


def given_before(rows: Iterable[RegistrationAnswer]) -> Answers:
    """Earlier answers as Answers, for `with_questions(…, answered=…)`."""
    by_question = groupby(rows, key=lambda row: row.question)
    found = {
        question.id: _given(question, _shown(question, list(of))) for question, of in by_question
    }
    return {number: given for number, given in found.items() if given is not None}


def refuse_full_choice(form: base.Form, questions: Sequence[Question], quota: Quota | None) -> bool:
    """Say at the question that its choice is full; False if another place ran out."""
    for question in questions:
        for choice in question.choices:
            if quota is not None and choice.id == quota.choice_id:
                message = _("The last place for this choice has just gone. Choose another one.")
                form[field_name(question)].errors = [message]
                return True
    return False


def as_condition_values(given: Any) -> frozenset[str]:
    """An answer as conditions name it: numbers of choices, «yes», «no», numbers of a scale."""
    if given is None or isinstance(given, Upload | UploadedFile):
        return frozenset()
    if isinstance(given, bool):
        return frozenset({"yes" if given else "no"})
    if isinstance(given, list | tuple):
        return frozenset(str(number) for number in given)
    return frozenset({str(given)})


def field_name(question: Question) -> str:
    return _name(question.id)


def _name(number: int) -> str:
    return f"q{number}"


def _kept_file(question: Question, sent: SentFile, at: datetime) -> Upload | None:
    try:
        return keep_upload(question, sent, at=at)
    except QuestionGone:
        return None


def _given(question: Question, data: Any) -> Given | None:
    if data is None or data == "":
        return None
    match question.kind:
        case _K.MULTIPLE_CHOICE:
            return tuple(dict.fromkeys(data)) or None
        case _K.SINGLE_CHOICE:
            return (data,)
        case _K.FILE:
            return UploadedFile(data.id)
        case _K.PROBLEM:
            return NamedProblem(data)
    given: Given = data
    return given


def _picked(given: Given | None) -> tuple[int, ...]:
    return given if isinstance(given, tuple) else ()


def _shown(question: Question, rows: Sequence[RegistrationAnswer]) -> Any:
    row, kind = rows[0], question.kind
    if kind is _K.MULTIPLE_CHOICE:
        return [found.choice_id for found in rows]
    if kind in (_K.YES_NO, _K.CONSENT):
        return bool(row.number)
    if kind is _K.DATE:
        return date.fromisoformat(row.text or "")
    values = (row.choice_id, row.upload, row.number, row.text)
    return next((value for value in values if value is not None), None)
