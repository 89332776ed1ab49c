from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_of
from models.events import Event, InvalidTransition, Session
from models.parties import Party
from models.places import Quota
from models.sectors import Sector


class RegistrationStatus(StrEnum):
    PENDING = "pending"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    """A place is kept for them until `offered_until`."""
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"

    def can_become(self, new: "RegistrationStatus") -> bool:
        return new in _TRANSITIONS[self]

    @property
    def holds_place(self) -> bool:
        return self in (RegistrationStatus.CONFIRMED, RegistrationStatus.OFFERED)


_S = RegistrationStatus
STANDING = (_S.PENDING, _S.WAITLISTED, _S.OFFERED, _S.CONFIRMED)
"""The person is on the list: with a place, waiting for one, or for a decision."""
# An organizer may change their mind, so declined and cancelled are not the end.
_TRANSITIONS = {
    _S.PENDING: {_S.WAITLISTED, _S.CONFIRMED, _S.DECLINED, _S.CANCELLED},
    _S.WAITLISTED: {_S.OFFERED, _S.CONFIRMED, _S.DECLINED, _S.CANCELLED},
    _S.OFFERED: {_S.WAITLISTED, _S.CONFIRMED, _S.DECLINED, _S.CANCELLED},
    _S.CONFIRMED: {_S.WAITLISTED, _S.DECLINED, _S.CANCELLED},
    _S.DECLINED: {_S.WAITLISTED, _S.CONFIRMED},
    _S.CANCELLED: {_S.WAITLISTED, _S.CONFIRMED},
}


class RegistrationSource(StrEnum):
    ONLINE = "online"
    ORGANIZER = "organizer"
    API = "api"
    DELEGATION = "delegation"
    IMPORT = "import"
    DOOR = "door"
    """Came without a registration and was put on the list at the desk."""


class Gender(StrEnum):
    """Asked only where a selection balances by it; the answer is optional."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


class ConsentPurpose(StrEnum):
    """Each consent is for one purpose and can be refused without losing the place."""

    FUTURE_EVENTS = "future_events"
    PHOTOS = "photos"


def _index_of_few(name: str, column: str, where: str) -> sa.Index:
    return sa.Index(name, column, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


class Registration(Base):
    """A person on the list of one event."""

    __tablename__ = "registrations"
    __table_args__ = (
        sa.Index("ix_registrations_event_id_sort_key_id", "event_id", "sort_key", "id"),
        # For counts by status, and for who has waited longest.
        sa.Index(
            "ix_registrations_event_id_status_status_changed_at",
            "event_id",
            "status",
            "status_changed_at",
        ),
        # For the list of one status, also where few of a hundred thousand have it.
        sa.Index(
            "ix_registrations_event_id_status_sort_key_id", "event_id", "status", "sort_key", "id"
        ),
        # For searches, which read only this index: six times faster on SQLite. PostgreSQL reads the
        # table as fast and refuses entries this long, so there the index is empty.
        sa.Index(
            "ix_registrations_searched",
            "event_id",
            "status",
            "merged_into_id",
            "sector",
            "province",
            "phone",
            "search_key",
            postgresql_where=sa.text("false"),
        ),
        # For finding registrations that may be the same person's.
        sa.Index("ix_registrations_event_id_name_key_id", "event_id", "name_key", "id"),
        sa.Index("ix_registrations_event_id_email", "event_id", "email"),
        # For «My registrations», and for people who share an address.
        sa.Index("ix_registrations_email", "email"),
        sa.Index("ix_registrations_event_id_mailbox", "event_id", "mailbox"),
        _index_of_few(
            "ix_registrations_mailbox_until", "mailbox_until", "mailbox_until IS NOT NULL"
        ),
        _index_of_few("ix_registrations_offered_until", "offered_until", "status = 'offered'"),
        _index_of_few("ix_registrations_stands_back", "event_id", "stands_back"),
        _index_of_few("ix_registrations_awaits_letter", "id", "awaits_letter"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"))
    status: Mapped[RegistrationStatus] = mapped_column(enum_of(RegistrationStatus))
    status_reason: Mapped[str] = mapped_column(default="")
    """What the organizer or the person said when declining or cancelling."""
    given_name: Mapped[str]
    family_name: Mapped[str]
    email: Mapped[str | None]
    mailbox: Mapped[str | None]
    """Where letters to the address arrive: see `lib.emails.mailbox_of`."""
    phone: Mapped[str | None]
    """In E.164, such as +905321234567."""
    sector: Mapped[Sector] = mapped_column(enum_of(Sector))
    institution: Mapped[str] = mapped_column(default="")
    institution_role: Mapped[str] = mapped_column(default="")
    province: Mapped[str | None]
    gender: Mapped[Gender | None] = mapped_column(enum_of(Gender))
    locale: Mapped[str] = mapped_column(default="tr")
    source: Mapped[RegistrationSource] = mapped_column(enum_of(RegistrationSource))
    submission_key: Mapped[str | None] = mapped_column(unique=True)
    """One for each shown page and person: a second click finds the first one's row."""
    search_key: Mapped[str]
    sort_key: Mapped[str]
    name_key: Mapped[str]
    """The name folded for Turkish: people who share it may be the same person."""
    link_version: Mapped[int] = mapped_column(default=1)
    """Counted up to revoke the links to the person's page."""
    notice_version: Mapped[str | None]
    """Which information notice was shown; None when someone else entered the person."""
    registered_at: Mapped[datetime]
    status_changed_at: Mapped[datetime]
    offered_until: Mapped[datetime | None]
    """While offered: when the offer ends and the place goes to the next person."""
    mailbox_until: Mapped[datetime | None]
    """While the reader of the mailbox has not confirmed the registration: how long it is held."""
    reserve_rank: Mapped[int | None]
    """While waiting after a selection: the rank on the stratum's reserve list, from 1."""
    stands_back: Mapped[bool] = mapped_column(default=False)
    """While waiting: an organizer took the place away, and the waiting list does not give it back.
    The next place that somebody else gives up may be theirs again."""
    party_id: Mapped[int | None] = mapped_column(sa.ForeignKey("parties.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("delegations.id"), index=True)
    awaits_completion: Mapped[bool] = mapped_column(default=False)
    """The person was nominated and has not yet completed their data and consents."""
    awaits_letter: Mapped[bool] = mapped_column(default=False)
    """The person was entered with many others; the worker still has to write to them."""
    access_code: Mapped[str | None] = mapped_column(unique=True)
    """Opens the own page of people who have no e-mail of their own; they get it on paper."""
    merged_into_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("registrations.id", deferrable=True, initially="DEFERRED"), index=True
    )
    """The same person's other registration, which took over what this one held."""

    event: Mapped[Event] = relationship()
    party: Mapped[Party | None] = relationship()
    claims: Mapped[list["Claim"]] = relationship(
        back_populates="registration", cascade="all, delete-orphan"
    )
    chosen_sessions: Mapped[list[Session]] = relationship(
        secondary=lambda: chosen_sessions, order_by=lambda: Session.starts_at
    )
    ticket: Mapped["Ticket | None"] = relationship(
        primaryjoin=lambda: sa.and_(
            Ticket.registration_id == Registration.id, Ticket.revoked_at.is_(None)
        ),
        back_populates="registration",
        uselist=False,
    )
    consents: Mapped[list["Consent"]] = relationship(back_populates="registration")

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_confirmed(self) -> bool:
        return self.status is RegistrationStatus.CONFIRMED

    @property
    def awaits_mailbox(self) -> bool:
        """Whether the reader of the mailbox has yet to confirm this registration."""
        return self.mailbox_until is not None

    def has_offer(self, now: datetime) -> bool:
        """Whether a place is kept that the person can still accept."""
        offered = self.status is RegistrationStatus.OFFERED and not self.awaits_mailbox
        kept = offered and self.event.is_published and self.offered_until
        return bool(kept and now < kept)

    def waits_for_turn(self, now: datetime) -> bool:
        """Whether the waiting list gives this person a place when one becomes free."""
        waits = self.status is RegistrationStatus.WAITLISTED and not self.awaits_mailbox
        return waits and not self.event.approval and self.event.passes_places_on(now)

    @property
    def can_be_completed(self) -> bool:
        """Whether a nominee on a published event's list has yet to complete their data."""
        left = self.status in (RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED)
        return self.awaits_completion and not left and self.event.is_published

    def may_withdraw(self, now: datetime) -> bool:
        """Whether the person may give up the place; an offered one can be refused as long as it is
        kept, also when other changes are closed."""
        if (
            self.status is RegistrationStatus.OFFERED
            and self.offered_until
            and self.event.is_published
        ):
            return now < self.offered_until
        return self.event.takes_changes(now)

    def become(self, new: RegistrationStatus, *, at: datetime, reason: str = "") -> None:
        """Change the status. Raises InvalidTransition for an impossible step, or once merged."""
        if self.merged_into_id is not None or not self.status.can_become(new):
            raise InvalidTransition(f"registration: {self.status} → {new}")
        self.status, self.status_changed_at, self.status_reason = new, at, reason
        self.offered_until, self.mailbox_until, self.stands_back = None, None, False


class Claim(Base):
    """A place of a sector, session or choice that a registration holds, or needs while it waits.

    The event's own places need no row: everyone on the list claims one.
    """

    __tablename__ = "claims"

    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registrations.id"), primary_key=True
    )
    quota_id: Mapped[int] = mapped_column(sa.ForeignKey("quotas.id"), primary_key=True, index=True)

    registration: Mapped[Registration] = relationship(back_populates="claims")
    quota: Mapped[Quota] = relationship()


chosen_sessions: sa.Table = sa.Table(
    "chosen_sessions",
    Base.metadata,
    sa.Column("registration_id", sa.ForeignKey("registrations.id"), primary_key=True),
    sa.Column("session_id", sa.ForeignKey("sessions.id"), primary_key=True, index=True),
)


class Consent(Base):
    """What a person allowed, for one purpose, until they take it back."""

    __tablename__ = "consents"
    __table_args__ = (sa.UniqueConstraint("registration_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registrations.id"))
    purpose: Mapped[ConsentPurpose] = mapped_column(enum_of(ConsentPurpose))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship(back_populates="consents")


class Ticket(Base):
    """What admits a confirmed person. A lost one is revoked and a new row takes its place."""

    __tablename__ = "tickets"
    __table_args__ = (
        sa.Index(
            "uq_tickets_one_valid",
            "registration_id",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
        sa.Index("ix_tickets_registration_id", "registration_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registrations.id"))
    public_id: Mapped[bytes] = mapped_column(sa.LargeBinary(8), unique=True)
    """The random number in the QR."""
    short_code: Mapped[str] = mapped_column(unique=True)
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship(back_populates="ticket")
