"""Questions that organizers write, asked and answered by any form.

    form = with_questions(RegistrationForm, questions, locale=language())(data=shown_answers(rows))
    form.validate()                       only what is asked: see lib.conditions
    keep_files(form, questions, at=…)     also when the form is refused; then commit (kept_files)
    answers_of(form, questions)           for operations.base.answers.write_answers
    answers_about(form, questions)        the same of those asked of sessions or speakers

The page shows them with `question_fields(form, questions)` of components/question_fields.html.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, TypeVar

from flask_babel import gettext as _

from blueprints.inputs.base import fields as base
from blueprints.inputs.base.files import UploadField
from blueprints.inputs.forms.choice_fields import picked
from blueprints.inputs.forms.question_fields import fields_for
from lib.conditions import Condition, asked
from models.answers import Upload
from models.forms import Question, QuestionKind
from models.places import Quota
from operations.base.answers import (
    Answers,
    Given,
    NamedProblem,
    NoOpinion,
    PickedOther,
    UploadedFile,
)
from queries.forms.questions import conditions_of
from queries.forms.subjects import Subject, subjects_asked_about

AnyForm = TypeVar("AnyForm", bound=base.Form)
_K = QuestionKind
WITHOUT_FIELD = {_K.HEADING, _K.MATRIX}
"""Nothing is answered there: of a matrix the rows are."""


class _AskingForm(base.Form):
    """A form that skips the questions that are not asked of this person."""

    conditions: ClassVar[Mapping[int, Condition | None]]
    known: ClassVar[Mapping[int, frozenset[str]]]
    question_of: ClassVar[Mapping[str, int]]
    """The question of each field, also of those for an answer's parts."""
    subjects: ClassVar[Mapping[int, Sequence[Subject]]]
    """Of which sessions or speakers a question is asked, where it is asked of some."""
    _fields: dict[str, Any]

    def validate(self, extra_validators: Any = None) -> bool:
        fields, asked_now = self._fields, self.asked_questions()
        self._fields = {
            name: field
            for name, field in fields.items()
            if name not in self.question_of or self.question_of[name] in asked_now
        }
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

    One that is asked of sessions or speakers has a field `q<number>-s<subject>` for each of them.
    `answered`: the person's earlier answers, also of an earlier stage: choices that were retired
    since can stay picked, and conditions may depend on them.
    """
    if not questions:
        return form
    known, subjects = answered or {}, subjects_asked_about(questions, locale)
    fields: dict[str, Any] = {}
    question_of: dict[str, int] = {}
    for question in questions:
        for name, about in _names(question, subjects):
            held = _picked(known.get(question.id))
            made = fields_for(question, locale, name=name, about=about, held=held)
            fields |= made
            question_of |= dict.fromkeys(made, question.id)
    own = {
        "conditions": conditions_of(questions),
        "known": {number: as_condition_values(given) for number, given in known.items()},
        "question_of": question_of,
        "subjects": subjects,
    }
    return type(f"{form.__name__}WithQuestions", (_AskingForm, form), {**fields, **own})


def question_fields(form: base.Form, questions: Sequence[Question]) -> list[Any]:
    """The bound fields in the questions' order, for the page; headings have none."""
    return [form[field_name(q)] for q in questions if q.kind not in WITHOUT_FIELD]


def answers_of(form: base.Form, questions: Sequence[Question]) -> Answers:
    """The answers by the question's number; without questions left empty or not asked, and without
    those that are asked of sessions or speakers."""
    return {number: given for (number, subject), given in _read(form, questions) if not subject}


def answers_about(
    form: base.Form, questions: Sequence[Question]
) -> Mapping[tuple[int, int], Given]:
    """The answers by the numbers of the question and of the session or speaker it is asked of."""
    return {about: given for about, given in _read(form, questions) if about[1]}


def _read(
    form: base.Form, questions: Sequence[Question]
) -> Iterable[tuple[tuple[int, int], Given]]:
    """What was answered by question and subject; 0: it is asked once."""
    if not isinstance(form, _AskingForm):
        return
    asked_now = form.asked_questions()
    for question in questions:
        if question.id not in asked_now or question.kind in WITHOUT_FIELD:
            continue
        for subject in subject_numbers(question, form.subjects):
            name = field_name(question, subject)
            if (given := _sent(form, question, name)) is not None:
                yield (question.id, subject), given


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
    if given is None or isinstance(given, Upload | UploadedFile | NamedProblem):
        return frozenset()
    if isinstance(given, bool):
        return frozenset({"yes" if given else "no"})
    if isinstance(given, NoOpinion):
        return frozenset({given.value})
    if isinstance(given, PickedOther):
        given = given.choices
    if isinstance(given, list | tuple):
        return frozenset(str(number) for number in given)
    return frozenset({str(given)})


def field_name(question: Question, subject: int = 0) -> str:
    """`subject`: the session or speaker it is asked of; 0: it is asked once."""
    return _name(question.id, subject)


def subject_numbers(question: Question, subjects: Mapping[int, Sequence[Subject]]) -> Sequence[int]:
    """Of which sessions or speakers it is asked; 0 alone: once."""
    if question.asked_of is None:
        return (0,)
    return [subject.id for subject in subjects.get(question.id, ())]


def _names(
    question: Question, subjects: Mapping[int, Sequence[Subject]]
) -> Iterable[tuple[str, str]]:
    """The names of the question's fields, each with the session or speaker that it is about."""
    if question.asked_of is None:
        return [(_name(question.id), "")]
    return [(_name(question.id, of.id), of.name) for of in subjects.get(question.id, ())]


def _name(number: int, subject: int = 0) -> str:
    return f"q{number}-s{subject}" if subject else f"q{number}"


def _sent(form: base.Form, question: Question, name: str) -> Given | None:
    """The answer in this field, with those of its parts."""
    given = given_of(question, form[name].data)
    if isinstance(given, NamedProblem):
        topic = form[f"{name}-topic"].data if f"{name}-topic" in form else None
        topics = {choice.id: choice.label for choice in question.choices}
        return replace(
            given, hurts=form[f"{name}-hurts"].data, topic=topics.get(topic, "") if topic else ""
        )
    other = f"{name}-other"
    if isinstance(given, tuple) and other in form and _picks_other(question, given):
        return PickedOther(given, form[other].data or "")
    return given


def _picks_other(question: Question, given: tuple[int, ...]) -> bool:
    return any(choice.id in given for choice in question.choices if choice.takes_text)


def given_of(question: Question, data: Any) -> Given | None:
    """The answer that a field's `data` is, without those of its parts."""
    if data is None or data == "":
        return None
    match question.kind:
        case _K.MULTIPLE_CHOICE | _K.SINGLE_CHOICE:
            return picked(data) or None
        case _K.FILE:
            return UploadedFile(data.id)
        case _K.PROBLEM:
            return NamedProblem(data)
    given: Given = data
    return given


def _picked(given: Given | None) -> tuple[int, ...]:
    return given if isinstance(given, tuple) else ()
