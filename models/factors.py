"""What somebody proves after the password: an authenticator app, a passkey, a recovery code."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.users import User

RESET_WAITS = timedelta(hours=24)
"""For so long a second administrator may grant that somebody's factors are taken away."""


class Authenticator(Base):
    """An app that shows six digits, a new number every 30 seconds (TOTP, RFC 6238)."""

    __tablename__ = "authenticators"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), unique=True)
    seed: Mapped[str]
    """Encrypted: see lib.field_keys."""
    confirmed_at: Mapped[datetime | None]
    """None: the app has shown no right number yet, so that it is no factor."""
    last_step: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    """The time step of the last number that counted; no step counts twice."""
    last_used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class Passkey(Base):
    """A key pair of a device or a password manager (WebAuthn, discoverable); only the public half is
    here."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    name: Mapped[str]
    credential_id: Mapped[bytes] = mapped_column(sa.LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sign_count: Mapped[int] = mapped_column(sa.BigInteger)
    """How often it has signed, by its own counting; many never count, and say 0."""
    transports: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class Challenge(Base):
    """What a passkey is asked to sign: once, within five minutes."""

    __tablename__ = "challenges"

    challenge: Mapped[bytes] = mapped_column(sa.LargeBinary, primary_key=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    """None: whoever signs it signs in."""
    expires_at: Mapped[datetime] = mapped_column(index=True)


class RecoveryCode(Base):
    """One of ten codes for who lost their phone; each is good once."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class FactorReset(Base):
    """The request of one central admin that somebody's factors be taken away; another grants it."""

    __tablename__ = "factor_resets"
    __table_args__ = (
        sa.CheckConstraint("granted_by_id <> asked_by_id", name="by_two"),
        sa.CheckConstraint("user_id <> asked_by_id", name="not_ones_own"),
        sa.CheckConstraint("user_id <> granted_by_id", name="not_granted_to_oneself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    granted_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(foreign_keys=user_id)
    asked_by: Mapped[User] = relationship(foreign_keys=asked_by_id)
    granted_by: Mapped[User | None] = relationship(foreign_keys=granted_by_id)

    def is_open(self, at: datetime) -> bool:
        """Whether it still waits for a second administrator."""
        undecided = self.granted_at is None and self.dropped_at is None
        return undecided and at < self.asked_at + RESET_WAITS
