"""Fields for questions with choices, and for problems, whose choices are topics."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, StopValidation, ValidationError

from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import CheckboxListField
from blueprints.inputs.forms.presence import is_required, presence, with_rule
from blueprints.inputs.forms.scale_fields import hurts_labels, points_field
from models.forms import Choice, Question

MOST_RADIOS = 7
"""Longer lists of choices are shown as a drop-down list."""
LONGEST_PROBLEM = 2000
Fields = dict[str, Any]


def single_choice(
    question: Question,
    label: str,
    offered: Sequence[Choice],
    locale: str,
    options: dict[str, Any],
    *,
    name: str,
) -> Fields:
    kind = RadioField if len(offered) <= MOST_RADIOS else SelectField
    if kind is RadioField:
        choices = [SelectChoice(str(choice.id), choice.label_in(locale)) for choice in offered]
    else:
        listed = [SelectChoice(str(choice.id), _with_places(choice, locale)) for choice in offered]
        choices = [SelectChoice("", _("Choose")), *listed]
    field = kind(
        label,
        presence(question),
        choices=choices,
        coerce=choice_or_refusal,
        invalid_value_message=_("Choose one."),
        invalid_choice_message=_("Choose one."),
        **options,
    )
    return {name: field, **_other(offered, locale, name)}


def multiple_choice(
    question: Question,
    label: str,
    offered: Sequence[Choice],
    locale: str,
    options: dict[str, Any],
    *,
    name: str,
) -> Fields:
    choices = [SelectChoice(str(choice.id), choice.label_in(locale)) for choice in offered]
    refused = _("Choose from the list.")
    field = CheckboxListField(
        label,
        [*presence(question, _("Choose at least one.")), _so_many(question)],
        choices=choices,
        coerce=choice_or_refusal,
        invalid_value_message=refused,
        invalid_choice_message=refused,
        **options,
    )
    return {name: field, **_other(offered, locale, name)}


def problem(
    question: Question,
    label: str,
    offered: Sequence[Choice],
    locale: str,
    options: dict[str, Any],
    *,
    name: str,
) -> Fields:
    """People should know who will read it before they write."""
    told = _(
        "The moderators read it, and it may be shown on the public list of problems: with "
        "your sector, without your name."
    )
    options = {"description": options["description"] or str(told), "render_kw": {"rows": 4}}
    longest = question.maximum or LONGEST_PROBLEM
    text = base.paragraphs(label, required=is_required(question), longest=longest, **options)
    hurts = points_field(_("How much does it hurt?"), range(1, 6), hurts_labels(), [Optional()])
    fields = {name: with_rule(text, base.no_identity_number), f"{name}-hurts": hurts}
    if offered:
        topics = [SelectChoice(str(choice.id), choice.label_in(locale)) for choice in offered]
        fields[f"{name}-topic"] = SelectField(
            _("What is it about?"),
            [Optional()],
            choices=[SelectChoice("", _("Choose")), *topics],
            coerce=choice_or_refusal,
            invalid_value_message=_("Choose one."),
            invalid_choice_message=_("Choose one."),
        )
    return fields


def choice_or_refusal(value: Any) -> int | None:
    """The choice's number. Raises ValueError for anything that is no number of a row."""
    text = str(value)
    if text == "":
        return None
    # With leading zeros it would be the same choice here, but not for conditions on it.
    if not re.fullmatch("[1-9][0-9]{0,9}", text):
        raise ValueError(_("Choose one."))
    return int(text)


def picked(data: Any) -> tuple[int, ...]:
    """The picked choices of a field for one or for several."""
    if isinstance(data, list | tuple):
        return tuple(dict.fromkeys(data))
    return () if data is None else (data,)


def _other(offered: Sequence[Choice], locale: str, name: str) -> Fields:
    """The line behind "other", if there is such a choice: needed where it is picked, and else not
    looked at."""
    other = next((choice for choice in offered if choice.takes_text), None)
    if other is None:
        return {}
    number = other.id

    def needed_if_picked(form: Any, field: Any) -> None:
        if number not in picked(form[name].data):
            raise StopValidation
        if not field.data:
            raise StopValidation(_("Write what you mean by “other”."))

    label = _("“%(choice)s”: what do you mean?", choice=other.label_in(locale))
    line = with_rule(base.line(label, required=False), base.no_identity_number)
    return {f"{name}-other": with_rule(line, needed_if_picked, first=True)}


def _with_places(choice: Choice, locale: str) -> str:
    """The label with the places left, for drop-down lists; beside buttons the page says it."""
    label, left = choice.label_in(locale), choice.places.left if choice.places else None
    if left is None:
        return label
    words = ngettext("%(num)d place left", "%(num)d places left", left) if left else _("full")
    return f"{label} ({words})"


def _so_many(question: Question) -> Callable[[Any, Any], None]:
    def check(_form: Any, field: Any) -> None:
        chosen = len(set(field.data or ()))
        if question.minimum and chosen < question.minimum:
            raise ValidationError(_("Choose at least %(num)s.", num=question.minimum))
        if question.maximum and chosen > question.maximum:
            raise ValidationError(_("Choose at most %(num)s.", num=question.maximum))

    return check
