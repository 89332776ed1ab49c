"""The contact persons of provinces and of the whole site."""

from datetime import datetime

from extensions import db
from models.audit import AuditAction
from models.contacts import Contact, SharedContact
from models.users import User
from operations.base.audit import record
from operations.events.events import OutsideProvince
from policy import places_of_contacts


def change_contact(place: str, contact: Contact, *, by: User | None, at: datetime) -> None:
    """Set who is asked about the place's events, where an event names nobody. Raises
    OutsideProvince."""
    if by is not None and place not in places_of_contacts(by):
        raise OutsideProvince
    # Locked and read anew: two changes at once must not come to the same version.
    row = db.session.get(SharedContact, place, with_for_update=True, populate_existing=True)
    if row is None:
        row = SharedContact(place=place, version=0)
        db.session.add(row)
    row.contact_name, row.contact_email = contact.name, contact.email
    row.contact_phone = contact.phone
    row.version += 1
    record(AuditAction.CONTACT_CHANGED, at=at, by=by, place=place)
    db.session.flush()
