"""What an organizer enters when an institution is asked to nominate people."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from blueprints.base import labels
from blueprints.inputs.base import fields as base
from blueprints.inputs.base import moments
from blueprints.inputs.base.controls import NumberField
from extensions import site_zone
from models.delegations import Delegation
from models.events import Event
from models.sectors import Sector
from operations.registrations.delegations import DelegationDetails

LARGEST = 2000


class DelegationForm(base.Form):
    institution = base.line(_l("Institution or organisation"))
    sector = RadioField(
        _l("Sector"), [InputRequired(_l("Choose one."))], choices=lambda: labels.choices(Sector)
    )
    province = base.province(_l("Province"), required=False)
    size = NumberField(
        _l("How many people it may nominate"),
        [
            InputRequired(_l("Fill in this field.")),
            NumberRange(1, LARGEST, _l("Enter a number from %(min)d to %(max)d.")),
        ],
        render_kw={"inputmode": "numeric", "min": 1, "max": LARGEST},
    )
    nominations_close_at = moments.moment(
        _l("Nominations until"),
        description=_l("Empty: until the event begins."),
    )
    contact_name = base.line(_l("Name of the contact person"), render_kw={"autocomplete": "off"})
    contact_email = base.email(
        _l("Email address of the contact person"),
        description=_l("The link for nominating goes to this address."),
        render_kw={"autocomplete": "off"},
    )
    locale = SelectField(
        _l("Language of emails"),
        choices=[SelectChoice("tr", "Türkçe"), SelectChoice("en", "English")],
        default="tr",
    )

    def __init__(
        self, event: Event, *, delegation: Delegation | None = None, **options: Any
    ) -> None:
        names = (
            "institution",
            "sector",
            "province",
            "size",
            "contact_name",
            "contact_email",
            "locale",
        )
        shown = {name: getattr(delegation, name) for name in names} if delegation else {}
        if delegation:
            closes = moments.local(delegation.nominations_close_at, site_zone())
            shown["nominations_close_at"] = closes
        super().__init__(**shown, **options)
        self._event, self._zone = event, site_zone()
        moments.name_clock(self._zone, event.timezone, self.nominations_close_at)

    def validate_nominations_close_at(self, field: Any) -> None:
        if field.data and field.moment(self._zone) > self._event.starts_at:
            raise ValidationError(_("Choose a time before the event begins."))

    def details(self) -> DelegationDetails:
        return DelegationDetails(
            institution=self.institution.data,
            sector=Sector(self.sector.data),
            province=self.province.data,
            contact_name=self.contact_name.data,
            contact_email=self.contact_email.data,
            locale=self.locale.data,
            size=self.size.data,
            nominations_close_at=self.nominations_close_at.moment(self._zone),
        )
