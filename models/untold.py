from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.events import Session


class UntoldChange(Base):
    """What people believe of an event, or of a session that they chose, while it has been changed
    and nobody has told them: the row goes once they are told, or an organizer decides not to."""

    __tablename__ = "untold_changes"
    __table_args__ = (
        sa.Index(
            "uq_untold_changes_of_event",
            "event_id",
            unique=True,
            sqlite_where=sa.text("session_id IS NULL"),
            postgresql_where=sa.text("session_id IS NULL"),
        ),
        sa.Index("ix_untold_changes_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"))
    session_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("sessions.id", ondelete="CASCADE"), unique=True
    )
    """None: it is about the event itself."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    timezone: Mapped[str]
    place: Mapped[str]
    """The event's address in one line, or the session's room."""
    changed_at: Mapped[datetime]
    """When the first of the changes was made that nobody has been told."""

    session: Mapped[Session | None] = relationship()
