"""A workshop in the room: phones without accounts write and vote, in rounds a moderator opens."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, enum_of, random_id
from models.events import Event


class Workshop(Base):
    """People in one room of an event; what they say goes on the event's list."""

    __tablename__ = "workshops"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    title: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    """What stands in the address and the QR code, for good."""
    shows_at_once: Mapped[bool] = mapped_column(default=False)
    """Whether a sentence without marks is seen by the others before a moderator shows it."""
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    """From then on no seat leads to its sentences."""

    event: Mapped[Event] = relationship()
    rounds: Mapped[list["Round"]] = relationship(back_populates="workshop", order_by="Round.id")


class RoundKind(StrEnum):
    WRITE = "write"
    MINE_TOO = "mine_too"
    DOTS = "dots"


class Round(Base):
    """A time in which phones may do one kind of thing; one of each kind at a time."""

    __tablename__ = "rounds"
    __table_args__ = (
        sa.CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="closed_later"),
        sa.Index(
            "uq_rounds_open",
            "workshop_id",
            "kind",
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
        sa.Index("ix_rounds_workshop_id", "workshop_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id"))
    kind: Mapped[RoundKind] = mapped_column(enum_of(RoundKind))
    dots: Mapped[int] = mapped_column(default=0)
    """How many dots each seat has."""
    most: Mapped[int] = mapped_column(default=0)
    """How many of them one problem may get from it."""
    hidden: Mapped[bool] = mapped_column(default=False)
    """Whether its results are hidden until it is closed."""
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    workshop: Mapped[Workshop] = relationship(back_populates="rounds")

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Seat(Base):
    """A phone in the room: a random number, and nobody's name."""

    __tablename__ = "seats"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=random_id)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshops.id"), index=True)
    key_hash: Mapped[str | None] = mapped_column(unique=True)
    """SHA-256 of what the phone's cookie holds; None: the workshop is closed."""

    workshop: Mapped[Workshop] = relationship()


class SeatStatement(Base):
    """Which seat wrote a statement: deleted when the workshop closes."""

    __tablename__ = "seat_statements"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    statement_id: Mapped[int] = mapped_column(
        BigId, sa.ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True
    )
    seat_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("seats.id"), index=True)


class Send(Base):
    """What a phone sent, by its own number for it: sent again it is answered alike and changes
    nothing. Deleted when the workshop closes."""

    __tablename__ = "sends"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    seat_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("seats.id"), primary_key=True)
    nonce: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[int]
    """Of HTTP."""
    answer: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


class Vote(Base):
    """What one seat gave in one round to a problem or to a statement, on which it stays."""

    __tablename__ = "votes"
    __table_args__ = (
        sa.CheckConstraint("(problem_id IS NULL) <> (statement_id IS NULL)", name="on_one"),
        sa.CheckConstraint("dots > 0", name="dots"),
        sa.UniqueConstraint("round_id", "seat_id", "problem_id"),
        sa.UniqueConstraint("round_id", "seat_id", "statement_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=random_id)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"))
    seat_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("seats.id"))
    problem_id: Mapped[int | None] = mapped_column(sa.ForeignKey("problems.id"), index=True)
    statement_id: Mapped[int | None] = mapped_column(
        BigId, sa.ForeignKey("statements.id"), index=True
    )
    dots: Mapped[int] = mapped_column(default=1)
    """1 in a round of «mine too»."""
