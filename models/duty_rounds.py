from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class DutyRound(Base):
    """The last round of one of the worker's duties, whichever worker did it."""

    __tablename__ = "duty_rounds"

    name: Mapped[str] = mapped_column(primary_key=True)
    ended_at: Mapped[datetime]
    failed: Mapped[bool]
