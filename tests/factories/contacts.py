"""Contact persons of provinces and of the whole site."""

from typing import Any

from extensions import db
from models.contacts import WHOLE_SITE, Contact
from operations.events.contacts import change_contact
from tests.factories import NOW

AYSE = Contact("Ayşe Öztürk", "ayse@example.org", "+903642130000")
OF_EVENT: dict[str, Any] = {
    "contact_name": AYSE.name,
    "contact_email": AYSE.email,
    "contact_phone": AYSE.phone,
}
"""Her as an event's own details."""


def shared_contact(place: str = WHOLE_SITE, **values: Any) -> Contact:
    contact = Contact(**{"name": f"{place} masası", "email": f"{place}@example.org", **values})
    change_contact(place, contact, by=None, at=NOW)
    db.session.commit()
    return contact
