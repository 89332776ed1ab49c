"""Waves: a form asked of certain people in a certain time; and who may answer it."""

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, enum_of, random_id
from models.events import Event
from models.forms import Form
from models.registrations import Registration
from models.sectors import Sector
from models.surveys import Survey

GRACE = timedelta(hours=1)
"""Who was still writing when a wave closed may send the answers for so long."""


class WaveLink(StrEnum):
    """How people come to the form."""

    PERSONAL = "personal"
    OPEN = "open"
    PAPER = "paper"


class WaveStatus(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Wave(Base):
    __tablename__ = "waves"
    __table_args__ = (sa.UniqueConstraint("form_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(sa.ForeignKey("forms.id"))
    number: Mapped[int] = mapped_column(default=1)
    """Which wave of its form or survey it is, from 1."""
    name: Mapped[str] = mapped_column(default="")
    link: Mapped[WaveLink] = mapped_column(enum_of(WaveLink), default=WaveLink.PERSONAL)
    baseline: Mapped[bool] = mapped_column(default=False)
    """Whether later waves are compared with this one."""
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    """When the form is no longer shown. None: somebody closes it by hand."""
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    """Since when no answer is taken. Never undone."""
    settled: Mapped[bool] = mapped_column(default=False)
    """Whether all that waited was moved after the closing: from then on the cuts are shown."""
    published_at: Mapped[datetime | None]
    """Since when everyone may read the results of an event; a survey's own row says it of all its
    waves."""
    invited: Mapped[int] = mapped_column(default=0)
    """How many rights were ever given."""
    reminded_at: Mapped[datetime | None]
    sheets: Mapped[int | None]
    """Of a paper wave: how many sheets were in hand at its closing."""
    target: Mapped[dict[str, list[str]]] = mapped_column(sa.JSON, default=dict)
    """Whom the worker invites while it is open (operations.surveys.targets): people of `sectors` and
    `provinces`, where what is missing limits nothing, or those who came to the `event`. Empty:
    nobody; the organizers give the rights."""
    rates: Mapped[dict[str, dict[str, list[int]]]] = mapped_column(sa.JSON, default=dict)
    """Written at closing: by `sector`, `province` and `institution`, how many of each were invited
    and how many of them answered."""

    form: Mapped[Form] = relationship()

    @property
    def event(self) -> Event | None:
        return self.form.event

    @property
    def survey(self) -> Survey | None:
        return self.form.survey

    @property
    def is_named(self) -> bool:
        return self.form.named

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    def status(self, now: datetime) -> WaveStatus:
        if self.closed_at is not None:
            return WaveStatus.CLOSED
        return WaveStatus.PLANNED if now < self.opens_at else WaveStatus.OPEN

    def shows_form(self, now: datetime) -> bool:
        return self.status(now) is WaveStatus.OPEN and (not self.closes_at or now < self.closes_at)

    def takes_answers(self, now: datetime) -> bool:
        """As long as the form is shown, and an hour more for who was writing."""
        return self.status(now) is WaveStatus.OPEN and not self.has_run_out(now)

    def has_run_out(self, now: datetime) -> bool:
        return self.closes_at is not None and now >= self.closes_at + GRACE


class FeedbackInvitation(Base):
    """That somebody was invited to a wave. It never changes, and prevents a second letter."""

    __tablename__ = "feedback_invitations"
    __table_args__ = (
        sa.UniqueConstraint("wave_id", "registration_id"),
        sa.UniqueConstraint("wave_id", "email"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("waves.id"))
    registration_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("registrations.id"), index=True
    )
    email: Mapped[str | None]
    """Of somebody who is on no list of ours."""
    locale: Mapped[str] = mapped_column(default="tr")
    sector: Mapped[Sector | None] = mapped_column(enum_of(Sector))
    province: Mapped[str | None]
    institution: Mapped[str] = mapped_column(default="")
    """Sector, province and institution as they were when the person was invited."""

    wave: Mapped[Wave] = relationship()
    registration: Mapped[Registration | None] = relationship()


class Right(Base):
    """The right to answer once in a wave, held by whoever has its link.

    It is deleted when it is used: the delete is the guard against a second answer. Of the use
    nothing else is kept.
    """

    __tablename__ = "rights"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=random_id)
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("waves.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("feedback_invitations.id"), unique=True
    )
    """None: its link was handed out without our knowing to whom."""

    wave: Mapped[Wave] = relationship()
    invitation: Mapped[FeedbackInvitation | None] = relationship()


class OutcomeAddress(Base):
    """Where somebody who answered wants to read what came of it: kept with the event or survey
    alone, and with no answer."""

    __tablename__ = "outcome_addresses"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "email"),
        sa.UniqueConstraint("survey_id", "email"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=random_id)
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("events.id"))
    survey_id: Mapped[int | None] = mapped_column(sa.ForeignKey("surveys.id"))
    email: Mapped[str]
    locale: Mapped[str]
