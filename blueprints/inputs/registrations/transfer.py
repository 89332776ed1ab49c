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
from lib.turkish import sort_key
from models.registrations import Registration
from models.sectors import Sector
from operations.base.details import PersonDetails


class TransferForm(base.Form):
    """Only what the place needs; the new person adds the rest."""

    given_name = base.line(_l("Given name"), longest=100, render_kw={"autocomplete": "off"})
    family_name = base.line(_l("Family name"), longest=100, render_kw={"autocomplete": "off"})
    email = base.email(
        _l("E-mail"),
        description=_l("Their own address: the ticket goes there."),
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    sector = RadioField(
        _l("Whom do they represent?"),
        [InputRequired(_l("Choose one."))],
        choices=lambda: labels.choices(Sector),
    )
    institution = base.line(
        _l("Institution or organisation that they represent"), render_kw={"autocomplete": "off"}
    )
    province = base.province(_l("Province"))
    locale = SelectField(
        _l("Language of letters"),
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
        """Refuse the same name with the same address: that is who gives the place away."""
        base.no_identity_number(self, field)
        own = self._given_back
        if (self.email.data or "") == own.email and sort_key(
            f"{self.family_name.data} {self.given_name.data}"
        ) == own.sort_key:
            raise ValidationError(_("This is you. Give the name of the person who comes instead."))

    def person(self) -> PersonDetails:
        return PersonDetails(
            given_name=self.given_name.data,
            family_name=self.family_name.data,
            email=self.email.data,
            phone=None,
            sector=Sector(self.sector.data),
            institution=self.institution.data or "",
            province=self.province.data,
            locale=self.locale.data,
        )
