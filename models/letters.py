from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_of
from models.events import Event
from models.registrations import Registration


class LetterKind(StrEnum):
    REGISTRATION_CONFIRMED = "registration_confirmed"
    REGISTRATION_RECEIVED = "registration_received"
    REGISTRATION_WAITLISTED = "registration_waitlisted"
    REGISTRATION_DECLINED = "registration_declined"
    REGISTRATION_CANCELLED = "registration_cancelled"
    REGISTRATION_CHANGED = "registration_changed"
    PLACE_OFFERED = "place_offered"
    OFFER_LAPSED = "offer_lapsed"
    PARTICIPANT_REMINDED = "participant_reminded"
    PARTICIPANT_NOMINATED = "participant_nominated"
    ANSWERS_REQUESTED = "answers_requested"
    APPLICATION_INCOMPLETE = "application_incomplete"
    APPLICATION_CHOSEN = "application_chosen"
    APPLICATION_RESERVED = "application_reserved"
    APPLICATION_DECLINED = "application_declined"
    DELEGATION_INVITED = "delegation_invited"
    EVENT_CALLED_OFF = "event_called_off"
    MESSAGE = "message"
    """A free letter of an organizer."""
    REGISTRATIONS_LISTED = "registrations_listed"
    """«My registrations»."""
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
        sa.Index("ix_letters_event_id_status_id", "event_id", "status", "id"),
        sa.Index(
            "ix_letters_due",
            "due_at",
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LetterKind] = mapped_column(enum_of(LetterKind))
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("events.id"))
    """None: about no event in particular."""
    registration_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("registrations.id"), index=True
    )
    """None: to someone who is on no list, such as the contact of a delegation."""
    mailing_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mailings.id"), index=True)
    once_key: Mapped[str | None] = mapped_column(unique=True)
    """Where a letter must be written once for ever, such as «reminder:7:123»."""
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

    event: Mapped[Event | None] = relationship()
    registration: Mapped[Registration | None] = relationship()


class LetterWording(Base):
    """What an organizer says in an event's letters of one kind, in place of our words.

    Subject and body hold placeholders such as {name}; an empty English text means the Turkish one.
    """

    __tablename__ = "letter_wordings"
    __table_args__ = (sa.UniqueConstraint("event_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"))
    kind: Mapped[LetterKind] = mapped_column(enum_of(LetterKind))
    subject: Mapped[str]
    subject_en: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    body_en: Mapped[str] = mapped_column(default="")

    event: Mapped[Event] = relationship()


class Mailing(Base):
    """A free letter to everyone whom a filter of the participants' list finds.

    The worker writes the letters, in the order of the registrations' numbers.
    """

    __tablename__ = "mailings"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    filter: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """The query of the list's address."""
    subject: Mapped[str]
    subject_en: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    body_en: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    written_up_to: Mapped[int] = mapped_column(default=0)
    """The number of the last registration that was looked at."""
    finished_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()


class ListingRequest(Base):
    """Someone asked for «my registrations» at this address; the worker looks whether there are any.

    The same row is written for every address, known or not, so that nobody can tell which are
    known. As long as it stays, another request for the address asks for nothing new.
    """

    __tablename__ = "listing_requests"

    email: Mapped[str] = mapped_column(primary_key=True)
    locale: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
