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


class UserState(StrEnum):
    INVITED = "invited"
    """They have set no password yet."""
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


class TokenState(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


class User(Base):
    """Someone who works with the programme; never a participant."""

    __tablename__ = "users"
    __allow_unmapped__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(enum_of(Role))
    province: Mapped[str | None]
    """Plate number, such as 06; None: the user sees all provinces."""
    password_hash: Mapped[str | None]
    """None: the user was invited, and has set no password yet."""
    locale: Mapped[str | None]
    deactivated_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]
    """When they signed in last."""

    narrowed_to: frozenset[str] | None = None
    """The permissions that the API token of this request was given; None: all of the role's. Not
    kept: whoever finds the caller of a request sets it."""

    # What Flask-Login expects of a user. Which browser signed in is a row: see models.sign_ins.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    @property
    def state(self) -> UserState:
        if not self.is_active:
            return UserState.DEACTIVATED
        return UserState.INVITED if self.password_hash is None else UserState.ACTIVE


class ApiToken(Base):
    """A bearer token; only its SHA-256 is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    permissions: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """What it may be used for, by the values of policy.Permission; none: all that its user may."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    """Written at most every five minutes."""
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()

    def state(self, at: datetime) -> TokenState:
        if self.revoked_at is not None:
            return TokenState.REVOKED
        return TokenState.VALID if at < self.expires_at else TokenState.EXPIRED
