"""Whose details are kept, field by field, when two registrations are merged."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from blueprints.base import labels
from blueprints.inputs.base import fields as base
from lib import phones
from lib.provinces import PROVINCES
from models.registrations import Registration
from operations.base.details import PERSON_FIELDS

_KEPT, _OTHER = "kept", "other"
_SHOWN: dict[str, Callable[[Any], str]] = {
    "phone": phones.readable,
    "sector": labels.label,
    "province": lambda code: PROVINCES.get(code, code),
    "gender": labels.label,
    "locale": lambda locale: "English" if locale == "en" else "Türkçe",
}


def differing(kept: Registration, other: Registration) -> list[str]:
    """The fields to decide about: both have a value, and the values differ."""
    both = {name: (getattr(kept, name), getattr(other, name)) for name in PERSON_FIELDS}
    return [name for name, (one, two) in both.items() if one and two and one != two]


class MergeForm(base.Form):
    """A choice for each field in which the two differ; what one lacks is taken from the other."""

    @property
    def from_other(self) -> set[str]:
        return {name for name in PERSON_FIELDS if name in self and self[name].data == _OTHER}


def merge_form(kept: Registration, other: Registration) -> type[MergeForm]:
    fields = {name: _choice(name, kept, other) for name in differing(kept, other)}
    return type("MergeFormOfTwo", (MergeForm,), fields)


def _choice(name: str, kept: Registration, other: Registration) -> RadioField:
    shown = _SHOWN.get(name, str)
    return RadioField(
        _words()[name],
        [InputRequired(_("Choose one."))],
        choices=[
            SelectChoice(_KEPT, shown(getattr(kept, name))),
            SelectChoice(_OTHER, shown(getattr(other, name))),
        ],
        default=_KEPT,
    )


def _words() -> dict[str, str]:
    return {
        "given_name": _("Given name"),
        "family_name": _("Family name"),
        "email": _("Email"),
        "phone": _("Phone"),
        "sector": _("Sector"),
        "institution": _("Institution or organisation"),
        "institution_role": _("Role in the organisation"),
        "province": _("Province"),
        "gender": _("Gender"),
        "locale": _("Language of emails"),
    }
