from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from extensions import db
from lib.field_keys import Unreadable
from models.answers import RegistrationAnswer, Upload
from models.events import Event
from models.forms import Form, Question
from models.registrations import Registration
from models.selection import Evaluation
from models.users import User
from policy import scoped
from queries.forms.opened import OpenedFile, opened_file

DRAFTS_LAST = timedelta(hours=24)
"""For so long a file waits until the answers it was chosen for are sent."""


def upload_for_question(upload_id: int, question_id: int, *, at: datetime) -> Upload | None:
    """A file that was sent to this question: an answer names it, or it is a draft that is still
    kept."""
    is_answer = sa.select(RegistrationAnswer.id).where(RegistrationAnswer.upload_id == Upload.id)
    return db.session.scalar(
        sa.select(Upload).where(
            Upload.id == upload_id,
            Upload.question_id == question_id,
            sa.or_(Upload.created_at > at - DRAFTS_LAST, is_answer.exists()),
        )
    )


def senders_of(upload: Upload) -> Sequence[Registration]:
    """Whose answer the file is."""
    numbers = sa.select(RegistrationAnswer.registration_id).where(
        RegistrationAnswer.upload_id == upload.id
    )
    return db.session.scalars(sa.select(Registration).where(Registration.id.in_(numbers))).all()


def is_sensitive(upload: Upload) -> bool:
    return db.session.get_one(Question, upload.question_id).sensitive


def files_of(registration: Registration) -> Iterator[OpenedFile]:
    """The files in this person's answers, each read only when its turn comes; without those that
    cannot be read."""
    numbers = db.session.scalars(
        sa.select(RegistrationAnswer.upload_id)
        .where(
            RegistrationAnswer.registration_id == registration.id,
            RegistrationAnswer.upload_id.is_not(None),
        )
        .order_by(RegistrationAnswer.id)
    ).all()
    for number in numbers:
        with suppress(Unreadable):
            yield opened_file(db.session.get_one(Upload, number))


def upload_for(upload_id: int, user: User, *, sensitive: bool) -> Upload | None:
    """A file that is somebody's answer, with its content, if the user's province allows it.

    `sensitive`: also files that only organizers may read, and those of applications with which the
    user declared a conflict of interest.
    """
    readable = sa.true() if sensitive else sa.not_(Question.sensitive)
    is_answer = sa.select(RegistrationAnswer.id).where(RegistrationAnswer.upload_id == Upload.id)
    if not sensitive:
        conflict = sa.select(Evaluation.id).where(
            Evaluation.registration_id == RegistrationAnswer.registration_id,
            Evaluation.evaluator_id == user.id,
            Evaluation.conflict,
        )
        is_answer = is_answer.where(~conflict.exists())
    return db.session.scalar(
        scoped(
            sa.select(Upload)
            .join(Question, Question.id == Upload.question_id)
            .join(Form, Form.id == Question.form_id)
            .join(Event, Event.id == Form.event_id)
            .where(Upload.id == upload_id, is_answer.exists(), readable)
            .options(undefer(Upload.content)),
            user,
        )
    )
