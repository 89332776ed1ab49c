"""Road maps: what is done about problems, by whom, until when, and how far it has come."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lib.turkish import search_key
from models.base import Base, enum_of, in_locale
from models.problems import Problem
from models.scopes import Scope


class RoadMap(Base):
    """The actions of a province or of the programme, over some years."""

    __tablename__ = "road_maps"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    province: Mapped[str | None] = mapped_column(index=True)
    """None: the programme's."""
    period: Mapped[str]
    """Such as «2026-2028»."""
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))

    actions: Mapped[list["Action"]] = relationship(
        back_populates="road_map", order_by="Action.position, Action.id"
    )

    @property
    def scope(self) -> Scope:
        return Scope(province=self.province)

    def title_in(self, locale: str) -> str:
        return in_locale(locale, self.title, self.title_en)


class ActionStatus(StrEnum):
    """What somebody says of it; whether it is late is computed."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    """Needs evidence."""
    DROPPED = "dropped"
    """Needs a reason."""


action_problems = sa.Table(
    "action_problems",
    Base.metadata,
    sa.Column("action_id", sa.ForeignKey("actions.id"), primary_key=True),
    sa.Column("problem_id", sa.ForeignKey("problems.id"), primary_key=True, index=True),
)


class Action(Base):
    """One row of a road map, as Turkish action plans have it."""

    __tablename__ = "actions"
    __table_args__ = (
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        sa.CheckConstraint("target <> baseline", name="target_is_not_baseline"),
        sa.UniqueConstraint("road_map_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    road_map_id: Mapped[int] = mapped_column(sa.ForeignKey("road_maps.id"))
    position: Mapped[int] = mapped_column(default=0)
    number: Mapped[str]
    """«No» in the plan, such as «1.2»: text, unique in its road map."""
    theme: Mapped[str] = mapped_column(default="")
    theme_en: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    institution: Mapped[str]
    """The one responsible."""
    institution_key: Mapped[str] = mapped_column(index=True, default="")
    """Its name, folded for Turkish."""
    partners: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Cooperating institutions."""
    province: Mapped[str | None]
    """Where it is carried out; None: in the whole scope of its road map."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    indicator: Mapped[str] = mapped_column(default="")
    indicator_en: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="")
    baseline: Mapped[float | None]
    baseline_on: Mapped[date | None]
    target: Mapped[float | None]
    target_on: Mapped[date | None]
    measured: Mapped[float | None]
    measured_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="")
    """Of the money."""
    amount: Mapped[float | None]
    """In Turkish lira."""
    status: Mapped[ActionStatus] = mapped_column(
        enum_of(ActionStatus), default=ActionStatus.PLANNED
    )
    reason: Mapped[str] = mapped_column(default="")
    """Why it was dropped."""
    explanation: Mapped[str] = mapped_column(default="")
    evidence: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON, default=list)
    """`{title, url}`."""

    road_map: Mapped[RoadMap] = relationship(back_populates="actions")
    problems: Mapped[list[Problem]] = relationship(secondary=action_problems, order_by=Problem.id)

    @validates("institution")
    def keep_findable(self, _name: str, institution: str) -> str:
        self.institution_key = search_key(institution)
        return institution

    def title_in(self, locale: str) -> str:
        return in_locale(locale, self.title, self.title_en)

    def theme_in(self, locale: str) -> str:
        return in_locale(locale, self.theme, self.theme_en)

    def indicator_in(self, locale: str) -> str:
        return in_locale(locale, self.indicator, self.indicator_en)

    def is_late(self, today: date) -> bool:
        """Never typed: past its end and neither done nor dropped."""
        return self.ends_on < today and self.status in (
            ActionStatus.PLANNED,
            ActionStatus.UNDER_WAY,
        )

    @property
    def progress(self) -> float | None:
        """(measured − baseline) / (target − baseline), in percent, untrimmed; None: without a
        target or a measurement. Without a baseline it is counted from 0."""
        start = self.baseline or 0.0
        if self.target is None or self.measured is None or self.target == start:
            return None
        return (self.measured - start) / (self.target - start) * 100


class HalfYear(str):
    """«2027-1» or «2027-2»: what reports and frozen states are about."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError."""
        year, _dash, half = text.partition("-")
        if not (year.isascii() and year.isdigit() and len(year) == 4 and half in ("1", "2")):
            raise ValueError(text)
        return cls(text)

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(f"{day.year:04}-{1 if day.month <= 6 else 2}")

    @property
    def begins_on(self) -> date:
        return date(int(self[:4]), 1 if self.endswith("1") else 7, 1)

    @property
    def ends_on(self) -> date:
        """Its last day, on which reports are due."""
        return date(int(self[:4]), 6, 30) if self.endswith("1") else date(int(self[:4]), 12, 31)


class ChangeKind(StrEnum):
    """What the public is told of."""

    PUBLISHED = "published"
    """The road map itself."""
    ADDED = "added"
    CHANGED = "changed"
    """Words, dates, who is responsible, the indicator."""
    MEASURED = "measured"
    STATUS = "status"
    PERIOD_APPROVED = "period_approved"


class RoadMapChange(Base):
    """An approved change of a published road map: an entry of its feed and of digests."""

    __tablename__ = "road_map_changes"
    __table_args__ = (sa.Index("ix_road_map_changes_road_map_id_id", "road_map_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    road_map_id: Mapped[int] = mapped_column(sa.ForeignKey("road_maps.id"))
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actions.id"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(enum_of(ChangeKind))
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    """`{field: [before, after]}`."""
    at: Mapped[datetime]

    road_map: Mapped[RoadMap] = relationship()
    action: Mapped[Action | None] = relationship()


class RoadMapPeriod(Base):
    """A half-year of a road map, frozen when it is approved."""

    __tablename__ = "road_map_periods"
    __table_args__ = (sa.UniqueConstraint("road_map_id", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    road_map_id: Mapped[int] = mapped_column(sa.ForeignKey("road_maps.id"))
    period: Mapped[str]
    approved_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON, deferred=True)
    """All actions as they stood, and the change since the last one."""

    road_map: Mapped[RoadMap] = relationship()
