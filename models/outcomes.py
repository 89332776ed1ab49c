"""Who is told what came of it: subscribers, and those who were there."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, enum_of, random_id
from models.road_maps import RoadMap


class Subscription(Base):
    """Somebody who wants one email a day at most about a road map's changes. Ending deletes it."""

    __tablename__ = "subscriptions"
    __table_args__ = (sa.UniqueConstraint("road_map_id", "email"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=random_id)
    road_map_id: Mapped[int] = mapped_column(sa.ForeignKey("road_maps.id"))
    email: Mapped[str]
    locale: Mapped[str]
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """None: their mailbox has not answered yet."""
    told_change_id: Mapped[int] = mapped_column(default=0)
    """The last change that a digest told of."""
    told_on: Mapped[date | None]

    road_map: Mapped[RoadMap] = relationship()


class NewsKind(StrEnum):
    LIST_PUBLISHED = "list_published"
    ROAD_MAP_PUBLISHED = "road_map_published"
    ACTION_DONE = "action_done"


class OutcomeNews(Base):
    """«You said, we did»: something to tell those who were at an event and want to hear of it. The
    worker writes the emails."""

    __tablename__ = "outcome_news"
    __table_args__ = (
        sa.UniqueConstraint("once_key"),
        sa.Index(
            "ix_outcome_news_unwritten",
            "id",
            sqlite_where=sa.text("written_at IS NULL"),
            postgresql_where=sa.text("written_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[NewsKind] = mapped_column(enum_of(NewsKind))
    once_key: Mapped[str]
    """Such as «action_done:7:event:12»: told once, though done twice."""
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("events.id"))
    survey_id: Mapped[int | None] = mapped_column(sa.ForeignKey("surveys.id"))
    road_map_id: Mapped[int | None] = mapped_column(sa.ForeignKey("road_maps.id"))
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actions.id"))
    made_at: Mapped[datetime]
    written_at: Mapped[datetime | None]
