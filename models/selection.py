"""How applicants are chosen: checked for completeness, scored by several evaluators, balanced by
rules, confirmed by one person."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_of, in_locale
from models.events import Event
from models.registrations import Registration
from models.users import User


class Completeness(StrEnum):
    UNCHECKED = "unchecked"
    """Nobody has checked it yet, or the application changed since somebody did."""
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"


class CompletenessCheck(Base):
    """Whether an application has all that it needs; no row: nobody has checked it yet."""

    __tablename__ = "completeness_checks"

    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registrations.id"), primary_key=True
    )
    complete: Mapped[bool]
    missing: Mapped[str] = mapped_column(default="")
    """What the applicant was asked to add."""
    checked_at: Mapped[datetime]
    checked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))

    registration: Mapped[Registration] = relationship()


class Criterion(Base):
    """What applications are scored by: from 0 to `most` points, multiplied by `weight`."""

    __tablename__ = "criteria"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    weight: Mapped[int] = mapped_column(default=1)
    most: Mapped[int] = mapped_column(default=5)

    event: Mapped[Event] = relationship()

    def name_in(self, locale: str) -> str:
        return in_locale(locale, self.name, self.name_en)


class Evaluation(Base):
    """One evaluator's judgement of one application; evaluators do not see each other's."""

    __tablename__ = "evaluations"
    __table_args__ = (sa.UniqueConstraint("registration_id", "evaluator_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registrations.id"))
    evaluator_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    conflict: Mapped[bool] = mapped_column(default=False)
    """The evaluator declared a conflict of interest and gives no scores."""
    comment: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()
    evaluator: Mapped[User] = relationship()
    scores: Mapped[list["Score"]] = relationship(
        back_populates="evaluation", cascade="all, delete-orphan"
    )


class Score(Base):
    __tablename__ = "scores"

    evaluation_id: Mapped[int] = mapped_column(sa.ForeignKey("evaluations.id"), primary_key=True)
    criterion_id: Mapped[int] = mapped_column(
        sa.ForeignKey("criteria.id"), primary_key=True, index=True
    )
    points: Mapped[int]

    evaluation: Mapped[Evaluation] = relationship(back_populates="scores")
    criterion: Mapped[Criterion] = relationship()


class Dimension(StrEnum):
    """The property by which a selection is balanced."""

    SECTOR = "sector"
    PROVINCE = "province"
    GENDER = "gender"
    INSTITUTION = "institution"


class SelectionRule(Base):
    """At least `floor` and at most `ceiling` of the places for one group of applicants."""

    __tablename__ = "selection_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    dimension: Mapped[Dimension] = mapped_column(enum_of(Dimension))
    value: Mapped[str | None]
    """The sector, plate number, gender or institution; None: the rule holds for each of them
    separately."""
    floor: Mapped[int | None]
    ceiling: Mapped[int | None]

    event: Mapped[Event] = relationship()


class SelectionOutcome(StrEnum):
    CHOSEN = "chosen"
    RESERVE = "reserve"
    DECLINED = "declined"


class ReasonTold(StrEnum):
    """How much people learn of why they were chosen, kept in reserve or declined."""

    NOTHING = "nothing"
    GENERAL = "general"
    RULE = "rule"


class Selection(Base):
    """A proposal of who gets an event's places; once confirmed it is frozen with its record."""

    __tablename__ = "selections"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    places: Mapped[int]
    reserves: Mapped[int] = mapped_column(default=0)
    """How many people are kept in reserve in each stratum."""
    record: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """Rules and scores as they were, so that the result can be computed again."""
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))

    event: Mapped[Event] = relationship()
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    results: Mapped[list["SelectionResult"]] = relationship(
        back_populates="selection",
        order_by="SelectionResult.rank",
        cascade="all, delete-orphan",
    )

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def edition(self) -> str:
        """Differs for each proposal and after each exchange. The number alone would not do: SQLite
        may give it again."""
        return f"{self.proposed_at.isoformat()} {len(self.record['moves'])}"


class SelectionResult(Base):
    __tablename__ = "selection_results"
    __table_args__ = (
        # For the results about which the worker still has to write.
        sa.Index(
            "ix_selection_results_untold",
            "selection_id",
            sqlite_where=sa.text("told_at IS NULL"),
            postgresql_where=sa.text("told_at IS NULL"),
        ),
    )

    selection_id: Mapped[int] = mapped_column(sa.ForeignKey("selections.id"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registrations.id"), primary_key=True, index=True
    )
    outcome: Mapped[SelectionOutcome] = mapped_column(enum_of(SelectionOutcome))
    rank: Mapped[int]
    """By score alone, from 1, over all applicants."""
    reserve_rank: Mapped[int | None]
    """The position on the reserve list of the stratum, from 1."""
    reason: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """Why, as a code and its numbers; put into words where it is shown."""
    told_at: Mapped[datetime | None]
    """When the letter about it was written; nobody gets a letter about a proposal."""

    selection: Mapped[Selection] = relationship(back_populates="results")
    registration: Mapped[Registration] = relationship()
