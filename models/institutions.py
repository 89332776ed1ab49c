import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Institution(Base):
    """An institution's name that several participants gave, suggested to the next who begin to type
    it."""

    __tablename__ = "institutions"
    __table_args__ = (sa.Index("ix_institutions_search_key_id", "search_key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    search_key: Mapped[str] = mapped_column(unique=True)
    """The name folded for Turkish: one row for «Çorum Valiliği» and «ÇORUM VALİLİĞİ»."""
