"""The fields by which an organizer edits a question, as its kind has them."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, NumberRange, Optional

from blueprints.base import labels
from blueprints.inputs.base import fields as base
from blueprints.inputs.events.event import WholeNumberField
from blueprints.inputs.forms.choice_rows import ChoicesField
from models.forms import AskedAt, FormPurpose, QuestionKind
from operations.forms.writing import NEVER_REQUIRED

_K = QuestionKind
_LARGEST = 10**9
_LONGEST = 10_000
_LIMITS: dict[QuestionKind, dict[str, Any]] = {
    _K.NUMBER: {"minimum": _l("The smallest number"), "maximum": _l("The largest number")},
    _K.MULTIPLE_CHOICE: {
        "minimum": _l("At least this many choices"),
        "maximum": _l("At most this many choices"),
    },
    _K.SHORT_TEXT: {"maximum": _l("At most this many characters")},
    _K.LONG_TEXT: {"maximum": _l("At most this many characters")},
}


def text_fields(kind: QuestionKind) -> dict[str, Any]:
    if kind is _K.HEADING:
        return {
            "label": base.line(_l("Heading"), longest=500),
            "label_en": base.line(_l("Heading in English"), required=False, longest=500),
            "help": base.paragraphs(_l("Text below it"), required=False, render_kw={"rows": 5}),
            "help_en": base.paragraphs(
                _l("Text below it in English"), required=False, render_kw={"rows": 5}
            ),
        }
    if kind is _K.CONSENT:
        return {
            "label": base.line(
                _l("What the person agrees to"),
                longest=500,
                description=_l(
                    "One purpose only, such as “My name may stand on the printed list of participants.” The box is never ticked beforehand, and the place does not depend on it."
                ),
            )
        }
    return {}


def choice_fields(kind: QuestionKind, purpose: FormPurpose, *, locked: bool) -> dict[str, Any]:
    picked = kind in (_K.SINGLE_CHOICE, _K.MULTIPLE_CHOICE)
    of_people = purpose is FormPurpose.REGISTRATION
    field = ChoicesField(
        _l("Topics to choose from") if kind is _K.PROBLEM else _l("Choices"),
        with_places=of_people,
        with_other=picked and not of_people and not locked,
        with_right=picked and not of_people and not locked,
        optional=kind is _K.PROBLEM,
        fixed=locked,
    )
    return {"choices": field}


def limit_fields(kind: QuestionKind) -> dict[str, Any]:
    lowest, most = (-_LARGEST, _LARGEST) if kind is _K.NUMBER else (1, _LONGEST)
    rules = [
        Optional(),
        NumberRange(lowest, most, _l("Enter a number between %(min)d and %(max)d.")),
    ]
    return {
        name: WholeNumberField(words, rules, render_kw={"inputmode": "numeric"})
        for name, words in _LIMITS.get(kind, {}).items()
    }


def rule_fields(kind: QuestionKind, purpose: FormPurpose) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if purpose is FormPurpose.REGISTRATION:
        fields["asked_at"] = RadioField(
            _l("When it is asked"),
            [InputRequired(_l("Choose one."))],
            choices=lambda: labels.choices(AskedAt),
            default=AskedAt.REGISTRATION.value,
            description=_l(
                "After approval: for those who have a place, such as passport or diet. At the door: by the staff who check people in."
            ),
        )
    if kind not in NEVER_REQUIRED:
        fields["required"] = BooleanField(_l("An answer is required"))
        if purpose is FormPurpose.REGISTRATION:
            fields["sensitive"] = BooleanField(
                _l("Sensitive: diet, health, access needs, passports"),
                description=_l("Always optional, and only organisers read its answers."),
            )
    return fields
