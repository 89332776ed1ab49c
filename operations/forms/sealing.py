"""Seals what was answered before its question was marked as sensitive, and opens it where it is so
no longer."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, undefer

from extensions import db
from lib.field_keys import Unreadable
from models.answers import RegistrationAnswer, Upload
from models.forms import Question
from operations.base.answers import columns_of
from operations.forms.uploads import columns_of_file
from queries.forms.opened import opened_file, value_of

_UNNOTICED = {"synchronize_session": False}


def reseal_answers(numbers: Collection[int]) -> None:
    """Write these answers as their questions are now. What cannot be read stays as it is, and so
    does what somebody else wrote meanwhile."""
    rows = db.session.scalars(
        sa.select(RegistrationAnswer)
        .where(RegistrationAnswer.id.in_(numbers))
        .options(joinedload(RegistrationAnswer.question, innerjoin=True))
    )
    for row in rows:
        if (value := value_of(row)) is not None:
            db.session.execute(
                sa.update(RegistrationAnswer)
                .where(
                    RegistrationAnswer.id == row.id,
                    RegistrationAnswer.sealed.is_not_distinct_from(row.sealed),
                )
                .values(columns_of(value, sensitive=row.question.sensitive)),
                execution_options=_UNNOTICED,
            )


def reseal_files(numbers: Collection[int]) -> None:
    """The same for files."""
    rows = db.session.execute(
        sa.select(Upload, Question.sensitive)
        .join(Question, Question.id == Upload.question_id)
        .where(Upload.id.in_(numbers))
        .options(undefer(Upload.content))
    )
    for upload, sensitive in rows:
        try:
            file = opened_file(upload)
        except Unreadable:
            continue
        db.session.execute(
            sa.update(Upload)
            .where(Upload.id == upload.id, Upload.file_name == upload.file_name)
            .values(columns_of_file(file.name, file.content, sensitive=sensitive)),
            execution_options=_UNNOTICED,
        )
