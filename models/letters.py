from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_of
from models.events import Event
from models.registrations import Registration
from models.users import User


class LetterKind(StrEnum):
    REGISTRATION_CONFIRMED = "registration_confirmed"
    REGISTRATION_RECEIVED = "registration_received"
    REGISTRATION_WAITLISTED = "registration_waitlisted"
    REGISTRATION_DECLINED = "registration_declined"
    REGISTRATION_CANCELLED = "registration_cancelled"
    REGISTRATION_CHANGED = "registration_changed"
    ADDRESS_CHANGED = "address_changed"
    """To the address that letters went to before."""
    PLACE_OFFERED = "place_offered"
    OFFER_LAPSED = "offer_lapsed"
    PLACE_PASSED_ON = "place_passed_on"
    """To whom someone else has passed their place on."""
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
    WITHDRAWN = "withdrawn"
    """Its mailing was stopped before it left."""


class Letter(Base):
    """The outbox: a letter as it will be read, written with the change that it tells of."""

    __tablename__ = "letters"
    __table_args__ = (
        sa.Index("ix_letters_status_id", "status", "id"),
        sa.Index("ix_letters_event_id_status_id", "event_id", "status", "id"),
        # The status first, though all are queued: SQLite knows no better index then.
        sa.Index(
            "ix_letters_due",
            "status",
            "due_at",
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        ),
        # Those that someone waits for leave before the letters of a mailing.
        sa.Index(
            "ix_letters_due_first",
            "status",
            "mailing_id",
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
    """One letter to many people of an event, whom the worker writes to in the order of their numbers.

    A free letter of an organizer, or one of ours that many people get at once: reminders, changes
    of the event. Who they are is written down when it is sent: `recipients`.
    """

    __tablename__ = "mailings"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(enum_of(LetterKind), default=LetterKind.MESSAGE)
    once_key: Mapped[str] = mapped_column(unique=True)
    """What it is sent for: a form sent twice, a day's reminder by two workers make one mailing."""
    filter: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    """The query of the list's address."""
    subject: Mapped[str] = mapped_column(default="")
    """Subject and body hold placeholders; empty in letters of ours. No English: the Turkish.

    Of an event that was called off the body is the reason, as it is.
    """
    subject_en: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    body_en: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    people: Mapped[int] = mapped_column(default=0)
    """How many it was sent to, also those without an address."""
    written_up_to: Mapped[int] = mapped_column(default=0)
    """The number of the last registration that was written to."""
    finished_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    created_by: Mapped[User | None] = relationship()


recipients: sa.Table = sa.Table(
    "mailing_recipients",
    Base.metadata,
    sa.Column("mailing_id", sa.ForeignKey("mailings.id"), primary_key=True),
    sa.Column("registration_id", sa.ForeignKey("registrations.id"), primary_key=True, index=True),
)
"""Whom a mailing is for; kept until it is finished."""
