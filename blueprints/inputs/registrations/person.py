"""What a participant enters about themselves."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from blueprints.base import labels
from blueprints.base.languages import language
from blueprints.inputs.base import fields as base
from blueprints.inputs.base.submissions import new_submission_key, ours_or_new
from models.registrations import ConsentPurpose, Gender
from models.sectors import Sector
from operations.base.details import PersonDetails

ONE_NAME = _l("Leave it empty only if the name has one part.")


def _genders() -> list[SelectChoice]:
    return [*labels.choices(Gender), SelectChoice("", _("I would rather not say"))]


def _gender(value: Any) -> Gender | None:
    """Raises ValueError for a value that is no gender."""
    return Gender(value) if value else None


class PersonForm(base.Form):
    given_name = base.name(_l("Given name"), render_kw={"autocomplete": "given-name"})
    family_name = base.name(
        _l("Family name"),
        required=False,
        description=ONE_NAME,
        render_kw={"autocomplete": "family-name"},
    )
    email = base.email(
        _l("Email"),
        description=_l("Your ticket is sent to this address."),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    phone = base.phone(
        _l("Phone"),
        description=_l("Only for urgent changes, such as a new venue."),
        render_kw={"autocomplete": "tel"},
    )
    sector = RadioField(
        _l("Who do you represent?"),
        [InputRequired(_l("Choose one."))],
        choices=lambda: labels.choices(Sector),
    )
    institution = base.line(
        _l("Institution or organisation that you represent"),
        render_kw={"autocomplete": "organization"},
    )
    institution_role = base.line(
        _l("Your role there"), required=False, render_kw={"autocomplete": "organization-title"}
    )
    province = base.province(_l("Province"))
    gender = RadioField(
        _l("Gender"),
        [Optional()],
        choices=_genders,
        coerce=_gender,
        invalid_value_message=_l("Choose one."),
        description=_l("Asked only to balance the selection."),
    )
    """Shown only if the event asks for it."""

    validate_given_name = validate_family_name = base.no_identity_number
    validate_institution = validate_institution_role = base.no_identity_number

    def ask_no_email(self, why: str) -> None:
        """Make the e-mail optional, for people who get no letters; `why` is shown as its hint."""
        self.email.validators = [Optional(), base.deliverable]
        self.email.flags.required = False
        self.email.description = why

    def person(self) -> PersonDetails:
        return replace(
            self.in_short(),
            institution_role=self.institution_role.data or "",
            province=self.province.data,
            gender=self.gender.data,
        )

    def in_short(self) -> PersonDetails:
        """The details asked of everybody, also in a hurry at the desk."""
        return PersonDetails(
            given_name=self.given_name.data,
            family_name=self.family_name.data or "",
            email=self.email.data or None,
            phone=self.phone.data or None,
            sector=Sector(self.sector.data),
            institution=self.institution.data or "",
            locale=language(),
        )


class RegistrationForm(PersonForm):
    """The public form: the notice is shown; consents are separate, unticked and optional."""

    submission_key = HiddenField(default=new_submission_key, filters=[ours_or_new])
    future_events = BooleanField(labels.label_of(ConsentPurpose.FUTURE_EVENTS))
    photos = BooleanField(labels.label_of(ConsentPurpose.PHOTOS))

    @property
    def consents(self) -> list[ConsentPurpose]:
        return [purpose for purpose in ConsentPurpose if self[purpose.value].data]


class CancellationForm(base.Form):
    """For the person's own cancellation; nobody has to give a reason."""

    reason = base.paragraphs(
        _l("Why can you not come?"),
        required=False,
        longest=500,
        description=_l("The organisers read it."),
        render_kw={"rows": 2},
    )
    validate_reason = base.no_identity_number
