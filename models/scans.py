from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_of
from models.checkpoints import Checkpoint
from models.devices import Device
from models.registrations import Registration
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
    """The ticket is of this event, but this door is not for it."""
    EVENT_CALLED_OFF = "event_called_off"
    OUTSIDE_WINDOW = "outside_window"
    NOT_INSIDE = "not_inside"
    ROOM_FULL = "room_full"
    DEVICE_REVOKED = "device_revoked"
    """Read by a phone after it was no longer allowed to check in."""


class Scan(Base):
    """One reading of one code, kept for ever, whatever its verdict."""

    __tablename__ = "scans"
    __table_args__ = (
        sa.UniqueConstraint("checkpoint_id", "caller", "nonce"),
        sa.Index("ix_scans_checkpoint_id_registration_id", "checkpoint_id", "registration_id"),
        # For the counter of a door. Admissions, which most scans are, are not in these two.
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
    caller: Mapped[str] = mapped_column(default="")
    """Whose nonce it is: a device, a user, a user's program. Others have nonces of their own."""
    nonce: Mapped[str]
    """Made by the caller for each reading: the same nonce again is the same scan."""
    fingerprint: Mapped[str | None]
    """Of the code and the direction that were sent with the nonce; None in scans of long ago."""
    direction: Mapped[Direction] = mapped_column(enum_of(Direction))
    verdict: Mapped[Verdict] = mapped_column(enum_of(Verdict))
    reason: Mapped[RefusalReason | None] = mapped_column(enum_of(RefusalReason))
    forced: Mapped[bool] = mapped_column(default=False)
    insisted: Mapped[bool] = mapped_column(default=False)
    """Somebody decided so, whatever the rules say; `forced` says whether that was needed then."""
    told: Mapped[Verdict | None] = mapped_column(enum_of(Verdict))
    """What the device told at the door by itself, without us; None: it waited for our verdict."""
    conflict: Mapped[bool] = mapped_column(default=False)
    """Somebody went in whom another door had admitted already or whom we refuse; a person should
    look. It follows from all moves that are known now (queries.check_in.moves)."""
    answered_conflict: Mapped[bool] = mapped_column(default=False)
    """Whether our answer to this reading spoke of a conflict, its own or that of a later one."""
    settled_at: Mapped[datetime | None]
    """When a person settled the conflict."""
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    scanned_at: Mapped[datetime]
    """Door time, by the device's clock."""
    received_at: Mapped[datetime]
    admitted_at: Mapped[datetime | None]
    """The door time of the admission as it was told then; the attendance has the current one."""
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    device: Mapped[str] = mapped_column(default="")
    """Tells the phones at the doors apart."""
    device_id: Mapped[int | None] = mapped_column(sa.ForeignKey("devices.id"), index=True)
    annulled_at: Mapped[datetime | None]
    annulled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    rehearsal: Mapped[bool] = mapped_column(default=False)
    """Annulled since it was read before the event's doors opened."""

    checkpoint: Mapped[Checkpoint] = relationship()
    registration: Mapped[Registration | None] = relationship()
    paired_device: Mapped[Device | None] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=user_id)
    settled_by: Mapped[User | None] = relationship(foreign_keys=settled_by_id)
    annulled_by: Mapped[User | None] = relationship(foreign_keys=annulled_by_id)

    @property
    def participant(self) -> Registration | None:
        """The person whose ticket it is; None for a ticket of another event, since nobody at this
        door may read who goes there."""
        return None if self.reason is RefusalReason.WRONG_EVENT else self.registration

    @property
    def is_open_conflict(self) -> bool:
        return self.conflict and self.settled_at is None and self.annulled_at is None

    @property
    def let_in_uncounted(self) -> bool:
        """Whether somebody with a ticket of this event went in whom we refuse."""
        return (
            self.conflict
            and self.direction is Direction.ENTRY
            and self.verdict is Verdict.REFUSED
            and self.participant is not None
        )


class Attendance(Base):
    """The first admission of a registration at a checkpoint: one row, by constraint."""

    __tablename__ = "attendances"
    __table_args__ = (
        sa.UniqueConstraint("checkpoint_id", "registration_id"),
        # For counters and their charts, which read this index alone.
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
