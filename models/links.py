from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class ListingRequest(Base):
    """A request for «my registrations» from this address; the worker looks whether there are any.

    The same row is written for every address, known or not, so that nobody can tell which are
    known. While it stays, another request for the address adds nothing.
    """

    __tablename__ = "listing_requests"

    email: Mapped[str] = mapped_column(primary_key=True)
    locale: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
