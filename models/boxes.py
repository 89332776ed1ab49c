"""Where answers wait until enough are there to be moved together.

A row of a box is written with the right that is used, in one transaction: so the database's own
notes (row versions, the log) could join the two. The worker moves rows on in another transaction,
several at once, in random order and under new keys, and wipes what is left of them here.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, enum_of, random_id
from models.sectors import Sector


class BoxedResponse(Base):
    __tablename__ = "response_box"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=random_id)
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("waves.id"), index=True)
    side: Mapped[Sector | None] = mapped_column(enum_of(Sector))
    province: Mapped[str | None]
    person: Mapped[str] = mapped_column(default="")
    registration_id: Mapped[int | None] = mapped_column(sa.ForeignKey("registrations.id"))
    answers: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    """One for each row to be: question_id, subject_id (0: none), nth, choice_id, number, text."""


class BoxedStatement(Base):
    """A problem that somebody named. It is kept apart from the other answers from the start."""

    __tablename__ = "statement_box"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=random_id)
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("waves.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sessions.id"))
    side: Mapped[Sector | None] = mapped_column(enum_of(Sector))
    text: Mapped[str]
    hurts: Mapped[int | None]
    topic: Mapped[str] = mapped_column(default="")


class SentForm(Base):
    """A form that was sent: the same one sent twice counts once. Forgotten when the wave closes.

    The number was made up by the form's page, so that it leads to nobody.
    """

    __tablename__ = "sent_forms"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("waves.id"), primary_key=True)
    nonce: Mapped[str] = mapped_column(primary_key=True)
