"""Answers to a wave as JSON, checked by the same rules as its form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import force_locale
from werkzeug.datastructures import MultiDict

from blueprints.api.surveys.values import BadValue, as_sent, topic_of
from blueprints.inputs.base import fields as base
from blueprints.inputs.base.fields import NAME
from blueprints.inputs.forms.questions import (
    answers_about,
    answers_of,
    field_name,
    subject_numbers,
    with_questions,
)
from blueprints.shared.forms.json_answers import FaultyAnswers
from models.forms import Question, QuestionKind
from operations.base.answers import Given, NamedProblem
from operations.feedback.taking import GivenAnswers
from queries.forms.subjects import subjects_asked_about

_K = QuestionKind
_UNKNOWN = "This form asks no such question."
_UNASKED = "After the other answers this is not asked."
_MOST_NAMED = 20
Errors = dict[str, list[str]]


class _AnswersForm(base.Form):
    """A form with the questions alone."""


def given_answers(
    questions: Sequence[Question], sent: Mapping[str, Any], *, all_required: bool
) -> GivenAnswers:
    """What was answered, by question and by session or speaker.

    `all_required`: required questions must be answered; on paper they may have been left empty.
    Raises FaultyAnswers with messages by `answers.` and the item.
    """
    reading = _Reading(questions)
    for item, value in sent.items():
        reading.read(item, value)
    with force_locale("en"):
        form = with_questions(_AnswersForm, questions, locale="en")(
            formdata=reading.raw, meta={"csrf": False}
        )
        form.validate()
        reading.find_faults(form, all_required=all_required)
    if reading.errors:
        raise FaultyAnswers(dict(list(reading.errors.items())[:_MOST_NAMED]))
    told = {
        number: reading.told(number, 0, given)
        for number, given in answers_of(form, questions).items()
    }
    about = {
        key: reading.told(*key, given) for key, given in answers_about(form, questions).items()
    }
    return GivenAnswers(told, about)


@dataclass
class _Reading:
    """What was read so far of the answers that were sent."""

    questions: Sequence[Question]
    raw: MultiDict[str, str] = field(default_factory=MultiDict)
    errors: Errors = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    """Where in the JSON the value of a form field came from."""
    topics: dict[tuple[int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_item = {q.key: q for q in self.questions if q.kind is not _K.HEADING}
        self.subjects = subjects_asked_about(self.questions, "tr")

    def read(self, item: str, value: Any) -> None:
        path = f"answers.{item[:80]}"
        question = self.by_item.get(item)
        if question is None:
            self.errors[path] = [_UNKNOWN]
        elif value is not None:
            self._read_question(question, value, path)

    def _read_question(self, question: Question, value: Any, path: str) -> None:
        if question.asked_of is None:
            self._read_once(question, value, path, 0)
            return
        known = set(subject_numbers(question, self.subjects))
        seen: set[int] = set()
        for n, entry in enumerate(value if isinstance(value, list) else [value]):
            subject = entry.get("subject") if isinstance(entry, dict) else None
            if type(subject) is not int or subject not in known or subject in seen:
                where = f"{path}.{n}.subject"
                self.errors[where] = ["Give each session or speaker it is asked of once."]
                continue
            seen.add(subject)
            self._read_once(question, entry.get("value"), f"{path}.{n}.value", subject)

    def _read_once(self, question: Question, value: Any, path: str, subject: int) -> None:
        if question.kind is _K.MATRIX:
            self._read_rows(question, value, path, subject)
            return
        try:
            found = as_sent(question, value, subject=subject)
            self.topics[question.id, subject] = topic_of(question, value)
        except BadValue as fault:
            self.errors[f"{path}.{fault.part}".rstrip(".")] = [str(fault)]
            return
        for name, values in found.items():
            self.raw.setlist(name, values)
            self.paths[name] = path
        if len(self.topics[question.id, subject]) > NAME:
            self.errors[f"{path}.topic"] = [f"Use at most {NAME} characters."]

    def _read_rows(self, matrix: Question, value: Any, path: str, subject: int) -> None:
        rows = {row.key: row for row in self.questions if row.matrix_id == matrix.id}
        if not isinstance(value, dict):
            self.errors[path] = ["This must be an object with a number for each row."]
            return
        for item, point in value.items():
            if item not in rows:
                self.errors[f"{path}.{item[:80]}"] = ["This matrix has no such row."]
            elif point is not None:
                self._read_once(rows[item], point, f"{path}.{item}", subject)

    def find_faults(self, form: Any, *, all_required: bool) -> None:
        asked = form.asked_questions() if self.by_item else set()
        for question, name in self._names():
            if name in self.paths and question.id not in asked:
                self.errors[self.paths[name]] = [_UNASKED]
        for bound in form:
            path = self.paths.get(bound.name, "")
            if bound.errors and (path or all_required):
                where = path or f"answers.{self._item_of(bound.name)}"
                self.errors.setdefault(where, [str(message) for message in bound.errors])

    def told(self, number: int, subject: int, given: Given) -> Given:
        """The answer, with the topic that its form does not offer."""
        topic = self.topics.get((number, subject), "")
        if topic and isinstance(given, NamedProblem):
            return replace(given, topic=topic)
        return given

    def _names(self) -> Iterator[tuple[Question, str]]:
        for question in self.questions:
            for subject in subject_numbers(question, self.subjects):
                yield question, field_name(question, subject)

    def _item_of(self, name: str) -> str:
        return next((q.key for q, known in self._names() if name.startswith(known)), name)
