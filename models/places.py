"""Places that can run out: of an event, and of its sectors, sessions and choices."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, enum_of
from models.sectors import Sector


class QuotaScope(StrEnum):
    EVENT = "event"
    SECTOR = "sector"
    SESSION = "session"
    CHOICE = "choice"


class Quota(Base):
    """Places that can run out. Only conditional UPDATEs change `taken`.

    Every event has one for the whole; sectors, sessions and choices of a question have one where
    they are limited on their own.
    """

    __tablename__ = "quotas"
    __table_args__ = (
        sa.CheckConstraint("taken >= 0", name="not_negative"),
        sa.CheckConstraint("capacity IS NULL OR taken <= capacity", name="never_oversold"),
        sa.UniqueConstraint("event_id", "sector"),
        sa.Index(
            "uq_quotas_of_event",
            "event_id",
            unique=True,
            sqlite_where=sa.text("scope = 'event'"),
            postgresql_where=sa.text("scope = 'event'"),
        ),
        sa.Index("ix_quotas_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"))
    scope: Mapped[QuotaScope] = mapped_column(enum_of(QuotaScope), default=QuotaScope.EVENT)
    sector: Mapped[Sector | None] = mapped_column(enum_of(Sector))
    session_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sessions.id"), unique=True)
    choice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("choices.id"), unique=True)
    capacity: Mapped[int | None]
    """None: no limit."""
    taken: Mapped[int] = mapped_column(default=0)
    strata_version: Mapped[int] = mapped_column(default=0)
    """Only on the event's own row: counted up whenever a limit of a sector, session or choice is
    added or removed."""

    @property
    def left(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        return self.left == 0
