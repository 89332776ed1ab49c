from datetime import date
from enum import StrEnum
from secrets import randbits

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, BigId, enum_of, in_locale
from models.events import Event
from models.sectors import Sector


class FormPurpose(StrEnum):
    FEEDBACK = "feedback"


class QuestionKind(StrEnum):
    RATING = "rating"
    LONG_TEXT = "long_text"


class Form(Base):
    """The questions of an event for one purpose."""

    __tablename__ = "forms"
    __table_args__ = (sa.UniqueConstraint("event_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"))
    purpose: Mapped[FormPurpose] = mapped_column(enum_of(FormPurpose))

    event: Mapped[Event] = relationship()
    questions: Mapped[list["Question"]] = relationship(
        back_populates="form", order_by="Question.position", cascade="all, delete-orphan"
    )


class Question(Base):
    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(sa.ForeignKey("forms.id"), index=True)
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(enum_of(QuestionKind))
    label: Mapped[str]
    label_en: Mapped[str] = mapped_column(default="")
    help: Mapped[str] = mapped_column(default="")
    help_en: Mapped[str] = mapped_column(default="")
    required: Mapped[bool] = mapped_column(default=False)
    feeds_problem_list: Mapped[bool] = mapped_column(default=False)
    """Answers arrive on the event's problem list as statements."""

    form: Mapped[Form] = relationship(back_populates="questions")

    def label_in(self, locale: str) -> str:
        return in_locale(locale, self.label, self.label_en)

    def help_in(self, locale: str) -> str:
        return in_locale(locale, self.help, self.help_en)


def random_id() -> int:
    return randbits(62)


class Response(Base):
    """One filled-in form.

    Anonymous by schema: no column leads to a person, the number is random and the day is all
    that is kept of the time, so that the order of arrival tells nothing either.
    """

    __tablename__ = "responses"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=random_id)
    form_id: Mapped[int] = mapped_column(sa.ForeignKey("forms.id"), index=True)
    side: Mapped[Sector | None] = mapped_column(enum_of(Sector))
    """As the person chose to say it."""
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
    number: Mapped[int | None]
    text: Mapped[str | None]

    response: Mapped[Response] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship()
