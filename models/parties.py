from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.events import Event


class Party(Base):
    """People who wait together: places are offered to all of them or to none."""

    __tablename__ = "parties"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    """What one of them tells the others, so that they can join."""
    created_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
