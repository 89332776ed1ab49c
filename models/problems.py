from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lib.turkish import search_key
from models.base import Base, BigId, enum_of, in_locale
from models.events import Event, ShownOnEventPage
from models.forms import random_id
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
    """What one person wrote. Its number is random and only the day is kept (see Response)."""

    __tablename__ = "statements"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=random_id)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sessions.id"))
    problem_id: Mapped[int | None] = mapped_column(sa.ForeignKey("problems.id"), index=True)
    side: Mapped[Sector | None] = mapped_column(enum_of(Sector))
    text: Mapped[str]
    source: Mapped[StatementSource] = mapped_column(enum_of(StatementSource))
    made_on: Mapped[date]

    event: Mapped[Event] = relationship()
    problem: Mapped[Problem | None] = relationship(back_populates="statements")

    @hybrid_property
    def problem_number(self) -> int:
        """The number of the problem, or 0 where it is in none, so that those statements sort
        first."""
        return self.problem_id or 0

    @problem_number.inplace.expression
    @classmethod
    def _problem_number(cls) -> sa.ColumnElement[int]:
        return sa.func.coalesce(cls.problem_id, 0)
