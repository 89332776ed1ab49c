"""What institutions report of their actions, by a link that lapses."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lib.turkish import search_key
from models.base import Base, enum_of
from models.road_maps import Action, ActionStatus, RoadMap
from models.users import User


class ProgressLink(Base):
    """An institution's page about its actions in one half-year, open to whoever has the link."""

    __tablename__ = "progress_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    road_map_id: Mapped[int] = mapped_column(sa.ForeignKey("road_maps.id"), index=True)
    institution: Mapped[str]
    institution_key: Mapped[str]
    email: Mapped[str]
    locale: Mapped[str] = mapped_column(default="tr")
    period: Mapped[str]
    due_on: Mapped[date]
    """When reports should be there."""
    key_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of what stands in the link, which is shown once."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    lapses_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    road_map: Mapped[RoadMap] = relationship()

    @validates("institution")
    def keep_findable(self, _name: str, institution: str) -> str:
        self.institution_key = search_key(institution)
        return institution


class ReportState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    """With a note."""


class ActionReport(Base):
    """What an institution says of an action: not public until an organizer approves it."""

    __tablename__ = "action_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("actions.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(sa.ForeignKey("progress_links.id"), index=True)
    """None: somebody of the staff wrote it."""
    reported_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    period: Mapped[str]
    measured: Mapped[float | None]
    measured_on: Mapped[date | None]
    status: Mapped[ActionStatus | None] = mapped_column(enum_of(ActionStatus))
    reason: Mapped[str] = mapped_column(default="")
    explanation: Mapped[str]
    evidence: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON, default=list)
    state: Mapped[ReportState] = mapped_column(
        enum_of(ReportState), default=ReportState.WAITING, index=True
    )
    note: Mapped[str] = mapped_column(default="")
    """Why it was returned."""
    sent_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))

    action: Mapped[Action] = relationship()
    link: Mapped[ProgressLink | None] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
