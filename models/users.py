from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_of


class Role(StrEnum):
    CENTRAL_ADMIN = "central-admin"
    PROVINCIAL_ORGANIZER = "provincial-organizer"
    EVALUATOR = "evaluator"
    MODERATOR = "moderator"
    CHECK_IN_STAFF = "check-in-staff"
    VIEWER = "viewer"


class User(Base):
    """Someone who works with the programme; never a participant."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(enum_of(Role))
    province: Mapped[str | None]
    """Plate number, such as 06; None: the user sees all provinces."""
    password_hash: Mapped[str]
    locale: Mapped[str | None]
    sign_in_version: Mapped[int] = mapped_column(default=1)
    """Counted up to end all sessions of this user."""
    deactivated_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    # What Flask-Login expects of a user.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    def get_id(self) -> str:
        return f"{self.id}.{self.sign_in_version}"


class ApiToken(Base):
    """A bearer token; only its SHA-256 is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
