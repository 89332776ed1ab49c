"""Files that participants send. A file without an answer is a draft, and deleted after a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from extensions import db, keys
from lib.refusals import Refusal
from lib.text import storable
from models.answers import RegistrationAnswer, Upload
from models.forms import Question
from queries.forms.uploads import DRAFTS_LAST

# A submission that was accepted in a draft's last moment may still be being written.
_GRACE = timedelta(hours=1)


class QuestionGone(Refusal):
    """The question that the file answers was deleted meanwhile."""


@dataclass(frozen=True)
class SentFile:
    """A file as it was sent; its kind was found from its content."""

    name: str
    mimetype: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)


def keep_upload(question: Question, sent: SentFile, *, at: datetime) -> Upload:
    """Keep the file as a draft, until an answer names it; sealed where the question is sensitive.
    Raises QuestionGone.

    The foreign key is the guard. What was done before in the transaction stays.
    """
    upload = Upload(
        question_id=question.id,
        mimetype=sent.mimetype,
        size=sent.size,
        created_at=at,
        **columns_of_file(sent.name, sent.content, sensitive=question.sensitive),
    )
    try:
        with db.session.begin_nested():
            db.session.add(upload)
    except IntegrityError as error:
        raise QuestionGone from error
    return upload


def columns_of_file(name: str, content: bytes, *, sensitive: bool) -> dict[str, Any]:
    """What the columns of a row hold for this file."""
    if sensitive:
        name, content = keys.fields.seal_text(storable(name)), keys.fields.seal(content)
    return {"file_name": name, "content": content, "sealed": sensitive}


def delete_drafts(*, at: datetime, limit: int = 200) -> int:
    """Delete at most `limit` old files that no answer names; how many were deleted."""
    is_answer = sa.select(RegistrationAnswer.id).where(RegistrationAnswer.upload_id == Upload.id)
    old = (
        sa.select(Upload.id)
        .where(Upload.created_at <= at - DRAFTS_LAST - _GRACE, ~is_answer.exists())
        .order_by(Upload.created_at)
        .limit(limit)
    )
    numbers = db.session.scalars(old).all()
    db.session.execute(
        sa.delete(Upload).where(Upload.id.in_(numbers)),
        execution_options={"synchronize_session": False},
    )
    return len(numbers)
