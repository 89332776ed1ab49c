from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_of
from models.devices import Device
from models.events import Event
from models.users import User


class AccessKind(StrEnum):
    """What of people's data was opened."""

    LIST = "list"
    """Several people on a page."""
    PERSON = "person"
    EXPORT = "export"
    """Several people in a file."""
    PROGRAM = "program"
    """By a call of the API."""


class Access(Base):
    """Somebody opened people's data: written before it is shown, or it is not shown."""

    __tablename__ = "accesses"
    __table_args__ = (
        sa.Index("ix_accesses_user_id_at", "user_id", "at"),
        sa.Index("ix_accesses_registration_id_at", "registration_id", "at"),
        sa.Index("ix_accesses_event_id_at", "event_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[AccessKind] = mapped_column(enum_of(AccessKind))
    page: Mapped[str]
    """The page's or the call's route, such as «organizer.registrations.index»."""
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    """None: a phone that was paired by a code."""
    device_id: Mapped[int | None] = mapped_column(sa.ForeignKey("devices.id"))
    """The phone at the door that searched for people."""
    token_id: Mapped[int | None] = mapped_column(sa.ForeignKey("api_tokens.id"))
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("events.id"))
    registration_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    """Of one person; no foreign key, since the row outlives the person's."""
    narrowed_by: Mapped[str] = mapped_column(default="")
    """The filter, as in the address; of a search only that there was one."""
    people: Mapped[int]
    sensitive: Mapped[bool] = mapped_column(default=False)
    """Whether sensitive answers were among it."""

    user: Mapped[User | None] = relationship()
    device: Mapped[Device | None] = relationship()
    event: Mapped[Event | None] = relationship()
