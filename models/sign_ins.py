from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, enum_of, random_id
from models.users import Role, User

WAITS_FOR_SECOND_STEP = timedelta(minutes=10)
PROOF_HOLDS = timedelta(minutes=10)
"""How long after the last proof of the second factor the delicate acts ask for no other."""
USE_IS_WRITTEN = timedelta(minutes=5)
"""Uses of a sign-in within this time are not written."""


class Factor(StrEnum):
    """With what somebody signed in, beside the password or in its place."""

    AUTHENTICATOR = "authenticator"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"


class SignIn(Base):
    """One browser in which somebody signed in. Ending it deletes the row."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, default=random_id)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of what the browser's cookie holds."""
    browser: Mapped[str]
    """«Firefox, Windows»: for its owner to recognise."""
    began_at: Mapped[datetime]
    last_used_at: Mapped[datetime] = mapped_column(index=True)
    passed_at: Mapped[datetime | None]
    """When the last step of signing in was taken; None: the second factor is waited for."""
    factor: Mapped[Factor | None] = mapped_column(enum_of(Factor))
    """None: the password alone, since the user has no factor yet."""
    proved_at: Mapped[datetime | None]
    """When the second factor (or the password, of who has none) was proved last."""

    user: Mapped[User] = relationship()

    @property
    def longest_idle(self) -> timedelta:
        return timedelta(hours=4) if self._is_at_the_door else timedelta(minutes=30)

    @property
    def longest(self) -> timedelta:
        return timedelta(hours=16) if self._is_at_the_door else timedelta(hours=12)

    def holds(self, at: datetime) -> bool:
        """Whether it has not run out. A clock that stepped back ends nothing."""
        if self.passed_at is None:
            return at < self.began_at + WAITS_FOR_SECOND_STEP
        return at < self.last_used_at + self.longest_idle and at < self.began_at + self.longest

    def is_proved(self, at: datetime) -> bool:
        """A clock that stepped back makes no proof hold for longer."""
        return self.proved_at is not None and abs(at - self.proved_at) < PROOF_HOLDS

    @property
    def _is_at_the_door(self) -> bool:
        return self.user.role is Role.CHECK_IN_STAFF
