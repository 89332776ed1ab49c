from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_of
from models.users import User


class AccountLinkPurpose(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"


LASTS = {
    AccountLinkPurpose.INVITATION: timedelta(hours=72),
    AccountLinkPurpose.RESET: timedelta(minutes=30),
}


class AccountLink(Base):
    """A link by letter with which its reader sets the account's password, once."""

    __tablename__ = "account_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    purpose: Mapped[AccountLinkPurpose] = mapped_column(enum_of(AccountLinkPurpose))
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    """When it was used, or replaced by a newer one."""

    user: Mapped[User] = relationship()


class ResetRequest(Base):
    """Somebody says that they forgot the password of this account; the worker looks whether there
    is one.

    The same row is written for every address, so that nobody can tell which are known. While it
    stays, another request for the address adds nothing.
    """

    __tablename__ = "reset_requests"

    email: Mapped[str] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
