from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.checkpoints import Checkpoint
from models.events import Event
from models.users import User

device_checkpoints: sa.Table = sa.Table(
    "device_checkpoints",
    Base.metadata,
    sa.Column("device_id", sa.ForeignKey("devices.id"), primary_key=True),
    sa.Column("checkpoint_id", sa.ForeignKey("checkpoints.id"), primary_key=True, index=True),
)


class DeviceState(StrEnum):
    WAITING = "waiting"
    """Its code can be used now."""
    LAPSED = "lapsed"
    """Never paired, and its code can be used no longer."""
    PAIRED = "paired"
    ENDED = "ended"
    REVOKED = "revoked"


class Device(Base):
    """A phone at a door. It may check in, at its doors, until its time is over; nothing else.

    Paired by a code that is used once, or the own phone of somebody who signed in on it.
    """

    __tablename__ = "devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    name: Mapped[str]
    kiosk: Mapped[bool] = mapped_column(default=False)
    """Participants scan themselves: no search, no undoing, no names of others."""
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    """Whose own phone it is; None: paired by a code."""
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    pairing_hash: Mapped[str | None] = mapped_column(unique=True)
    """SHA-256 of the code that pairs it; none once it is used."""
    pairing_ends_at: Mapped[datetime | None]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    """SHA-256 of what the phone shows with every request."""
    paired_at: Mapped[datetime | None]
    ends_at: Mapped[datetime]
    """Until when it may check in."""
    revoked_at: Mapped[datetime | None]
    bars_owner: Mapped[bool] = mapped_column(default=False)
    """An own phone that an organizer revoked: until somebody allows it again its owner checks nobody
    in at this event, signed in on whatever phone."""
    last_seen_at: Mapped[datetime | None]
    waiting: Mapped[int] = mapped_column(default=0)
    """How many scans it had not yet sent when it was last seen, by its own word."""

    event: Mapped[Event] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=user_id)
    created_by: Mapped[User] = relationship(foreign_keys=created_by_id)
    checkpoints: Mapped[list[Checkpoint]] = relationship(
        secondary=device_checkpoints, order_by=Checkpoint.id
    )

    # What Flask-Login asks of whoever sends a request.
    is_authenticated = True
    is_anonymous = False
    is_active = True

    def get_id(self) -> None:
        """No session signs a device in: it shows its token each time."""

    @property
    def stops_at(self) -> datetime:
        """From when on its readings no longer count."""
        return min(self.ends_at, self.revoked_at or self.ends_at)

    def may_check_in(self, at: datetime) -> bool:
        return at < self.stops_at

    def state(self, at: datetime) -> DeviceState:
        if self.revoked_at is not None:
            return DeviceState.REVOKED
        if at >= self.ends_at:
            return DeviceState.ENDED
        if self.token_hash is not None:
            return DeviceState.PAIRED
        can_pair = self.pairing_ends_at is not None and at < self.pairing_ends_at
        return DeviceState.WAITING if can_pair else DeviceState.LAPSED

    def can_be_paired_again(self, at: datetime) -> bool:
        """Own phones pair themselves; what is over stays over."""
        is_over = self.state(at) in (DeviceState.REVOKED, DeviceState.ENDED)
        return self.user_id is None and not is_over
