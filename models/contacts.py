"""Whom people can ask: the contact person of an event, of a province, of the whole site."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

WHOLE_SITE = "site"
"""Stands where a province's plate number would."""


@dataclass(frozen=True)
class Contact:
    """A person or an office, as everyone may read them."""

    name: str = ""
    email: str | None = None
    phone: str | None = None

    @property
    def is_reachable(self) -> bool:
        return bool(self.email or self.phone)

    @property
    def is_only_a_name(self) -> bool:
        return bool(self.name) and not self.is_reachable


NOBODY = Contact()


class WithContact:
    """Mixin: a row that may name a contact person of its own."""

    contact_name: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str | None]
    contact_phone: Mapped[str | None]

    @property
    def own_contact(self) -> Contact:
        return Contact(self.contact_name, self.contact_email, self.contact_phone)


class SharedContact(WithContact, Base):
    """The contact person of a province or of the whole site, for events without their own.

    A row that was emptied is kept, so that no version comes again.
    """

    __tablename__ = "shared_contacts"

    place: Mapped[str] = mapped_column(primary_key=True)
    """A province's plate number, or WHOLE_SITE."""
    version: Mapped[int]
    """Counted up by every change: kept pages show the contact person."""


class WithContacts(WithContact):
    """Mixin: such a row falls back on `shared_contacts`, the nearest first. Only what is needed is
    read."""

    if TYPE_CHECKING:
        shared_contacts: Mapped[list[SharedContact]]

    @property
    def contact(self) -> Contact:
        """Whom people are told to ask: the first who can be reached at all, else NOBODY."""
        return next((one for one in self._contacts() if one.is_reachable), NOBODY)

    @property
    def reply_to(self) -> Contact:
        """Who reads replies to letters: the first with an e-mail address, else NOBODY."""
        return next((one for one in self._contacts() if one.email), NOBODY)

    def _contacts(self) -> Iterator[Contact]:
        yield self.own_contact
        for shared in self.shared_contacts:
            yield shared.own_contact
