"""What people said, and what the public reads of it."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Optional

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, enum_of, random_id
from models.events import Event
from models.feedback import Wave
from models.scopes import Scope
from models.sectors import Sector

if TYPE_CHECKING:
    from models.problems import Problem

ASKED, LONGEST = 280, 2000
"""How many characters people are asked for, and how many are taken."""


class StatementSource(StrEnum):
    FEEDBACK = "feedback"
    """An event's feedback, or a survey."""
    API = "api"
    ORGANIZER = "organizer"
    """From a flip chart."""
    ROOM = "room"
    """From a phone in a workshop."""
    IMPORT = "import"


class StatementState(StrEnum):
    """What its author and the moderators see of it, alike."""

    RECEIVED = "received"
    VISIBLE = "visible"
    HIDDEN = "hidden"
    """With a reason."""
    JOINED = "joined"
    """It is in a problem."""


class MarkKind(StrEnum):
    """What the public should not read."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    IDENTITY = "identity"
    ACCOUNT = "account"
    INSULT = "insult"


class Statement(Base):
    """What one person wrote. Its number is random and only the day is kept; its author never.

    One of feedback keeps the day on which it left the box (see models.boxes).
    """

    __tablename__ = "statements"
    __table_args__ = (
        sa.CheckConstraint("(state = 'joined') = (problem_id IS NOT NULL)", name="joined"),
        sa.Index(
            "ix_statements_unanswered",
            "event_id",
            sqlite_where=sa.text("unanswered"),
            postgresql_where=sa.text("unanswered"),
        ),
        sa.Index(
            "ix_statements_unread",
            "id",
            sqlite_where=sa.text("marks IS NULL"),
            postgresql_where=sa.text("marks IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=random_id)
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("events.id"), index=True)
    """None: it was said in a survey."""
    wave_id: Mapped[int | None] = mapped_column(sa.ForeignKey("waves.id"), index=True)
    """In which wave it was written; None: it came another way."""
    province: Mapped[str | None]
    """Of a survey's statement: to whose list it belongs; None there: the programme's."""
    session_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sessions.id"))
    workshop_id: Mapped[int | None] = mapped_column(sa.ForeignKey("workshops.id"), index=True)
    problem_id: Mapped[int | None] = mapped_column(sa.ForeignKey("problems.id"), index=True)
    table_label: Mapped[str] = mapped_column(default="")
    """At which table's flip chart it was written."""
    text: Mapped[str]
    """As it was written. Never changed, but destroyed in the end where it held personal data."""
    public_text: Mapped[str]
    """What all but moderators read: masked from the beginning, until a mark is rejected."""
    marks: Mapped[list[dict[str, Any]] | None] = mapped_column(sa.JSON(none_as_null=True))
    """`{kind, start, end, masked}` in code points of `text`, end exclusive; `masked` is None until
    a moderator answers. None: nobody has looked through the text yet."""
    unanswered: Mapped[bool] = mapped_column(default=False)
    """Whether a mark waits for a moderator."""
    original_destroyed_on: Mapped[date | None]
    """Since then `text` is the public text."""
    state: Mapped[StatementState] = mapped_column(
        enum_of(StatementState), default=StatementState.RECEIVED
    )
    hidden_reason: Mapped[str] = mapped_column(default="")
    hurts: Mapped[int | None]
    """How much it hurts, from 1 to 5, as its author said."""
    topic: Mapped[str] = mapped_column(default="")
    source: Mapped[StatementSource] = mapped_column(enum_of(StatementSource))
    made_on: Mapped[date]

    event: Mapped[Event | None] = relationship()
    wave: Mapped[Wave | None] = relationship()
    problem: Mapped[Optional["Problem"]] = relationship(back_populates="statements")
    said_by: Mapped["StatementSide | None"] = relationship(
        lazy="joined", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def side(self) -> Sector | None:
        """The sector of who wrote it, where staff may be told. What the public may be told is less:
        see `queries.problems.sides`."""
        return self.said_by.side if self.said_by and self.said_by.shown else None

    @property
    def scope(self) -> Scope:
        """Whose list it belongs to."""
        return Scope(self.event_id, None if self.event_id else self.province)

    @classmethod
    def is_of(cls, scope: Scope) -> sa.ColumnElement[bool]:
        """Whether it belongs to that scope's list."""
        if scope.event_id is not None:
            return cls.event_id == scope.event_id
        return sa.and_(cls.event_id.is_(None), cls.province.is_not_distinct_from(scope.province))

    @property
    def is_masked(self) -> bool:
        """Whether a moderator accepted a mask."""
        return any(mark["masked"] for mark in self.marks or ())

    @hybrid_property
    def problem_number(self) -> int:
        """The number of the problem, or 0 where it is in none, so that those statements sort
        first."""
        return self.problem_id or 0

    @problem_number.inplace.expression
    @classmethod
    def _problem_number(cls) -> sa.ColumnElement[int]:
        return sa.func.coalesce(cls.problem_id, 0)


class StatementSide(Base):
    """The sector of who wrote a statement, in a table of its own: whether it may be told is decided
    later than the statement is written, and then this table is written anew, never the statements.
    """

    __tablename__ = "statement_sides"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    statement_id: Mapped[int] = mapped_column(
        BigId, sa.ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True
    )
    side: Mapped[Sector] = mapped_column(enum_of(Sector))
    shown: Mapped[bool] = mapped_column(default=True)
    """Of feedback, False until the wave closes; what may not be told then is deleted."""


class StatementVector(Base):
    """A statement's meaning as the optional model sees it; made once, by the worker."""

    __tablename__ = "statement_vectors"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    statement_id: Mapped[int] = mapped_column(
        BigId, sa.ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True
    )
    model: Mapped[str]
    """Name and version; those of another model are made anew."""
    vector: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)


class StatementLikeness(Base):
    """How near two statements' vectors are: for each statement the nearest few of its list."""

    __tablename__ = "statement_likenesses"
    __table_args__ = (
        sa.Index("ix_statement_likenesses_other_id", "other_id"),
        {"sqlite_with_rowid": False},
    )

    statement_id: Mapped[int] = mapped_column(
        BigId, sa.ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[int] = mapped_column(
        BigId, sa.ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True
    )
    likeness: Mapped[float]
