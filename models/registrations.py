from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_of
from models.events import Event, InvalidTransition
from models.sectors import Sector


class RegistrationStatus(StrEnum):
    PENDING = "pending"
    WAITLISTED = "waitlisted"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"

    def can_become(self, new: "RegistrationStatus") -> bool:
        return new in _TRANSITIONS[self]


_S = RegistrationStatus
# An organizer may change their mind, so declined and cancelled are not the end.
_TRANSITIONS = {
    _S.PENDING: {_S.WAITLISTED, _S.CONFIRMED, _S.DECLINED, _S.CANCELLED},
    _S.WAITLISTED: {_S.CONFIRMED, _S.DECLINED, _S.CANCELLED},
    _S.CONFIRMED: {_S.WAITLISTED, _S.DECLINED, _S.CANCELLED},
    _S.DECLINED: {_S.WAITLISTED, _S.CONFIRMED},
    _S.CANCELLED: {_S.WAITLISTED, _S.CONFIRMED},
}


class RegistrationSource(StrEnum):
    ONLINE = "online"
    ORGANIZER = "organizer"
    API = "api"


class ConsentPurpose(StrEnum):
    """Each consent is for one purpose and can be refused without losing the place."""

    FUTURE_EVENTS = "future_events"
    PHOTOS = "photos"


class Registration(Base):
    """A person on the list of one event."""

    __tablename__ = "registrations"
    __table_args__ = (
        sa.Index("ix_registrations_event_id_sort_key_id", "event_id", "sort_key", "id"),
        # Counts by status, and who has waited longest.
        sa.Index(
            "ix_registrations_event_id_status_status_changed_at",
            "event_id",
            "status",
            "status_changed_at",
        ),
        sa.Index("ix_registrations_event_id_email", "event_id", "email"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"))
    status: Mapped[RegistrationStatus] = mapped_column(enum_of(RegistrationStatus))
    status_reason: Mapped[str] = mapped_column(default="")
    """What the organizer or the person said when declining or cancelling."""
    given_name: Mapped[str]
    family_name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    """E.164."""
    sector: Mapped[Sector] = mapped_column(enum_of(Sector))
    institution: Mapped[str] = mapped_column(default="")
    institution_role: Mapped[str] = mapped_column(default="")
    province: Mapped[str | None]
    locale: Mapped[str] = mapped_column(default="tr")
    source: Mapped[RegistrationSource] = mapped_column(enum_of(RegistrationSource))
    submission_key: Mapped[str | None] = mapped_column(unique=True)
    """One for each form shown and person in it: a second click finds the first one's row."""
    search_key: Mapped[str]
    sort_key: Mapped[str]
    link_version: Mapped[int] = mapped_column(default=1)
    """Counted up to revoke the links to the person's page."""
    notice_version: Mapped[str | None]
    """Which information notice was shown; none when someone else entered the person."""
    registered_at: Mapped[datetime]
    status_changed_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
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

    def become(self, new: RegistrationStatus, *, at: datetime, reason: str = "") -> None:
        """Raises InvalidTransition."""
        if not self.status.can_become(new):
            raise InvalidTransition(f"registration: {self.status} → {new}")
        self.status, self.status_changed_at, self.status_reason = new, at, reason


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
