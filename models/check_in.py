from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lib.local_days import midnight
from models.base import Base, enum_of
from models.events import Event, Session
from models.forms import Choice
from models.registrations import Registration

if TYPE_CHECKING:
    from models.devices import Device
    from models.users import User


class Direction(StrEnum):
    ENTRY = "entry"
    EXIT = "exit"


class Verdict(StrEnum):
    ADMITTED = "admitted"
    ALREADY_ADMITTED = "already_admitted"
    LEFT = "left"
    REFUSED = "refused"


class RefusalReason(StrEnum):
    UNKNOWN_CODE = "unknown_code"
    BAD_SIGNATURE = "bad_signature"
    WRONG_EVENT = "wrong_event"
    NOT_CONFIRMED = "not_confirmed"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    WRONG_CHECKPOINT = "wrong_checkpoint"
    """A ticket of this event that another door is for."""
    EVENT_CALLED_OFF = "event_called_off"
    OUTSIDE_WINDOW = "outside_window"
    NOT_INSIDE = "not_inside"
    ROOM_FULL = "room_full"
    DEVICE_REVOKED = "device_revoked"
    """Read by a phone after it was no longer allowed to check in."""


class Checkpoint(Base):
    """A door, a day, a session, a bus or a meal at which people are scanned."""

    __tablename__ = "checkpoints"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sessions.id"))
    name: Mapped[str]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    exits: Mapped[bool] = mapped_column(default=False)
    """Whether it is scanned who leaves, also where nobody counts on it at the door."""
    reentry: Mapped[bool] = mapped_column(default=False)
    """Whether someone who left may come in again."""
    multiple: Mapped[bool] = mapped_column(default=False)
    """Whether one ticket may enter several times without leaving."""
    only_chosen: Mapped[bool] = mapped_column(default=False)
    """With a session: only those who chose it may enter."""
    choice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("choices.id"))
    """Only those whose answer this is, such as the bus they asked for."""
    sectors: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Only people of these sectors, by value; empty: of all."""
    admits_waiting: Mapped[bool] = mapped_column(default=False)
    """Whether those on the waiting list may enter, too, once the desk has given them a ticket."""
    capacity: Mapped[int | None]
    """How many may be inside at once; None: as many as come."""
    beside_programme: Mapped[bool] = mapped_column(default=False)
    """Such as a bus or a meal: whoever was admitted nowhere else has not attended."""
    roster: Mapped[bool] = mapped_column(default=False)
    """Whether devices of this door may keep the names, encrypted, for when there is no network."""

    event: Mapped[Event] = relationship()
    session: Mapped[Session | None] = relationship()
    choice: Mapped[Choice | None] = relationship()

    @property
    def counts_exits(self) -> bool:
        """Whether it matters at this door that someone leaves."""
        return self.exits or self.reentry or self.capacity is not None

    @property
    def is_for_all(self) -> bool:
        """Whether every confirmed ticket of the event may enter."""
        return not (self.sectors or self.choice_id or (self.only_chosen and self.session_id))

    def takes_walk_ins(self, at: datetime) -> bool:
        """On the days of a published event; before and after them while its own hours say so."""
        event = self.event
        day, first, last = (event.day_of(moment) for moment in (at, event.starts_at, event.ends_at))
        has_begun = first <= day or (self.opens_at is not None and self.opens_at <= at)
        goes_on = day <= last or (self.closes_at is not None and at < self.closes_at)
        return event.is_published and has_begun and goes_on

    @property
    def is_shut_when_needed(self) -> bool:
        """Whether its hours miss the session it leads to, or all days of its event: somebody moved
        one and not the other."""
        if self.session is not None:
            first, last = self.session.starts_at, self.session.ends_at
        else:
            first = midnight(self.event.day_of(self.event.starts_at), self.event.timezone)
            after = self.event.day_of(self.event.ends_at) + timedelta(days=1)
            last = midnight(after, self.event.timezone)
        opens_late = self.opens_at is not None and self.opens_at >= last
        return opens_late or (self.closes_at is not None and self.closes_at <= first)

    def is_open(self, at: datetime) -> bool:
        after_opening = self.opens_at is None or self.opens_at <= at
        return after_opening and (self.closes_at is None or at < self.closes_at)


class Scan(Base):
    """One reading of one code, kept for ever, whatever its verdict."""

    __tablename__ = "scans"
    __table_args__ = (
        sa.UniqueConstraint("checkpoint_id", "nonce"),
        sa.Index("ix_scans_checkpoint_id_registration_id", "checkpoint_id", "registration_id"),
        # For the counter of a door: admissions, which are most of all scans, are not in these.
        sa.Index(
            "ix_scans_refused",
            "checkpoint_id",
            sqlite_where=sa.text("verdict = 'refused'"),
            postgresql_where=sa.text("verdict = 'refused'"),
        ),
        sa.Index(
            "ix_scans_conflict",
            "checkpoint_id",
            sqlite_where=sa.text("conflict IS 1"),
            postgresql_where=sa.text("conflict IS TRUE"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    checkpoint_id: Mapped[int] = mapped_column(sa.ForeignKey("checkpoints.id"))
    registration_id: Mapped[int | None] = mapped_column(sa.ForeignKey("registrations.id"))
    nonce: Mapped[str]
    """Made by the device, one for each reading: the same nonce again is the same scan."""
    direction: Mapped[Direction] = mapped_column(enum_of(Direction))
    verdict: Mapped[Verdict] = mapped_column(enum_of(Verdict))
    reason: Mapped[RefusalReason | None] = mapped_column(enum_of(RefusalReason))
    forced: Mapped[bool] = mapped_column(default=False)
    told: Mapped[Verdict | None] = mapped_column(enum_of(Verdict))
    """What the device answered at the door by itself, without us; None: it waited for us."""
    conflict: Mapped[bool] = mapped_column(default=False)
    """Somebody went in whom another door had let in or whom we refuse; a person should look."""
    settled_at: Mapped[datetime | None]
    """When a person had looked at the conflict."""
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    scanned_at: Mapped[datetime]
    """Door time: the device's clock."""
    received_at: Mapped[datetime]
    admitted_at: Mapped[datetime | None]
    """The admission's door time as it was answered; the attendance knows what it is now."""
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    device: Mapped[str] = mapped_column(default="")
    """What tells one door phone from another."""
    device_id: Mapped[int | None] = mapped_column(sa.ForeignKey("devices.id"), index=True)
    annulled_at: Mapped[datetime | None]
    annulled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))

    checkpoint: Mapped[Checkpoint] = relationship()
    registration: Mapped[Registration | None] = relationship()
    paired_device: Mapped["Device | None"] = relationship()
    user: Mapped["User | None"] = relationship(foreign_keys=user_id)
    settled_by: Mapped["User | None"] = relationship(foreign_keys=settled_by_id)
    annulled_by: Mapped["User | None"] = relationship(foreign_keys=annulled_by_id)

    @property
    def participant(self) -> Registration | None:
        """Whose ticket it is; nobody at this door may read who goes to another event."""
        return None if self.reason is RefusalReason.WRONG_EVENT else self.registration

    @property
    def is_open_conflict(self) -> bool:
        return self.conflict and self.settled_at is None and self.annulled_at is None

    @property
    def let_in_uncounted(self) -> bool:
        """Somebody with a ticket of this event went in, and by this reading we count nobody."""
        return (
            self.conflict
            and self.direction is Direction.ENTRY
            and self.told in (Verdict.ADMITTED, None)
            and self.verdict in (Verdict.REFUSED, Verdict.ALREADY_ADMITTED)
            and self.participant is not None
        )


class Attendance(Base):
    """The first admission of a registration at a checkpoint: one row, by constraint."""

    __tablename__ = "attendances"
    __table_args__ = (
        sa.UniqueConstraint("checkpoint_id", "registration_id"),
        # All that counters and their charts ask stands in here.
        sa.Index(
            "ix_attendances_checkpoint_id_admitted_at", "checkpoint_id", "admitted_at", "inside"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    checkpoint_id: Mapped[int] = mapped_column(sa.ForeignKey("checkpoints.id"))
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registrations.id"), index=True)
    scan_id: Mapped[int] = mapped_column(sa.ForeignKey("scans.id"))
    """The scan that admitted: the earliest by door time."""
    admitted_at: Mapped[datetime]
    inside: Mapped[bool] = mapped_column(default=True)

    scan: Mapped[Scan] = relationship()
    registration: Mapped[Registration] = relationship()
