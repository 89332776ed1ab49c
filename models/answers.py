from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.forms import Choice, Question
from models.registrations import Registration


class RegistrationAnswer(Base):
    """A participant's answer to one question: one row, or a row for each choice picked.

    These rows belong to a person, unlike the anonymous answers of `models.forms`.
    """

    __tablename__ = "registration_answers"
    __table_args__ = (
        sa.UniqueConstraint("registration_id", "question_id", "nth"),
        sa.Index("ix_registration_answers_question_id_choice_id", "question_id", "choice_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registrations.id"))
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"))
    nth: Mapped[int] = mapped_column(default=0)
    choice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("choices.id"))
    number: Mapped[int | None] = mapped_column(sa.BigInteger)
    """The answer to a number or a rating; 1 or 0 for yes or no and for a consent."""
    text: Mapped[str | None]
    """A date as ISO 8601, a province or district by its number, otherwise the text as written."""
    upload_id: Mapped[int | None] = mapped_column(sa.ForeignKey("uploads.id"), index=True)
    sealed: Mapped[str | None]
    """An answer to a sensitive question: choice, number and text, encrypted; these columns are empty
    then."""
    answered_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()
    question: Mapped[Question] = relationship()
    choice: Mapped[Choice | None] = relationship()
    upload: Mapped["Upload | None"] = relationship()


class Upload(Base):
    """A file that a participant sent. Without an answer it is a draft, and deleted after a day."""

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"), index=True)
    file_name: Mapped[str]
    mimetype: Mapped[str]
    size: Mapped[int]
    """In bytes."""
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    sealed: Mapped[bool] = mapped_column(default=False)
    """Whether the content is encrypted: that of a sensitive question is."""
    created_at: Mapped[datetime] = mapped_column(index=True)
