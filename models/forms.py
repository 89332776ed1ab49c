from datetime import datetime
from enum import StrEnum
from secrets import token_hex

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, enum_of, in_locale
from models.events import Event, ShownOnEventPage
from models.places import Quota
from models.surveys import Survey


class FormPurpose(StrEnum):
    FEEDBACK = "feedback"
    REGISTRATION = "registration"
    SURVEY = "survey"


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
    SCALE = "scale"
    """A scale from 1 to `points`, with labelled ends."""
    MATRIX = "matrix"
    """Several scales below one another; its rows are ordinary scales of their own."""
    NPS = "nps"
    """How likely one is to recommend something, from 0 to 10."""
    RANKING = "ranking"
    """Choices to be put in order."""
    PROBLEM = "problem"
    """A problem to be named: it becomes a statement, and is kept nowhere else."""
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


FREE_TEXT = {QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT}
COUNTED_APART = {
    *FREE_TEXT,
    QuestionKind.EMAIL,
    QuestionKind.PHONE,
    QuestionKind.INSTITUTION,
    QuestionKind.PROBLEM,
}
"""Of these only how many answered is counted: each answer is one of its own."""


class AskedAt(StrEnum):
    """When a question of the registration form is asked."""

    REGISTRATION = "registration"
    AFTER_APPROVAL = "after_approval"
    DOOR = "door"


class AskedOf(StrEnum):
    """Of what a question is asked again and again, where it is not asked once."""

    SESSION = "session"
    SPEAKER = "speaker"


def new_key() -> str:
    return token_hex(4)


class Form(Base):
    """The questions of an event for one purpose, or those of a survey."""

    __tablename__ = "forms"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "purpose"),
        sa.CheckConstraint("(event_id IS NULL) <> (survey_id IS NULL)", name="of_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("events.id"))
    survey_id: Mapped[int | None] = mapped_column(sa.ForeignKey("surveys.id"), index=True)
    """The first form is the survey's own; later ones are copies that a wave changed."""
    purpose: Mapped[FormPurpose] = mapped_column(enum_of(FormPurpose))
    named: Mapped[bool] = mapped_column(default=False)
    """Whether answers are kept with the person's name. Fixed once anybody may answer."""

    event: Mapped[Event | None] = relationship()
    survey: Mapped[Survey | None] = relationship()
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
    asked_at: Mapped[AskedAt] = mapped_column(enum_of(AskedAt), default=AskedAt.REGISTRATION)
    sensitive: Mapped[bool] = mapped_column(default=False)
    """Whether it asks for such as diet or access needs: optional, and read by organizers only."""
    minimum: Mapped[int | None]
    """The smallest number, or the fewest choices."""
    maximum: Mapped[int | None]
    """The largest number, the most choices, or the most characters of a text."""
    points: Mapped[int | None]
    """Of a scale or matrix: how many points, 2 to 11."""
    low: Mapped[str] = mapped_column(default="")
    low_en: Mapped[str] = mapped_column(default="")
    """What the lowest point means."""
    high: Mapped[str] = mapped_column(default="")
    high_en: Mapped[str] = mapped_column(default="")
    no_opinion: Mapped[bool] = mapped_column(default=False)
    """Whether a scale offers "no opinion": an answer, but no number."""
    matrix_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("questions.id", deferrable=True, initially="DEFERRED")
    )
    """The matrix whose row this scale is."""
    asked_of: Mapped[AskedOf | None] = mapped_column(enum_of(AskedOf))
    """None: it is asked once."""
    subjects: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    """The numbers of the sessions or speakers it is asked of; empty: of all."""
    page: Mapped[int] = mapped_column(default=1)
    """On which page of the form it stands."""
    asked_as: Mapped[str] = mapped_column(default="")
    """The wording by which answers of several waves are compared, where the label was mended
    since: a typo makes no new question."""
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

    @property
    def event_asking(self) -> Event:
        """The event on whose form it stands. Raises ValueError for a survey's question."""
        if self.form.event is None:
            raise ValueError("a survey's question")
        return self.form.event

    def label_in(self, locale: str) -> str:
        return in_locale(locale, self.label, self.label_en)

    def help_in(self, locale: str) -> str:
        return in_locale(locale, self.help, self.help_en)

    def low_in(self, locale: str) -> str:
        return in_locale(locale, self.low or "", self.low_en or "")

    def high_in(self, locale: str) -> str:
        return in_locale(locale, self.high or "", self.high_en or "")


class Choice(ShownOnEventPage, Base):
    """One of the choices that a question offers."""

    __tablename__ = "choices"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"), index=True)
    position: Mapped[int]
    label: Mapped[str]
    label_en: Mapped[str] = mapped_column(default="")
    takes_text: Mapped[bool] = mapped_column(default=False)
    """Whether it is "other: …", with a line to write in."""
    is_right: Mapped[bool] = mapped_column(default=False)
    """Whether it is a right answer of a test."""
    retired_at: Mapped[datetime | None]

    question: Mapped[Question] = relationship(back_populates="choices")
    places: Mapped[Quota | None] = relationship(cascade="all, delete-orphan")
    """Its own limit of places; None: everyone can pick it."""

    @property
    def event(self) -> Event | None:
        return self.question.event if self.question else None

    def label_in(self, locale: str) -> str:
        return in_locale(locale, self.label, self.label_en)
