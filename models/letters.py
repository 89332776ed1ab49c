from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lib.emails import mailbox_of
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
    """Goes to the address that letters went to before."""
    MAILBOX_ASKED = "mailbox_asked"
    """Whether the registrations with this address are its reader's."""
    PLACE_OFFERED = "place_offered"
    OFFER_LAPSED = "offer_lapsed"
    PLACE_PASSED_ON = "place_passed_on"
    """Goes to the person who got somebody else's place."""
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
    """The list that a person asked for under «My registrations»."""
    FEEDBACK_INVITED = "feedback_invited"
    SURVEY_INVITED = "survey_invited"
    """Invited to a survey, or to an event's form by address."""
    FEEDBACK_REMINDED = "feedback_reminded"
    LIST_PUBLISHED = "list_published"
    """This and the next two: what came of an event or a survey, as `NewsKind` has them."""
    ROAD_MAP_PUBLISHED = "road_map_published"
    ACTION_DONE = "action_done"
    PROGRESS_ASKED = "progress_asked"
    """Goes to an institution, as the next one."""
    PROGRESS_REMINDED = "progress_reminded"
    PROGRESS_MISSING = "progress_missing"
    """Goes to the organizer who asked."""
    SUBSCRIPTION_ASKED = "subscription_asked"
    """Whether the mailbox's reader wants to hear of a road map's changes."""
    CHANGES_DIGESTED = "changes_digested"
    ACCOUNT_INVITED = "account_invited"
    """This and the next five go to people who work with the programme, about their own accounts."""
    PASSWORD_FORGOTTEN = "password_forgotten"  # noqa: S105 - names of letters, no secrets
    PASSWORD_CHANGED_TOLD = "password_changed_told"  # noqa: S105
    RECOVERY_CODE_USED = "recovery_code_used"
    FACTORS_CHANGED = "factors_changed"
    FACTORS_RESET = "factors_reset"
    AUDIT_HEAD = "audit_head"
    """Goes to the witnesses of the audit record, once a day."""


HOLD_KEYS = (LetterKind.ACCOUNT_INVITED, LetterKind.PASSWORD_FORGOTTEN)
"""Whoever reads such a letter can take over an account: the back office never shows one, and its
words are kept only until it is sent."""


class LetterStatus(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    """It was taken back before it was sent: its mailing was stopped, or the person left the
    list."""


def _mailbox(context: Any) -> str:
    return mailbox_of(context.get_current_parameters()["to_address"])


class Letter(Base):
    """The outbox: a letter as it will be read, written in one transaction with the change it tells
    of."""

    __tablename__ = "letters"
    __table_args__ = (
        sa.Index("ix_letters_status_id", "status", "id"),
        sa.Index("ix_letters_event_id_status_id", "event_id", "status", "id"),
        # For what a mailbox got within the last hour.
        sa.Index("ix_letters_mailbox_sent_at", "mailbox", "sent_at"),
        # The status comes first, though all these rows are queued: only then does SQLite choose
        # this index.
        sa.Index(
            "ix_letters_due",
            "status",
            "due_at",
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        ),
        # Letters that someone waits for are sent before the letters of a mailing.
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
    """None: the letter is about no particular event."""
    registration_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("registrations.id"), index=True
    )
    """None: the recipient is on no list, such as the contact of a delegation."""
    mailing_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mailings.id"), index=True)
    has_entry: Mapped[bool] = mapped_column(default=False)
    """The person had a place when it was written: an entry for their calendar is enclosed."""
    once_key: Mapped[str | None] = mapped_column(unique=True)
    """Set where a letter must be written only once, such as «reminder:7:123»."""
    to_address: Mapped[str]
    mailbox: Mapped[str] = mapped_column(default=_mailbox)
    """Where letters to this address arrive: see `lib.emails.mailbox_of`."""
    to_name: Mapped[str]
    reply_to_address: Mapped[str] = mapped_column(default="")
    """The contact person's, as the letter itself names them; "": replies go to the sender."""
    reply_to_name: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    """Stays the same however often sending is tried, so that mailboxes can drop a repetition."""
    status: Mapped[LetterStatus] = mapped_column(enum_of(LetterStatus), default=LetterStatus.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    """When to try (again); a worker that takes the letter moves this to the end of its lease."""
    lease: Mapped[str | None]
    """The worker that is sending the letter now."""
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    event: Mapped[Event | None] = relationship()
    registration: Mapped[Registration | None] = relationship()


class LetterWording(Base):
    """An organizer's own text for an event's letters of one kind, in place of ours.

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
    """One letter to many people of an event; the worker writes to them in the order of their
    numbers.

    It is a free letter of an organizer, or one of ours that many people get at once: reminders,
    changes of the event. Whom it is for is fixed when it is sent: `recipients`.
    """

    __tablename__ = "mailings"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(enum_of(LetterKind), default=LetterKind.MESSAGE)
    once_key: Mapped[str] = mapped_column(unique=True)
    """What it is sent for, so that a button pressed twice, or two workers with a day's reminder,
    make one mailing."""
    filter: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    """A free letter: what the list was narrowed by, as in its address. A reminder: how many days
    ahead."""
    subject: Mapped[str] = mapped_column(default="")
    """Subject and body hold placeholders; both are empty in letters of ours. An empty English text
    means the Turkish one.

    In a mailing about an event that was called off the body is the reason, without placeholders.
    """
    subject_en: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    body_en: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    people: Mapped[int] = mapped_column(default=0)
    """How many people it was sent to, including those without an address."""
    written_up_to: Mapped[int] = mapped_column(default=0)
    """The number of the last registration to which the worker has written."""
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
"""Whom a mailing is for; the rows are kept until it is finished."""
