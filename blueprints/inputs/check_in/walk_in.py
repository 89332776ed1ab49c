"""What is asked of somebody without a registration: little, in twenty seconds."""

from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from blueprints.base import labels
from blueprints.inputs.base import fields as base
from blueprints.inputs.registrations.person import RegistrationForm
from models.sectors import Sector
from operations.base.details import PersonDetails


class WalkInForm(RegistrationForm):
    """The public form's fields, filled in by staff; notice shown, consents can be refused."""

    email = base.email(
        _l("Email"),
        required=False,
        description=_l("The ticket is sent there, too. Without an address no email is sent."),
    )
    phone = base.phone(_l("Phone"))
    sector = RadioField(
        _l("Sector"), [InputRequired(_l("Choose one."))], choices=lambda: labels.choices(Sector)
    )
    institution = base.line(_l("Institution or organisation"))
    institution_role = None
    province = None
    gender = None
    locale = SelectField(
        _l("Language of emails"),
        choices=[SelectChoice("tr", "Türkçe"), SelectChoice("en", "English")],
        default="tr",
    )
    namesakes = HiddenField(default="")
    """The numbers of the people of the same name who were shown, and are somebody else."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for field in self:  # the last person's details must not be offered to the next one
            if (field.render_kw or {}).get("autocomplete"):
                field.render_kw = {**field.render_kw, "autocomplete": "off"}

    def person(self) -> PersonDetails:
        return replace(self.in_short(), locale=self.locale.data)

    def are_others(self, numbers: set[int]) -> bool:
        """Whether all of these people were shown and said to be somebody else."""
        return {str(number) for number in numbers} <= set((self.namesakes.data or "").split("."))
