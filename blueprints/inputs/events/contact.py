"""Whom people can ask: fields of an event's form, and a form of their own for provinces."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from blueprints.inputs.base import fields as base
from models.contacts import Contact

CONTACT_FIELDS = ("contact_name", "contact_email", "contact_phone")
NEEDS_A_WAY = _l("Add an email address or a phone number: a name alone is not shown.")
# The browser would fill in those of whoever sits before it.
_NOT_OWN = {"autocomplete": "off"}


class ContactFields:
    contact_name = base.line(
        _l("Name of the contact person"),
        required=False,
        longest=base.NAME,
        description=_l(
            "A person or an office. Everyone can see name, email address and phone number: on the event page and in emails about the event."
        ),
        render_kw=_NOT_OWN,
    )
    contact_email = base.email(
        _l("Email address of the contact person"),
        required=False,
        description=_l("Replies to our emails go to this address."),
        render_kw=_NOT_OWN,
    )
    contact_phone = base.phone(_l("Phone number of the contact person"), render_kw=_NOT_OWN)

    def contact(self) -> Contact:
        return Contact(
            self.contact_name.data or "",
            self.contact_email.data or None,
            self.contact_phone.data or None,
        )


class ContactForm(ContactFields, base.Form):
    """The contact person of a province or of the whole site; all empty: there is none."""

    def __init__(self, shown: Contact, **options: Any) -> None:
        super().__init__(
            **{f"contact_{name}": value for name, value in vars(shown).items()}, **options
        )

    def validate_contact_name(self, _field: Any) -> None:
        if self.contact().is_only_a_name:
            raise ValidationError(NEEDS_A_WAY)
