"""People nominated by an institution: one by one, or from a file."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField
from wtforms.fields import SelectChoice

from blueprints.base.languages import language
from blueprints.inputs.base import fields as base
from blueprints.inputs.registrations.person import ONE_NAME, RegistrationForm
from lib.file_kinds import XLSX
from lib.spreadsheets import LARGEST
from models.delegations import Delegation
from models.registrations import Registration
from operations.base.details import PersonDetails


class NomineeForm(base.Form):
    given_name = base.name(_l("Given name"), render_kw={"autocomplete": "off"})
    family_name = base.name(
        _l("Family name"),
        required=False,
        description=ONE_NAME,
        render_kw={"autocomplete": "off"},
    )
    email = base.email(
        _l("Email"),
        required=False,
        description=_l("Without an address of their own the person gets a code on paper."),
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    phone = base.phone(_l("Phone"), render_kw={"autocomplete": "off"})
    institution_role = base.line(
        _l("Role in the organisation"), required=False, render_kw={"autocomplete": "off"}
    )

    validate_given_name = validate_family_name = base.no_identity_number
    validate_institution_role = base.no_identity_number

    def person(self, delegation: Delegation) -> PersonDetails:
        return PersonDetails(
            given_name=self.given_name.data,
            family_name=self.family_name.data or "",
            email=self.email.data or None,
            phone=self.phone.data or None,
            institution_role=self.institution_role.data or "",
            sector=delegation.sector,
            institution=delegation.institution,
            province=delegation.province,
            locale=delegation.locale,
        )


class TableForm(base.Form):
    """A file with people."""

    table = FileField(
        _l("Table as XLSX or CSV"),
        [FileRequired(_l("Choose a file."))],
        render_kw={"accept": f".xlsx,.csv,text/csv,{XLSX.mimetype}"},
    )

    @property
    def content(self) -> bytes:
        """The content, at most one byte more than allowed: the reader then refuses it."""
        return bytes(self.table.data.read(LARGEST + 1))


class ImportForm(TableForm):
    locale = SelectField(
        _l("Language of emails"),
        choices=[SelectChoice("tr", "Türkçe"), SelectChoice("en", "English")],
        default="tr",
        description=_l("For people whose language is not in the table."),
    )
    letters = BooleanField(
        _l("Email each person about their registration"),
        description=_l("Leave it unticked if they already know."),
    )


class CompletionForm(RegistrationForm):
    """What a nominated person enters about themselves; the sector is known already."""

    submission_key = sector = institution = None

    @classmethod
    def of(cls, registration: Registration, **options: Any) -> "CompletionForm":
        """The form for this person: e-mail is required after a letter, optional after a code."""
        form = cls(**{name: getattr(registration, name) for name in _PREFILLED}, **options)
        if registration.access_code is not None:
            form.ask_no_email(
                _(
                    "Only if you have one of your own. Otherwise keep the code on paper: it opens "
                    "your ticket."
                )
            )
        return form

    def completed(self, registration: Registration) -> PersonDetails:
        return PersonDetails(
            given_name=self.given_name.data,
            family_name=self.family_name.data or "",
            email=self.email.data or None,
            phone=self.phone.data or None,
            sector=registration.sector,
            institution=registration.institution,
            institution_role=self.institution_role.data or "",
            province=self.province.data,
            gender=registration.gender,
            locale=language(),
        )


_PREFILLED = ("given_name", "family_name", "email", "phone", "institution_role", "province")
