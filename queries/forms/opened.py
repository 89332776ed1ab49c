"""Answers and files as they were given, opened where they are sealed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from extensions import db, keys
from lib.field_keys import Unreadable
from models.answers import AnswerValue, RegistrationAnswer, Upload
from models.forms import Choice, Question

UNREADABLE = {"tr": "Okunamıyor", "en": "Cannot be read"}
"""In place of what was sealed with a key that is not in FIELD_KEYS any more."""


@dataclass(frozen=True)
class OpenedAnswer:
    """A row of an answer; where it cannot be read, with nothing in it."""

    registration_id: int
    question: Question
    choice: Choice | None
    number: int | None
    text: str | None
    upload: Upload | None
    is_readable: bool = True

    @property
    def question_id(self) -> int:
        return self.question.id

    @property
    def choice_id(self) -> int | None:
        return self.choice.id if self.choice else None

    @property
    def upload_id(self) -> int | None:
        return self.upload.id if self.upload else None


@dataclass(frozen=True)
class OpenedFile:
    name: str
    mimetype: str
    content: bytes


def opened_answers(rows: Iterable[RegistrationAnswer]) -> list[OpenedAnswer]:
    """The rows, which need their question, choice and file loaded; one select more where choices
    were sealed."""
    read = [(row, value_of(row)) for row in rows]
    sealed = {value.choice_id for row, value in read if row.sealed and value and value.choice_id}
    choices = _choices(sealed) if sealed else {}
    return [
        OpenedAnswer(
            registration_id=row.registration_id,
            question=row.question,
            choice=row.choice or (choices.get(value.choice_id or 0) if value else None),
            number=value.number if value else None,
            text=value.text if value else None,
            upload=row.upload,
            is_readable=value is not None,
        )
        for row, value in read
    ]


def value_of(row: RegistrationAnswer) -> AnswerValue | None:
    """What the row says; None: it cannot be read."""
    if row.sealed is None:
        return row.value
    try:
        return AnswerValue.opened(row.sealed, keys.fields)
    except Unreadable:
        return None


def opened_file(upload: Upload) -> OpenedFile:
    """The file as it was sent. Raises Unreadable."""
    name, content = upload.file_name, upload.content
    if upload.sealed:
        name, content = keys.fields.open_text(name), keys.fields.open(content)
    return OpenedFile(name, upload.mimetype, content)


def name_of(upload: Upload, locale: str) -> str:
    """The file's name, or that it cannot be read."""
    if not upload.sealed:
        return upload.file_name
    try:
        return keys.fields.open_text(upload.file_name)
    except Unreadable:
        return UNREADABLE[locale]


def _choices(numbers: Sequence[int] | set[int]) -> dict[int, Choice]:
    found = db.session.scalars(sa.select(Choice).where(Choice.id.in_(numbers)))
    return {choice.id: choice for choice in found}
