from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship
from sqlalchemy.orm import Session as OrmSession

from lib.provinces import PROVINCES
from lib.refusals import Refusal
from models.base import Base, enum_of, in_locale
from models.contacts import WHOLE_SITE, SharedContact, WithContacts
from models.places import Quota, QuotaScope

DEFAULT_OFFER_HOURS = 48


class EventKind(StrEnum):
    CIVIL_SOCIETY_DAY = "civil_society_day"
    STUDY_VISIT = "study_visit"
    TRAINING = "training"
    WORKSHOP = "workshop"
    CONFERENCE = "conference"
    CAPACITY_BUILDING = "capacity_building"
    FOCUS_GROUP = "focus_group"
    MEETING = "meeting"


class EventStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"

    def can_become(self, new: "EventStatus") -> bool:
        return new in _TRANSITIONS[self]


SEEN = (EventStatus.PUBLISHED, EventStatus.CANCELLED)
"""Events that everyone may see: one that was called off stays visible."""


_TRANSITIONS = {
    EventStatus.DRAFT: {EventStatus.PUBLISHED},
    EventStatus.PUBLISHED: {EventStatus.DRAFT, EventStatus.CANCELLED},
    EventStatus.CANCELLED: {EventStatus.PUBLISHED},
}


class InvalidTransition(Refusal):
    """The state table does not allow this step."""


class ShownOnEventPage:
    """Mixin: a change to such a row makes the kept copies of its event's page stale.

    `event` is None once the row was removed from its parent; the parent then counts as changed.
    """

    if TYPE_CHECKING:
        event: Any


class Event(WithContacts, Base):
    __tablename__ = "events"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.Index("ix_events_starts_at_id", "starts_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[EventKind] = mapped_column(enum_of(EventKind))
    status: Mapped[EventStatus] = mapped_column(enum_of(EventStatus), default=EventStatus.DRAFT)
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    """Markdown."""
    description_en: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    timezone: Mapped[str]
    """As the database of zones calls it; people read `lib.zones.place_of`."""
    province: Mapped[str | None] = mapped_column(index=True)
    """Plate number, such as 06; None for events abroad or online."""
    country: Mapped[str] = mapped_column(default="TR")
    """ISO 3166-1 alpha-2."""
    venue: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    waitlist: Mapped[bool] = mapped_column(default=False)
    offer_hours: Mapped[int | None]
    """How many hours a freed place is kept for the person it is offered to; None: no offer, the
    person gets it at once."""
    approval: Mapped[bool] = mapped_column(default=False)
    """Whether an organizer chooses among the applicants."""
    registration_opens_at: Mapped[datetime | None]
    registration_closes_at: Mapped[datetime | None]
    changes_close_at: Mapped[datetime | None]
    """Until when people may cancel and change by themselves; None: until the event begins."""
    transferable: Mapped[bool] = mapped_column(default=False)
    """Whether people may pass their place on to someone else."""
    asks_gender: Mapped[bool] = mapped_column(default=False)
    """Whether the form asks for the gender: only where the selection balances by it. The answer is
    optional."""
    reminder_days: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    """Confirmed people are reminded this many days before the event begins."""
    worded: Mapped[bool] = mapped_column(default=False)
    """Whether organizers have reworded letters of this event; otherwise no wording is looked
    for."""
    search_key: Mapped[str] = mapped_column(default="")
    """The text that a search looks through: titles, places and the province, folded for Turkish."""
    version: Mapped[int] = mapped_column(default=1)
    """Counted up by every change to what the public page shows."""
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))

    places: Mapped[Quota] = relationship(
        primaryjoin=lambda: sa.and_(Quota.event_id == Event.id, Quota.scope == QuotaScope.EVENT),
        lazy="joined",
        innerjoin=True,
        cascade="all, delete-orphan",
        overlaps="strata",
    )
    strata: Mapped[list[Quota]] = relationship(
        primaryjoin=lambda: sa.and_(Quota.event_id == Event.id, Quota.scope != QuotaScope.EVENT),
        order_by=lambda: Quota.id,
        overlaps="places",
        viewonly=True,
    )
    """The places of sectors, sessions and choices, where they are limited on their own."""
    shared_contacts: Mapped[list[SharedContact]] = relationship(
        primaryjoin=lambda: sa.or_(
            foreign(SharedContact.place) == Event.province, SharedContact.place == WHOLE_SITE
        ),
        order_by=lambda: SharedContact.place,
        viewonly=True,
    )
    """The province's contact person, then the whole site's."""
    sessions: Mapped[list["Session"]] = relationship(
        back_populates="event",
        order_by="Session.starts_at, Session.id",
        cascade="all, delete-orphan",
    )

    def become(self, new: EventStatus) -> None:
        """Change the status. Raises InvalidTransition where the state table has no such step."""
        if not self.status.can_become(new):
            raise InvalidTransition(f"event: {self.status} → {new}")
        self.status = new

    @property
    def is_published(self) -> bool:
        return self.status is EventStatus.PUBLISHED

    @property
    def is_called_off(self) -> bool:
        return self.status is EventStatus.CANCELLED

    def title_in(self, locale: str) -> str:
        return in_locale(locale, self.title, self.title_en)

    def description_in(self, locale: str) -> str:
        return in_locale(locale, self.description, self.description_en)

    @property
    def place(self) -> str:
        """The address in one line: «Kültür Merkezi, Gazi Caddesi 1, Çorum».

        The province is added only where the address lacks it.
        """
        province = PROVINCES.get(self.province or "", "")
        named = (self.venue, self.address, "" if province in self.address else province)
        return ", ".join(part for part in named if part)

    def day_of(self, moment: datetime) -> date:
        """The date of the moment in the event's own time zone."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()

    def is_on_its_days(self, moment: datetime) -> bool:
        """Whether the moment is on a day of the event, since an evening may run past the official
        end."""
        return self.day_of(self.starts_at) <= self.day_of(moment) <= self.day_of(self.ends_at)

    def days_of_agenda(self) -> list[list["Session"]]:
        """The sessions grouped by their day in the event's zone."""
        days = groupby(self.sessions, key=lambda session: self.day_of(session.starts_at))
        return [list(sessions) for _, sessions in days]

    def next_change(self, now: datetime) -> datetime | None:
        """When the event's page will next change by time alone: when registration opens or closes,
        or the event ends. None: never again."""
        moments = (self.registration_opens_at, self.registration_closes_at, self.ends_at)
        return min((moment for moment in moments if moment and moment > now), default=None)

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now

    def opens_later(self, now: datetime) -> bool:
        return self.registration_opens_at is not None and now < self.registration_opens_at

    def has_closed(self, now: datetime) -> bool:
        """Whether registration is over: at its own closing time, otherwise when the event ends."""
        return (self.registration_closes_at or self.ends_at) <= now

    def takes_changes(self, now: datetime) -> bool:
        """Whether people may still cancel and change by themselves."""
        return self.is_published and now < (self.changes_close_at or self.starts_at)

    def takes_registrations(self, now: datetime) -> bool:
        return self.is_published and not self.opens_later(now) and not self.has_closed(now)

    def is_full(self) -> bool:
        return self.places.left == 0

    def may_be_held_until(self, since: datetime) -> datetime:
        """When a place that is kept for somebody who registered then is kept no longer: the event
        begins, or, where it had begun already, ends."""
        return self.starts_at if since < self.starts_at else self.ends_at

    def passes_places_on(self, now: datetime) -> bool:
        """Whether people on the waiting list may still get a place: nobody is called to an event
        that has begun."""
        return self.is_published and now < self.starts_at


class Session(ShownOnEventPage, Base):
    """One item of an event's agenda."""

    __tablename__ = "sessions"
    __table_args__ = (sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room: Mapped[str] = mapped_column(default="")
    chosen: Mapped[bool] = mapped_column(default=False)
    """Whether people say at registration if they will come to it."""

    event: Mapped[Event] = relationship(back_populates="sessions")
    places: Mapped[Quota | None] = relationship(cascade="all, delete-orphan")
    """Its own limit of places; None: as many as the event has."""
    speakers: Mapped[list["Speaker"]] = relationship(
        back_populates="session", order_by="Speaker.position", cascade="all, delete-orphan"
    )

    def title_in(self, locale: str) -> str:
        return in_locale(locale, self.title, self.title_en)

    def is_on_event_days(self) -> bool:
        """Whether it lies on the event's days: False where the event was moved and the session was
        not."""
        return all(map(self.event.is_on_its_days, (self.starts_at, self.ends_at)))


class Speaker(ShownOnEventPage, Base):
    """A person announced in a session, as the agenda names them."""

    __tablename__ = "speakers"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("sessions.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    affiliation: Mapped[str] = mapped_column(default="")

    session: Mapped[Session] = relationship(back_populates="speakers")

    @property
    def event(self) -> Event | None:
        return self.session.event if self.session else None


@sa.event.listens_for(OrmSession, "before_flush")
def count_up_versions(session: OrmSession, _context: object, _instances: object) -> None:
    """Count up the version of each event whose page shows a changed row, so that no operation has
    to remember it."""
    changed = [row for row in session.dirty if session.is_modified(row)]
    touched = {row for row in changed if isinstance(row, Event)}
    for row in [*session.new, *session.deleted, *changed]:
        if (event := _shown_by(row, session)) is not None:
            touched.add(event)
    for event in touched:
        if event in session.new:
            event.version = (event.version or 0) + 1
        elif event in session:
            # Counted in the database: two changes at once must not come to the same number.
            event.version = Event.version + 1


def _shown_by(row: object, session: OrmSession) -> Event | None:
    """The event whose page shows the row; None: no page does."""
    if isinstance(row, Quota):
        return session.get(Event, row.event_id) if row.event_id else None
    return row.event if isinstance(row, ShownOnEventPage) else None
