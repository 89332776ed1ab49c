import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lib.field_keys import FieldKeys, Unreadable
from lib.text import storable
from models.base import Base
from models.forms import Choice, Question
from models.registrations import Registration

_SHORTEST_SEALED = 64
"""In characters: shorter ones are filled up, so that the length does not tell which choice it is."""


@dataclass(frozen=True)
class AnswerValue:
    """What a row of an answer says, apart from a file."""

    choice_id: int | None = None
    number: int | None = None
    text: str | None = None

    def sealed(self, keys: FieldKeys) -> str:
        text = None if self.text is None else storable(self.text)
        said = json.dumps(asdict(replace(self, text=text)), ensure_ascii=False)
        return keys.seal_text(said.ljust(_SHORTEST_SEALED))

    @classmethod
    def opened(cls, sealed: str, keys: FieldKeys) -> "AnswerValue":
        """Raises Unreadable."""
        try:
            return cls(**json.loads(keys.open_text(sealed)))
        except (ValueError, TypeError) as error:  # sealed by us, but no answer
            raise Unreadable from error


class RegistrationAnswer(Base):
    """A participant's answer to one question: one row, or a row for each choice picked.

    These rows belong to a person, unlike the anonymous answers of `models.forms`.
    """

    __tablename__ = "registration_answers"
    __table_args__ = (
        sa.UniqueConstraint("registration_id", "question_id", "nth"),
        sa.Index("ix_registration_answers_question_id_choice_id", "question_id", "choice_id"),
        sa.Index(
            "ix_registration_answers_sealed",
            "question_id",
            sqlite_where=sa.text("sealed IS NOT NULL"),
            postgresql_where=sa.text("sealed IS NOT NULL"),
        ),
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
    """The AnswerValue of a sensitive question, encrypted; the columns with choice, number and text are
    empty then."""
    answered_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()
    question: Mapped[Question] = relationship()
    choice: Mapped[Choice | None] = relationship()
    upload: Mapped["Upload | None"] = relationship()

    @property
    def value(self) -> AnswerValue:
        """What the row says in the clear: nothing where it is sealed."""
        return AnswerValue(self.choice_id, self.number, self.text)


class Upload(Base):
    """A file that a participant sent. Without an answer it is a draft, and deleted after a day."""

    __tablename__ = "uploads"
    # With `sealed`: it stands behind the content, which is not read to find what is not sealed yet.
    __table_args__ = (sa.Index("ix_uploads_question_id_sealed", "question_id", "sealed"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"))
    file_name: Mapped[str]
    mimetype: Mapped[str]
    size: Mapped[int]
    """In bytes."""
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    sealed: Mapped[bool] = mapped_column(default=False)
    """Whether name and content are encrypted: those of a sensitive question are."""
    created_at: Mapped[datetime] = mapped_column(index=True)
