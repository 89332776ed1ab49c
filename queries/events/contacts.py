"""Whom people can ask where an event names nobody."""

import sqlalchemy as sa

from extensions import db
from models.contacts import NOBODY, WHOLE_SITE, Contact, SharedContact
from models.users import User
from policy import places_of_contacts


def site_contact() -> Contact:
    """The whole site's contact person, for what is about no event."""
    row = db.session.get(SharedContact, WHOLE_SITE)
    return row.own_contact if row else NOBODY


def contact_of(province: str | None) -> Contact:
    """Whom to ask about what belongs to a province or (None) to the whole programme: the province's
    contact person where they can be written to, else the whole site's."""
    row = db.session.get(SharedContact, province) if province else None
    return row.own_contact if row and row.contact_email else site_contact()


def contacts_for(user: User) -> dict[str, Contact]:
    """The contact persons of the places that the user answers for, empty ones too."""
    places = places_of_contacts(user)
    rows = db.session.scalars(sa.select(SharedContact).where(SharedContact.place.in_(places)))
    named = {row.place: row.own_contact for row in rows}
    return {place: named.get(place, NOBODY) for place in places}
