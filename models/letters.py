from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_of
from models.registrations import Registration


class LetterKind(StrEnum):
    REGISTRATION_CONFIRMED = "registration_confirmed"
    REGISTRATION_RECEIVED = "registration_received"
    REGISTRATION_WAITLISTED = "registration_waitlisted"
    REGISTRATION_DECLINED = "registration_declined"
    REGISTRATION_CANCELLED = "registration_cancelled"
    FEEDBACK_INVITED = "feedback_invited"


class LetterStatus(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Letter(Base):
    """The outbox: a letter as it will be read, written with the change that it tells of."""

    __tablename__ = "letters"
    __table_args__ = (
        sa.Index("ix_letters_status_id", "status", "id"),
        sa.Index(
            "ix_letters_due",
            "due_at",
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LetterKind] = mapped_column(enum_of(LetterKind))
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registrations.id"), index=True)
    to_address: Mapped[str]
    to_name: Mapped[str]
    locale: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    """Stays the same however often sending is tried, so that receivers can drop a repetition."""
    status: Mapped[LetterStatus] = mapped_column(enum_of(LetterStatus), default=LetterStatus.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    """When to try (again); a worker that takes the letter moves this past its lease."""
    lease: Mapped[str | None]
    """The worker that has the letter now."""
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship()
