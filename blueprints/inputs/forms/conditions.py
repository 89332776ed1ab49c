"""«Shown only if an earlier question was answered so», as fields that work without a script."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.validators import ValidationError

from models.forms import AskedAt, Question, QuestionKind
from operations.forms.details import ShownIf
from queries.forms.builder import condition_values, in_order, stage_and_position


@dataclass(frozen=True)
class Source:
    """A question on whose answer another one can depend."""

    question: Question
    label: str
    values: Sequence[tuple[str, str]]
    """Each value with its label."""


class ConditionField(Field):  # type: ignore[misc]
    """Sent as `condition` (a question's number) and the values in `condition-<number>`."""

    question_id: int | None
    values: tuple[str, ...]

    def __init__(
        self,
        *arguments: Any,
        questions: Sequence[Question],
        of: Question | None,
        locale: str,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._of = of
        self.sources = _sources(questions, of, locale)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.question_id, self.values = data or (None, ())
        if formdata:
            chosen = str(formdata.get(self.name, ""))
            # What is no question's number is refused: without it everybody would be asked.
            number = int(chosen) if re.fullmatch("[0-9]{1,9}", chosen) else 0
            self.question_id = number if chosen else None
            self.values = tuple(formdata.getlist(f"{self.name}-{chosen}"))

    def pre_validate(self, form: Any) -> None:
        if self.question_id is None:
            return
        source = next((s for s in self.sources if s.question.id == self.question_id), None)
        if source is None or not self._comes_before(source.question, form):
            raise ValidationError(_("Choose a question that is asked earlier."))
        if not self.values or not set(self.values) <= {value for value, _words in source.values}:
            raise ValidationError(_("Tick the answers with which this question is shown."))

    def condition(self) -> ShownIf | None:
        return ShownIf(self.question_id, self.values) if self.question_id is not None else None

    def _comes_before(self, source: Question, form: Any) -> bool:
        stages = list(AskedAt)
        if self._of is not None and form.stage is self._of.asked_at:
            return stage_and_position(source) < stage_and_position(self._of)
        return bool(stages.index(source.asked_at) <= stages.index(form.stage))


def condition_words(question: Question, questions: Sequence[Question], locale: str) -> str:
    """«Shown if “Which workshop?” is: Health or Water»; "" if there is no condition."""
    sources = _sources(questions, None, locale)
    source = next((s for s in sources if s.question.id == question.shown_if_id), None)
    if source is None:
        return ""
    answers = [words for value, words in source.values if value in question.shown_if]
    words = _(
        "Shown if “%(question)s” is: %(answers)s",
        question=source.label,
        answers=_(" or ").join(answers),
    )
    return str(words)


def _sources(questions: Sequence[Question], of: Question | None, locale: str) -> list[Source]:
    asked = in_order(questions)
    if of is not None:
        asked = [q for q in asked if stage_and_position(q) < stage_and_position(of)]
    return [
        Source(question, question.label_in(locale), _values(question, locale))
        for question in asked
        if condition_values(question)
    ]


def _values(question: Question, locale: str) -> list[tuple[str, str]]:
    words = {str(choice.id): choice.label_in(locale) for choice in question.choices}
    if question.kind is QuestionKind.YES_NO:
        words = {"yes": _("Yes"), "no": _("No")}
    return [(value, words.get(value, value)) for value in condition_values(question)]
