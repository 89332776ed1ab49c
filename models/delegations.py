from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_of
from models.events import Event
from models.sectors import Sector


class Delegation(Base):
    """An institution that was asked to nominate people for an event."""

    __tablename__ = "delegations"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    institution: Mapped[str]
    sector: Mapped[Sector] = mapped_column(enum_of(Sector))
    province: Mapped[str | None]
    contact_name: Mapped[str]
    contact_email: Mapped[str]
    locale: Mapped[str] = mapped_column(default="tr")
    size: Mapped[int]
    """How many people it may nominate."""
    nominations_close_at: Mapped[datetime | None]
    link_version: Mapped[int] = mapped_column(default=1)
    """Counted up to revoke the contact's link."""
    created_at: Mapped[datetime]

    event: Mapped[Event] = relationship()

    @property
    def closes_at(self) -> datetime:
        """Until when people can be nominated and taken back: its own deadline, at the latest the
        beginning of the event."""
        starts_at = self.event.starts_at
        return min(self.nominations_close_at or starts_at, starts_at)

    def takes_nominations(self, now: datetime) -> bool:
        return self.event.is_published and now < self.closes_at
