"""Tags and notes: what organizers keep beside a registration, for themselves."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.registrations import Registration
from models.users import User


class Tag(Base):
    """A word that an event's organizers give to participants, to find them again."""

    __tablename__ = "tags"
    __table_args__ = (sa.UniqueConstraint("event_id", "search_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"))
    name: Mapped[str]
    search_key: Mapped[str]
    """The name folded for Turkish, so that «VIP» and «vip» are one."""

    registrations: Mapped[list[Registration]] = relationship(secondary=lambda: tagged)


tagged: sa.Table = sa.Table(
    "tagged",
    Base.metadata,
    sa.Column("tag_id", sa.ForeignKey("tags.id"), primary_key=True),
    sa.Column("registration_id", sa.ForeignKey("registrations.id"), primary_key=True, index=True),
)


class Note(Base):
    """What one organizer wants the other organizers to know about a participant."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registrations.id"), index=True)
    text: Mapped[str]
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))

    registration: Mapped[Registration] = relationship()
    written_by: Mapped[User | None] = relationship()
