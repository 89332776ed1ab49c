from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lib.turkish import search_key
from models.base import Base, BigId, enum_of, in_locale, random_id
from models.events import Event, ShownOnEventPage
from models.feedback import Wave
from models.sectors import Sector


class StatementSource(StrEnum):
    FEEDBACK = "feedback"
    API = "api"
    ORGANIZER = "organizer"


class Problem(ShownOnEventPage, Base):
    """What several statements say, under a title that a moderator gave."""

    __tablename__ = "problems"
    __table_args__ = (sa.Index("ix_problems_published_at_id", "published_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    search_key: Mapped[str] = mapped_column(default="")
    """Both titles, folded for Turkish."""
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    statements: Mapped[list["Statement"]] = relationship(
        back_populates="problem", order_by="Statement.id"
    )

    def title_in(self, locale: str) -> str:
        return in_locale(locale, self.title, self.title_en)

    @validates("title", "title_en")
    def keep_searchable(self, name: str, title: str) -> str:
        titles = {"title": self.title or "", "title_en": self.title_en or "", name: title}
        self.search_key = search_key(" ".join(titles.values()))
        return title


class Statement(Base):
    """What one person wrote. Its number is random and only the day is kept.

    One of feedback keeps the day on which it left the box (see models.boxes).
    """

    __tablename__ = "statements"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=random_id)
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("events.id"), index=True)
    """None: it was said in a survey."""
    wave_id: Mapped[int | None] = mapped_column(sa.ForeignKey("waves.id"), index=True)
    """In which wave it was written; None: it came another way."""
    province: Mapped[str | None]
    """Of a survey's statement: to whose list it belongs; None there: the programme's."""
    session_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sessions.id"))
    problem_id: Mapped[int | None] = mapped_column(sa.ForeignKey("problems.id"), index=True)
    text: Mapped[str]
    hurts: Mapped[int | None]
    """How much it hurts, from 1 to 5, as its author said."""
    topic: Mapped[str] = mapped_column(default="")
    source: Mapped[StatementSource] = mapped_column(enum_of(StatementSource))
    made_on: Mapped[date]

    event: Mapped[Event | None] = relationship()
    wave: Mapped[Wave | None] = relationship()
    problem: Mapped[Problem | None] = relationship(back_populates="statements")
    said_by: Mapped["StatementSide | None"] = relationship(
        lazy="joined", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def side(self) -> Sector | None:
        """The sector of who wrote it, where it may be told."""
        return self.said_by.side if self.said_by and self.said_by.shown else None

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
    """False until the wave closes; what may not be told then is deleted."""
