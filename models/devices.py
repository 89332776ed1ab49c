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
    """Its pairing code can be used now."""
    LAPSED = "lapsed"
    """It was never paired, and its pairing code is too old."""
    PAIRED = "paired"
    ENDED = "ended"
    REVOKED = "revoked"


class Device(Base):
    """A phone at a door. It may only check in, only at its doors, until its time is over.

    It was paired by a code that is used once, or is the own phone of a user who signed in on it.
    """

    __tablename__ = "devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    name: Mapped[str]
    kiosk: Mapped[bool] = mapped_column(default=False)
    """Participants scan themselves at it: it offers no search, no undo and no names of others."""
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    """The user whose own phone it is; None: it was paired by a code."""
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    created_at: Mapped[datetime]
    pairing_hash: Mapped[str | None] = mapped_column(unique=True)
    """SHA-256 of the code that pairs it; None once the code is used."""
    pairing_ends_at: Mapped[datetime | None]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    """SHA-256 of the token that the phone shows with every request."""
    paired_at: Mapped[datetime | None]
    ends_at: Mapped[datetime]
    """Until when it may check in."""
    revoked_at: Mapped[datetime | None]
    bars_owner: Mapped[bool] = mapped_column(default=False)
    """An organizer revoked this own phone: its owner checks nobody in at this event, signed in on
    whatever phone, until somebody allows it again."""
    last_seen_at: Mapped[datetime | None]
    waiting: Mapped[int] = mapped_column(default=0)
    """How many scans it had still to send when it was last seen, as the device said."""

    event: Mapped[Event] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=user_id)
    created_by: Mapped[User] = relationship(foreign_keys=created_by_id)
    checkpoints: Mapped[list[Checkpoint]] = relationship(
        secondary=device_checkpoints, order_by=Checkpoint.id
    )

    # What Flask-Login expects of whoever sends a request.
    is_authenticated = True
    is_anonymous = False
    is_active = True

    def get_id(self) -> None:
        """None: no session keeps a device signed in; it shows its token with each request."""

    @property
    def stops_at(self) -> datetime:
        """The moment from which its readings no longer count."""
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
        """Whether it can get a new pairing code. An own phone cannot, since it pairs itself; nor
        can one that was revoked or whose time is over."""
        is_over = self.state(at) in (DeviceState.REVOKED, DeviceState.ENDED)
        return self.user_id is None and not is_over
