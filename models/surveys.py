from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, in_locale


class Survey(Base):
    """Questions asked apart from any event, in one wave or several."""

    __tablename__ = "surveys"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    """Markdown: what it is for and who asks."""
    description_en: Mapped[str] = mapped_column(default="")
    province: Mapped[str | None] = mapped_column(index=True)
    """Plate number; None: a survey of the whole programme."""
    published_at: Mapped[datetime | None]
    """Since when everyone may read the results."""
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))

    def title_in(self, locale: str) -> str:
        return in_locale(locale, self.title, self.title_en)

    def description_in(self, locale: str) -> str:
        return in_locale(locale, self.description, self.description_en)
