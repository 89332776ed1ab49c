from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Attempts(Base):
    """How often somebody has tried something within a span of time: the site's rate limits.

    Rows of spans that are over count nothing and are swept by the worker.
    """

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(primary_key=True)
    """A keyed digest of who tries what: no address can be read from it."""
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)
