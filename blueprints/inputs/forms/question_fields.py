"""A field for each kind of question that an organizer can ask."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import (
    CheckboxListField,
    DayField,
    DistrictField,
    WholeNumberField,
)
from blueprints.inputs.base.files import UploadField
from models.forms import Choice, Question, QuestionKind

MOST_RADIOS = 7
"""Longer lists of choices are shown as a drop-down list."""
_LARGEST_NUMBER = 10**12
_K = QuestionKind


def field_for(question: Question, locale: str, held: Sequence[int] = ()) -> Any:
    """An unbound field; None for a heading. `held`: the choices that were picked before."""
    options = {"description": question.help_in(locale)}
    if question.kind in _PICKED:
        offered = [c for c in question.choices if c.retired_at is None or c.id in held]
        return _PICKED[question.kind](question, question.label_in(locale), offered, locale, options)
    if question.kind is _K.HEADING:
        return None
    return _SIMPLE[question.kind](question, question.label_in(locale), options)


def is_required(question: Question) -> bool:
    """Whether it must be answered: never a consent or a sensitive question."""
    return question.required and not question.sensitive and question.kind is not _K.CONSENT


def rating_labels() -> list[str]:
    """Labels from 1 to 5; only the ends have words."""
    return [_("1 – not at all"), "2", "3", "4", _("5 – very much")]


def _short_text(question: Question, label: str, options: dict[str, Any]) -> Any:
    longest = question.maximum or base.LINE
    field = base.line(label, required=is_required(question), longest=longest, **options)
    return _with(field, base.no_identity_number)


def _long_text(question: Question, label: str, options: dict[str, Any]) -> Any:
    options = {**options, "render_kw": {"rows": 4}}
    longest = question.maximum or base.PARAGRAPHS
    field = base.paragraphs(label, required=is_required(question), longest=longest, **options)
    return _with(field, base.no_identity_number)


def _problem(question: Question, label: str, options: dict[str, Any]) -> Any:
    """People should know who will read it before they write."""
    told = _(
        "The moderators read it, and it may be shown on the public list of problems: with "
        "your sector, without your name."
    )
    return _long_text(question, label, {"description": options["description"] or str(told)})


def _number(question: Question, label: str, options: dict[str, Any]) -> Any:
    rules = [*_presence(question, _("Enter a whole number, using digits only.")), _within(question)]
    keyboard = {"inputmode": "numeric" if (question.minimum or 0) >= 0 else "text"}
    return WholeNumberField(label, rules, render_kw=keyboard, **options)


def _day_of(question: Question, label: str, options: dict[str, Any]) -> Any:
    return DayField(
        label, _presence(question, _("Enter a date, for example 12.03.2027.")), **options
    )


def _yes_no(question: Question, label: str, options: dict[str, Any]) -> Any:
    choices = [SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]
    return RadioField(
        label,
        _presence(question),
        choices=choices,
        coerce=_yes_or_refusal,
        invalid_value_message=_("Choose one."),
        **options,
    )


def _rating(question: Question, label: str, options: dict[str, Any]) -> Any:
    choices = [SelectChoice(str(n), words) for n, words in enumerate(rating_labels(), 1)]
    return RadioField(
        label,
        _presence(question),
        choices=choices,
        coerce=_rating_or_refusal,
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
    return DistrictField(label, _presence(question, _("Choose a district.")), **options)


def _institution(question: Question, label: str, options: dict[str, Any]) -> Any:
    field = base.line(label, required=is_required(question), **options)
    return _with(field, base.no_identity_number)


def _file(question: Question, label: str, options: dict[str, Any]) -> Any:
    limits = _("PDF, PNG, JPEG or Word (DOCX), at most 5 MB.")
    options = {"description": f"{options['description']} {limits}".strip()}
    return UploadField(label, question=question, required=is_required(question), **options)


def _consent(_question: Question, label: str, options: dict[str, Any]) -> Any:
    return BooleanField(label, **options)


def _single_choice(
    question: Question, label: str, offered: Sequence[Choice], locale: str, options: dict[str, Any]
) -> Any:
    kind = RadioField if len(offered) <= MOST_RADIOS else SelectField
    if kind is RadioField:
        choices = [SelectChoice(str(choice.id), choice.label_in(locale)) for choice in offered]
    else:
        listed = [SelectChoice(str(choice.id), _with_places(choice, locale)) for choice in offered]
        choices = [SelectChoice("", _("Choose")), *listed]
    return kind(
        label,
        _presence(question),
        choices=choices,
        coerce=choice_or_refusal,
        invalid_value_message=_("Choose one."),
        invalid_choice_message=_("Choose one."),
        **options,
    )


def _multiple_choice(
    question: Question, label: str, offered: Sequence[Choice], locale: str, options: dict[str, Any]
) -> Any:
    choices = [SelectChoice(str(choice.id), choice.label_in(locale)) for choice in offered]
    refused = _("Choose from the list.")
    presence = _presence(question, _("Choose at least one."))
    return CheckboxListField(
        label,
        [*presence, _so_many(question)],
        choices=choices,
        coerce=choice_or_refusal,
        invalid_value_message=refused,
        invalid_choice_message=refused,
        **options,
    )


def _with_places(choice: Choice, locale: str) -> str:
    """The label with the places left, for drop-down lists; beside buttons the page says it."""
    label, left = choice.label_in(locale), choice.places.left if choice.places else None
    if left is None:
        return label
    words = ngettext("%(num)d place left", "%(num)d places left", left) if left else _("full")
    return f"{label} ({words})"


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


def _so_many(question: Question) -> Callable[[Any, Any], None]:
    def check(_form: Any, field: Any) -> None:
        picked = len(set(field.data or ()))
        if question.minimum and picked < question.minimum:
            raise ValidationError(_("Choose at least %(num)s.", num=question.minimum))
        if question.maximum and picked > question.maximum:
            raise ValidationError(_("Choose at most %(num)s.", num=question.maximum))

    return check


def _presence(question: Question, message: str = "") -> list[Any]:
    if not is_required(question):
        return [Optional()]
    words = message or _("Choose one.")

    def answered(_form: Any, field: Any) -> None:
        if field.data is None or field.data == []:  # InputRequired takes a space for an answer
            raise ValidationError(words)

    return [InputRequired(words), answered]


def _with(unbound: Any, rule: Any) -> Any:
    """The field with one more rule at the end."""
    label, rules, *others = unbound.args
    unbound.args = (label, [*rules, rule], *others)
    return unbound


def choice_or_refusal(value: Any) -> int | None:
    """The choice's number. Raises ValueError for anything that is no number of a row."""
    text = str(value)
    if text == "":
        return None
    # With leading zeros it would be the same choice here, but not for conditions on it.
    if not re.fullmatch("[1-9][0-9]{0,9}", text):
        raise ValueError(_("Choose one."))
    return int(text)


def _yes_or_refusal(value: Any) -> bool:
    if value in (True, "yes"):
        return True
    if value in (False, "no"):
        return False
    raise ValueError(_("Choose one."))


def _rating_or_refusal(value: Any) -> int:
    """Raises ValueError for anything but one digit from 1 to 5."""
    text = str(value)
    if text not in ("1", "2", "3", "4", "5"):
        raise ValueError(_("Choose one."))
    return int(text)


_SIMPLE: dict[QuestionKind, Callable[[Question, str, dict[str, Any]], Any]] = {
    _K.SHORT_TEXT: _short_text,
    _K.LONG_TEXT: _long_text,
    _K.PROBLEM: _problem,
    _K.NUMBER: _number,
    _K.DATE: _day_of,
    _K.YES_NO: _yes_no,
    _K.RATING: _rating,
    _K.EMAIL: _email,
    _K.PHONE: _phone,
    _K.PROVINCE: _province,
    _K.DISTRICT: _district,
    _K.INSTITUTION: _institution,
    _K.FILE: _file,
    _K.CONSENT: _consent,
}
_PICKED: dict[QuestionKind, Callable[..., Any]] = {
    _K.SINGLE_CHOICE: _single_choice,
    _K.MULTIPLE_CHOICE: _multiple_choice,
}
