"""Fields for each kind of question that an organizer can ask."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import DayField, DistrictField, WholeNumberField
from blueprints.inputs.base.files import UploadField
from blueprints.inputs.forms.choice_fields import multiple_choice, problem, single_choice
from blueprints.inputs.forms.presence import is_required, presence, with_rule
from blueprints.inputs.forms.ranking_field import ranking
from blueprints.inputs.forms.scale_fields import nps, rating, scale
from models.forms import Choice, Question, QuestionKind

_LARGEST_NUMBER = 10**12
_K = QuestionKind


def fields_for(
    question: Question, locale: str, *, name: str, about: str = "", held: Sequence[int] = ()
) -> dict[str, Any]:
    """The unbound fields of a question: one of this name, and those of the answer's parts.

    `about`: of which session or speaker it is asked; `held`: the choices that were picked before.
    A heading and a matrix have none.
    """
    words = question.label_in(locale)
    label = f"{words} – {about}" if about else words
    options = {"description": question.help_in(locale)}
    kind = question.kind
    if kind in (_K.HEADING, _K.MATRIX):
        return {}
    if kind in _PICKED:
        offered = [c for c in question.choices if c.retired_at is None or c.id in held]
        return _PICKED[kind](question, label, offered, locale, options, name=name)
    if kind in _SCALES:
        return {name: _SCALES[kind](question, label, locale, options)}
    return {name: _SIMPLE[kind](question, label, options)}


def _ranking(
    question: Question,
    label: str,
    offered: Sequence[Choice],
    locale: str,
    options: dict[str, Any],
    *,
    name: str,
) -> dict[str, Any]:
    return {name: ranking(question, label, offered, locale, options)}


def _short_text(question: Question, label: str, options: dict[str, Any]) -> Any:
    longest = question.maximum or base.LINE
    field = base.line(label, required=is_required(question), longest=longest, **options)
    return with_rule(field, base.no_identity_number)


def _long_text(question: Question, label: str, options: dict[str, Any]) -> Any:
    options = {**options, "render_kw": {"rows": 4}}
    longest = question.maximum or base.PARAGRAPHS
    field = base.paragraphs(label, required=is_required(question), longest=longest, **options)
    return with_rule(field, base.no_identity_number)


def _number(question: Question, label: str, options: dict[str, Any]) -> Any:
    rules = [*presence(question, _("Enter a whole number, using digits only.")), _within(question)]
    keyboard = {"inputmode": "numeric" if (question.minimum or 0) >= 0 else "text"}
    return WholeNumberField(label, rules, render_kw=keyboard, **options)


def _day_of(question: Question, label: str, options: dict[str, Any]) -> Any:
    return DayField(
        label, presence(question, _("Enter a date, for example 12.03.2027.")), **options
    )


def _yes_no(question: Question, label: str, options: dict[str, Any]) -> Any:
    choices = [SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]
    return RadioField(
        label,
        presence(question),
        choices=choices,
        coerce=_yes_or_refusal,
        invalid_value_message=_("Choose one."),
        **options,
    )


def _email(question: Question, label: str, options: dict[str, Any]) -> Any:
    return base.email(label, required=is_required(question), **options)


def _phone(question: Question, label: str, options: dict[str, Any]) -> Any:
    return base.phone(label, required=is_required(question), **options)


def _province(question: Question, label: str, options: dict[str, Any]) -> Any:
    return base.province(label, required=is_required(question), **options)


def _district(question: Question, label: str, options: dict[str, Any]) -> Any:
    return DistrictField(label, presence(question, _("Choose a district.")), **options)


def _institution(question: Question, label: str, options: dict[str, Any]) -> Any:
    field = base.line(label, required=is_required(question), **options)
    return with_rule(field, base.no_identity_number)


def _file(question: Question, label: str, options: dict[str, Any]) -> Any:
    limits = _("PDF, PNG, JPEG or Word (DOCX), at most 5 MB.")
    options = {"description": f"{options['description']} {limits}".strip()}
    return UploadField(label, question=question, required=is_required(question), **options)


def _consent(_question: Question, label: str, options: dict[str, Any]) -> Any:
    return BooleanField(label, **options)


def _within(question: Question) -> Callable[[Any, Any], None]:
    least = question.minimum if question.minimum is not None else -_LARGEST_NUMBER
    most = question.maximum if question.maximum is not None else _LARGEST_NUMBER

    def check(form: Any, field: Any) -> None:
        if not isinstance(field.data, int):
            return
        if field.data < least:
            raise ValidationError(_("Enter a number of at least %(num)s.", num=least))
        if field.data > most:
            raise ValidationError(_("Enter a number of at most %(num)s.", num=most))
        base.no_identity_number(form, field)

    return check


def _yes_or_refusal(value: Any) -> bool:
    if value in (True, "yes"):
        return True
    if value in (False, "no"):
        return False
    raise ValueError(_("Choose one."))


_SIMPLE: dict[QuestionKind, Callable[[Question, str, dict[str, Any]], Any]] = {
    _K.SHORT_TEXT: _short_text,
    _K.LONG_TEXT: _long_text,
    _K.NUMBER: _number,
    _K.DATE: _day_of,
    _K.YES_NO: _yes_no,
    _K.RATING: rating,
    _K.EMAIL: _email,
    _K.PHONE: _phone,
    _K.PROVINCE: _province,
    _K.DISTRICT: _district,
    _K.INSTITUTION: _institution,
    _K.FILE: _file,
    _K.CONSENT: _consent,
}
_SCALES: dict[QuestionKind, Callable[[Question, str, str, dict[str, Any]], Any]] = {
    _K.SCALE: scale,
    _K.NPS: nps,
}
_PICKED: dict[QuestionKind, Callable[..., dict[str, Any]]] = {
    _K.SINGLE_CHOICE: single_choice,
    _K.MULTIPLE_CHOICE: multiple_choice,
    _K.RANKING: _ranking,
    _K.PROBLEM: problem,
}
