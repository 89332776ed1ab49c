"""Whether a question must be answered, and the rules of its field that say so."""

from typing import Any

from flask_babel import gettext as _
from wtforms.validators import InputRequired, Optional, ValidationError

from models.forms import Question, QuestionKind


def is_required(question: Question) -> bool:
    """Whether it must be answered: never a consent or a sensitive question."""
    return (
        question.required and not question.sensitive and question.kind is not QuestionKind.CONSENT
    )


def presence(question: Question, message: str = "") -> list[Any]:
    """The first rules of a field: `message` is said if it is empty and must not be."""
    if not is_required(question):
        return [Optional()]
    words = message or _("Choose one.")

    def answered(_form: Any, field: Any) -> None:
        if field.data is None or field.data == []:  # InputRequired takes a space for an answer
            raise ValidationError(words)

    return [InputRequired(words), answered]


def with_rule(unbound: Any, rule: Any, *, first: bool = False) -> Any:
    """The field with one more rule, at the end or before all others."""
    label, rules, *others = unbound.args
    unbound.args = (label, [rule, *rules] if first else [*rules, rule], *others)
    return unbound
