"""Questions that organizers write, as fields. A kind of question is a line in `_FIELDS`.

Any form can carry them: `with_questions(FeedbackForm, questions)` is that form with a field for
each question after its own.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask_babel import gettext as _
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from blueprints.forms import base
from models.forms import Question, QuestionKind

AnyForm = TypeVar("AnyForm", bound=base.Form)


def with_questions(
    form: type[AnyForm], questions: Sequence[Question], *, locale: str
) -> type[AnyForm]:
    """The form class with a field `q<number>` for each question, in their order."""
    fields = {
        field_name(question): _FIELDS[question.kind](question, locale) for question in questions
    }
    return type(f"{form.__name__}WithQuestions", (form,), fields)


def question_fields(form: base.Form, questions: Sequence[Question]) -> list[Any]:
    """The bound fields in the questions' order, for the page."""
    return [form[field_name(question)] for question in questions]


def answers_of(form: base.Form, questions: Sequence[Question]) -> dict[int, int | str]:
    """What was answered, by the question's number; what was left empty is not in it."""
    given = {question.id: form[field_name(question)].data for question in questions}
    return {number: answer for number, answer in given.items() if answer not in (None, "")}


def field_name(question: Question) -> str:
    return f"q{question.id}"


def _rating(question: Question, locale: str) -> Any:
    presence = InputRequired(_("Choose one.")) if question.required else Optional()
    return RadioField(
        question.label_in(locale),
        [presence],
        choices=_rating_choices,
        coerce=_rating_or_refusal,
        description=question.help_in(locale),
    )


def rating_labels() -> list[str]:
    """From 1 to 5; only the ends need words."""
    return [_("1 – not at all"), "2", "3", "4", _("5 – very much")]


def _rating_choices() -> list[SelectChoice]:
    return [SelectChoice(str(rating), words) for rating, words in enumerate(rating_labels(), 1)]


def _rating_or_refusal(value: Any) -> int:
    """Raises ValueError for what is no single digit, however long it is."""
    text = str(value)
    if text not in ("1", "2", "3", "4", "5"):
        raise ValueError(_("Choose one."))
    return int(text)


def _long_text(question: Question, locale: str) -> Any:
    return base.paragraphs(
        question.label_in(locale),
        required=question.required,
        description=question.help_in(locale) or _fate(question),
        render_kw={"rows": 4},
    )


def _fate(question: Question) -> str:
    """People should know before they write who will read it."""
    if not question.feeds_problem_list:
        return ""
    return str(_("The moderators read it, and it may be shown on the public problem list: with your side, without your name."))  # fmt: skip


_FIELDS: dict[QuestionKind, Callable[[Question, str], Any]] = {
    QuestionKind.RATING: _rating,
    QuestionKind.LONG_TEXT: _long_text,
}
