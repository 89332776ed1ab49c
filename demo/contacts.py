"""Whom people can ask: the whole site's contact person and those of some provinces."""

from datetime import datetime

from lib.provinces import PROVINCES
from models.contacts import WHOLE_SITE, Contact
from models.users import User
from operations.events.contacts import change_contact

_OFFICES = {"06": "+903120000000", "16": "+902240000000", "19": "+903640000000"}


def add_contacts(*, by: User, at: datetime) -> None:
    site = Contact("Program destek masası", "destek@example.org", "+903120000001")
    change_contact(WHOLE_SITE, site, by=by, at=at)
    for place, phone in _OFFICES.items():
        office = Contact(
            f"{PROVINCES[place]} sivil toplum masası", f"masa{place}@example.org", phone
        )
        change_contact(place, office, by=by, at=at)
