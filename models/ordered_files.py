"""Files of results, made by the worker because they take longer than a page may."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, enum_of


class FileFormat(StrEnum):
    """What a file is, and how its name ends."""

    XLSX = "xlsx"
    CSV = "csv"
    DOCX = "docx"
    PDF = "pdf"


class OrderedFile(Base):
    """A file that somebody asked for: first an order, then its content; deleted after a day."""

    __tablename__ = "ordered_files"
    __table_args__ = (sa.UniqueConstraint("kind", "about", "by", "locale", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[FileFormat] = mapped_column(enum_of(FileFormat))
    about: Mapped[str]
    """What it is about, such as «waves:1,2» for a comparison of two waves."""
    by: Mapped[str] = mapped_column(default="")
    """By what the answers are cut."""
    locale: Mapped[str]
    version: Mapped[str]
    """A checksum of what the content is made of: where that changed, another file is ordered."""
    ordered_at: Mapped[datetime] = mapped_column(index=True)
    made_at: Mapped[datetime | None]
    failed: Mapped[bool] = mapped_column(default=False)
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    """None until the worker has made it."""

    @property
    def subject(self) -> tuple[str, list[str]]:
        """What kind of thing it is about, and which: «waves» and the numbers."""
        kind, _colon, which = self.about.partition(":")
        return kind, which.split(",")
