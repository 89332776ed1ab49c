from datetime import date, datetime
from enum import StrEnum
from secrets import randbits, token_hex

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, enum_of, in_locale
from models.events import Event, ShownOnEventPage
from models.places import Quota
from models.sectors import Sector


class FormPurpose(StrEnum):
    FEEDBACK = "feedback"
    REGISTRATION = "registration"


class QuestionKind(StrEnum):
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    """A whole number."""
    DATE = "date"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    YES_NO = "yes_no"
    RATING = "rating"
    """A scale from 1 to 5."""
    EMAIL = "email"
    PHONE = "phone"
    PROVINCE = "province"
    DISTRICT = "district"
    INSTITUTION = "institution"
    FILE = "file"
    CONSENT = "consent"
    """A consent to one purpose: unticked at first and never required, so that it can be refused."""
    HEADING = "heading"
    """No question but a heading, with the help text below it."""


class AskedAt(StrEnum):
    """When a question of the registration form is asked."""

    REGISTRATION = "registration"
    AFTER_APPROVAL = "after_approval"
    DOOR = "door"


def new_key() -> str:
    return token_hex(4)


class Form(Base):
    """The questions of an event for one purpose."""

    __tablename__ = "forms"
    __table_args__ = (sa.UniqueConstraint("event_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"))
    purpose: Mapped[FormPurpose] = mapped_column(enum_of(FormPurpose))

    event: Mapped[Event] = relationship()
    questions: Mapped[list["Question"]] = relationship(
        back_populates="form",
        order_by="Question.position, Question.id",
        cascade="all, delete-orphan",
    )


class Question(ShownOnEventPage, Base):
    __tablename__ = "questions"
    __table_args__ = (sa.UniqueConstraint("form_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(sa.ForeignKey("forms.id"))
    key: Mapped[str] = mapped_column(default=new_key)
    """The question's name for programs and in tables; unlike the label it never changes."""
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(enum_of(QuestionKind))
    label: Mapped[str]
    label_en: Mapped[str] = mapped_column(default="")
    help: Mapped[str] = mapped_column(default="")
    help_en: Mapped[str] = mapped_column(default="")
    required: Mapped[bool] = mapped_column(default=False)
    feeds_problem_list: Mapped[bool] = mapped_column(default=False)
    """Whether answers arrive on the event's problem list as statements."""
    asked_at: Mapped[AskedAt] = mapped_column(enum_of(AskedAt), default=AskedAt.REGISTRATION)
    sensitive: Mapped[bool] = mapped_column(default=False)
    """Whether it asks for such as diet or access needs: optional, and read by organizers only."""
    minimum: Mapped[int | None]
    """The smallest number, or the fewest choices."""
    maximum: Mapped[int | None]
    """The largest number, the most choices, or the most characters of a text."""
    shown_if_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("questions.id", deferrable=True, initially="DEFERRED")
    )
    """The question is asked only where this earlier one was asked and answered with one of
    `shown_if`."""
    shown_if: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """The answers that count, as text: numbers of choices, «yes», «no», or numbers of a scale."""
    retired_at: Mapped[datetime | None]
    """Since when it is no longer asked; its answers stay."""

    form: Mapped[Form] = relationship(back_populates="questions")
    choices: Mapped[list["Choice"]] = relationship(
        back_populates="question",
        order_by="Choice.position, Choice.id",
        cascade="all, delete-orphan",
    )

    @property
    def event(self) -> Event | None:
        return self.form.event if self.form else None

    def label_in(self, locale: str) -> str:
        return in_locale(locale, self.label, self.label_en)

    def help_in(self, locale: str) -> str:
        return in_locale(locale, self.help, self.help_en)


class Choice(ShownOnEventPage, Base):
    """One of the choices that a question offers."""

    __tablename__ = "choices"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"), index=True)
    position: Mapped[int]
    label: Mapped[str]
    label_en: Mapped[str] = mapped_column(default="")
    retired_at: Mapped[datetime | None]

    question: Mapped[Question] = relationship(back_populates="choices")
    places: Mapped[Quota | None] = relationship(cascade="all, delete-orphan")
    """Its own limit of places; None: everyone can pick it."""

    @property
    def event(self) -> Event | None:
        return self.question.event if self.question else None

    def label_in(self, locale: str) -> str:
        return in_locale(locale, self.label, self.label_en)


def random_id() -> int:
    return randbits(62)


class Response(Base):
    """One person's answers to an anonymous form.

    Anonymous by schema: no column leads to a person, the number is random, and of the time only the
    day is kept, so that the order of arrival tells nothing either.
    """

    __tablename__ = "responses"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=random_id)
    form_id: Mapped[int] = mapped_column(sa.ForeignKey("forms.id"), index=True)
    side: Mapped[Sector | None] = mapped_column(enum_of(Sector))
    """The sector for which the person said they speak; None: they did not say."""
    signature: Mapped[str] = mapped_column(default="")
    """A name, only where the person chose to sign."""
    submitted_on: Mapped[date]

    form: Mapped[Form] = relationship()
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="response", cascade="all, delete-orphan"
    )


class Answer(Base):
    __tablename__ = "answers"
    # SQLite's hidden row number would count up and so tell the order of arrival (see Response).
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    response_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("responses.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id"), primary_key=True, index=True
    )
    nth: Mapped[int] = mapped_column(primary_key=True, default=0)
    """Numbers the rows of one question where several choices were picked."""
    choice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("choices.id"))
    number: Mapped[int | None]
    text: Mapped[str | None]

    response: Mapped[Response] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship()
