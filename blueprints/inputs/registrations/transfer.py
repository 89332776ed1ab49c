"""The person to whom a place is passed on."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from blueprints.base import labels
from blueprints.base.languages import language
from blueprints.inputs.base import fields as base
from blueprints.inputs.registrations.person import ONE_NAME
from models.registrations import Registration
from models.sectors import Sector
from operations.base.details import PersonDetails
from queries.registrations.namesakes import is_same


class TransferForm(base.Form):
    """Only what the place needs; the new person adds the rest."""

    given_name = base.name(_l("Given name"), render_kw={"autocomplete": "off"})
    family_name = base.name(
        _l("Family name"),
        required=False,
        description=ONE_NAME,
        render_kw={"autocomplete": "off"},
    )
    email = base.email(
        _l("Email"),
        description=_l("Their own address: the ticket is sent there."),
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    sector = RadioField(
        _l("Who do they represent?"),
        [InputRequired(_l("Choose one."))],
        choices=lambda: labels.choices(Sector),
    )
    institution = base.line(
        _l("Institution or organisation that they represent"), render_kw={"autocomplete": "off"}
    )
    province = base.province(_l("Province"))
    locale = SelectField(
        _l("Language of emails"),
        choices=[SelectChoice("tr", "Türkçe"), SelectChoice("en", "English")],
        default=language,
    )

    validate_family_name = validate_institution = base.no_identity_number

    def __init__(self, *, registration: Registration, **options: Any) -> None:
        """Fill in what usually stays the same: the new person comes from the same institution."""
        names = ("sector", "institution", "province")
        super().__init__(**{name: getattr(registration, name) for name in names}, **options)
        self._given_back = registration

    def validate_given_name(self, field: Any) -> None:
        """Refuse the person who gives the place away."""
        base.no_identity_number(self, field)
        if self.sector.data in tuple(Sector) and is_same(self._given_back, self.person()):
            raise ValidationError(
                _("These are your own details. Enter the person who will come instead.")
            )

    def person(self) -> PersonDetails:
        return PersonDetails(
            given_name=self.given_name.data,
            family_name=self.family_name.data or "",
            email=self.email.data,
            phone=None,
            sector=Sector(self.sector.data),
            institution=self.institution.data or "",
            province=self.province.data,
            locale=self.locale.data,
        )
