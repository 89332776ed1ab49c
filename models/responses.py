"""What people answered in a wave, once it has left the box (see models.boxes)."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, enum_of, random_id
from models.feedback import Wave
from models.forms import Question
from models.registrations import Registration
from models.sectors import Sector


class Response(Base):
    """One person's answers to a form.

    Anonymous by schema: no column leads to a person, the number is random and new, and neither the
    moment nor the day is kept. In named waves a row of `named_responses` says whose it is.
    """

    __tablename__ = "responses"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=random_id)
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("waves.id"), index=True)
    side: Mapped[Sector | None] = mapped_column(enum_of(Sector))
    """The sector for which the person said they speak; None: they did not say."""
    province: Mapped[str | None]
    """The province they named; None: none was asked or given."""

    wave: Mapped[Wave] = relationship()
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="response", cascade="all, delete-orphan"
    )


class NamedResponse(Base):
    """Whose response it is, in a wave whose form says that names are kept."""

    __tablename__ = "named_responses"

    response_id: Mapped[int] = mapped_column(
        BigId, sa.ForeignKey("responses.id"), primary_key=True, autoincrement=False
    )
    registration_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("registrations.id"), index=True
    )
    person: Mapped[str] = mapped_column(default="")
    """Who it is, where there is no registration: an address, or a name from a sheet of paper."""

    response: Mapped[Response] = relationship()
    registration: Mapped[Registration | None] = relationship()


class Answer(Base):
    """One answer, or one row for each choice picked or ranked (`nth`).

    Of a ranking, `nth` is the place, from 0. A row without choice, number and text says "no
    opinion". The text beside a choice is what was written after "other".
    """

    __tablename__ = "answers"
    # SQLite's hidden row number would count up and so tell the order of arrival.
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    response_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("responses.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id"), primary_key=True, index=True
    )
    nth: Mapped[int] = mapped_column(primary_key=True, default=0)
    choice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("choices.id"))
    number: Mapped[int | None] = mapped_column(sa.BigInteger)
    text: Mapped[str | None]
    search_key: Mapped[str | None]
    """The text, folded for Turkish."""

    response: Mapped[Response] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship()


class Quotation(Base):
    """A written answer that an organiser chose to be quoted in reports and on public pages."""

    __tablename__ = "quotations"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"), primary_key=True)
    response_id: Mapped[int] = mapped_column(
        BigId,
        sa.ForeignKey("responses.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )


class SubjectAnswer(Base):
    """What somebody answered about one session or speaker, without the key of their response: which
    sessions a person attended would tell who it is."""

    __tablename__ = "subject_answers"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=random_id)
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("waves.id"), index=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"), index=True)
    subject_id: Mapped[int]
    """The number of the session or the speaker; the question says of which."""
    nth: Mapped[int] = mapped_column(default=0)
    choice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("choices.id"))
    number: Mapped[int | None] = mapped_column(sa.BigInteger)
    text: Mapped[str | None]
    search_key: Mapped[str | None]


class Tally(Base):
    """How often one value was answered, counted up as answers leave the box.

    `value` is "" for "answered at all", "none" for no opinion, a number or another value as it is
    kept, the number of a picked choice, or "choice:place" of a ranking (places from 1). Questions
    of free text have "" alone. Without a subject, "" counts people in every question: of one that
    is asked about several sessions, those who answered it about any.
    """

    __tablename__ = "tallies"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("waves.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id"), primary_key=True, index=True
    )
    subject_id: Mapped[int] = mapped_column(primary_key=True, default=0)
    """The session or speaker; 0: of none."""
    side: Mapped[str] = mapped_column(primary_key=True, default="")
    """The sector, or "" where it was not said."""
    province: Mapped[str] = mapped_column(primary_key=True, default="")
    value: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
