"""Problem lists: what several people said, under one title."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lib.turkish import search_key
from models.base import Base, enum_of, in_locale
from models.events import Event, ShownOnEventPage
from models.scopes import Scope
from models.statements import Statement
from models.users import User


class ProblemList(Base):
    """The problems of an event, a province or the programme. A workshop's are its event's."""

    __tablename__ = "problem_lists"

    id: Mapped[int] = mapped_column(primary_key=True)
    scope_text: Mapped[str] = mapped_column(unique=True)
    """The scope in one word, so that each has one list."""
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("events.id"), unique=True)
    province: Mapped[str | None] = mapped_column(index=True)
    """Of a province's list; None: an event's or the programme's."""
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """Since when its province counts in priorities. Moderators go on as before."""
    weights_version: Mapped[int | None] = mapped_column(sa.ForeignKey("priority_weights.version"))
    """The weights it was published with; None: the newest hold."""
    hide_reasons: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """What moderators are offered when they hide a statement; empty: our own suggestions."""

    event: Mapped[Event | None] = relationship(lazy="joined")

    @property
    def scope(self) -> Scope:
        return Scope(self.event_id, self.province)


class ProblemStanding(StrEnum):
    OPEN = "open"
    MERGED = "merged"
    """Into another one. What was cast on it is shown through that one."""
    DISSOLVED = "dissolved"
    """Nothing is in it any more."""


class Problem(ShownOnEventPage, Base):
    """What several statements say, under a title that a moderator gave.

    Rows are never deleted, since votes and scores stay with the heading on which they were cast.
    """

    __tablename__ = "problems"
    __table_args__ = (
        sa.CheckConstraint("(standing = 'merged') = (merged_into_id IS NOT NULL)", name="merged"),
        sa.Index("ix_problems_published_at_id", "published_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(sa.ForeignKey("problem_lists.id"), index=True)
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    summary_en: Mapped[str] = mapped_column(default="")
    topic: Mapped[str] = mapped_column(default="")
    search_key: Mapped[str] = mapped_column(default="")
    """Both titles, folded for Turkish."""
    standing: Mapped[ProblemStanding] = mapped_column(
        enum_of(ProblemStanding), default=ProblemStanding.OPEN
    )
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("problems.id"), index=True)
    part_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("problems.id"), index=True)
    """The problem of a wider list that gathers this one."""
    not_taken_up: Mapped[str] = mapped_column(default="")
    """Why nothing will be done about it; empty: something is, or nothing yet."""
    not_taken_up_en: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    problem_list: Mapped[ProblemList] = relationship(lazy="joined")
    statements: Mapped[list[Statement]] = relationship(
        back_populates="problem", order_by="Statement.id"
    )

    @property
    def event(self) -> Event | None:
        """None: it is a province's or the programme's."""
        return self.problem_list.event if self.problem_list else None

    @property
    def is_open(self) -> bool:
        return self.standing is ProblemStanding.OPEN

    def title_in(self, locale: str) -> str:
        return in_locale(locale, self.title, self.title_en)

    def summary_in(self, locale: str) -> str:
        return in_locale(locale, self.summary, self.summary_en)

    def not_taken_up_in(self, locale: str) -> str:
        return in_locale(locale, self.not_taken_up, self.not_taken_up_en)

    @validates("title", "title_en")
    def keep_searchable(self, name: str, title: str) -> str:
        titles = {"title": self.title or "", "title_en": self.title_en or "", name: title}
        self.search_key = search_key(" ".join(titles.values()))
        return title


class ProblemScore(Base):
    """How one moderator weighs a problem. A median counts from three of them on."""

    __tablename__ = "problem_scores"
    __table_args__ = (
        sa.CheckConstraint("impact BETWEEN 1 AND 5", name="impact"),
        sa.CheckConstraint("feasibility BETWEEN 1 AND 5", name="feasibility"),
    )

    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problems.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), primary_key=True)
    impact: Mapped[int]
    feasibility: Mapped[int]
    scored_at: Mapped[datetime]


class PriorityWeights(Base):
    """What each term of a priority weighs. A version never changes; the newest holds for all lists
    that are not published."""

    __tablename__ = "priority_weights"
    __table_args__ = (
        sa.CheckConstraint("both_sides + provinces + harm + votes + count = 100", name="sum"),
    )

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    both_sides: Mapped[int]
    provinces: Mapped[int]
    harm: Mapped[int]
    votes: Mapped[int]
    count: Mapped[int]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))


class ActKind(StrEnum):
    FILE = "file"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    RENAME = "rename"
    HIDE = "hide"
    SHOW = "show"
    TAKE_OUT = "take_out"
    """Statements leave their problem and are in none."""
    LINK = "link"
    UNLINK = "unlink"
    UNDO = "undo"


class Act(Base):
    """One act of a moderator on a list: one row, with every changed row's before and after."""

    __tablename__ = "acts"
    __table_args__ = (sa.Index("ix_acts_list_id_id", "list_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(sa.ForeignKey("problem_lists.id"))
    kind: Mapped[ActKind] = mapped_column(enum_of(ActKind))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    problem_id: Mapped[int | None] = mapped_column(sa.ForeignKey("problems.id"))
    """The problem it made or changed."""
    undoes_id: Mapped[int | None] = mapped_column(sa.ForeignKey("acts.id"))
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("acts.id"))
    """The undo in force; None: the act holds."""
    changes: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    """`{row: "statement" or "problem", id: text, before: {}, after: {}}`, no text of anybody."""

    problem_list: Mapped[ProblemList] = relationship()
    problem: Mapped[Problem | None] = relationship()
    by: Mapped[User | None] = relationship()


class ActSubject(Base):
    """A statement or a problem that an act touched: what a later act is found by."""

    __tablename__ = "act_subjects"
    __table_args__ = (
        sa.Index("ix_act_subjects_row_subject_id", "row", "subject_id"),
        {"sqlite_with_rowid": False},
    )

    act_id: Mapped[int] = mapped_column(sa.ForeignKey("acts.id"), primary_key=True)
    row: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    """«statement» or «problem»; «list»: it touched a list beside its own."""
    subject_id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
