from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.events import Event
from models.letters import Letter, LetterStatus
from models.users import User
from operations.base.audit import record
from queries.letters.outbox import worth_sending_again

_AGAIN = {"status": LetterStatus.QUEUED, "attempts": 0, "lease": None, "last_error": ""}


class NotResendable(Refusal):
    """The letter is still waiting to be sent, or was withdrawn."""


def resend(letter: Letter, *, by: User, at: datetime) -> None:
    """Put a letter that was sent or that failed back in the outbox, unchanged. Raises
    NotResendable.

    It keeps its Message-ID, so that a mailbox that has it already drops the second one.
    """
    left = (LetterStatus.FAILED, LetterStatus.SENT)
    queued = db.session.scalar(
        sa.update(Letter)
        .where(Letter.id == letter.id, Letter.status.in_(left))
        .values(**_AGAIN, due_at=at)
        .returning(Letter.id),
        execution_options={"synchronize_session": False},
    )
    if queued is None:
        raise NotResendable
    db.session.refresh(letter)
    record(AuditAction.LETTER_RESENT, at=at, by=by, event=letter.event, subject_id=letter.id)
    db.session.flush()


def resend_failed(event: Event, *, by: User, at: datetime) -> int:
    """Put all letters of an event that could not be delivered back in the outbox; how many.

    Letters that no longer hold are left out: nobody who cancelled is told that they have a place.
    """
    queued = db.session.scalars(
        sa.update(Letter)
        .where(*worth_sending_again(event, at))
        .values(**_AGAIN, due_at=at)
        .returning(Letter.id),
        execution_options={"synchronize_session": False},
    ).all()
    if queued:
        record(AuditAction.LETTER_RESENT, at=at, by=by, event=event, letters=len(queued))
        db.session.flush()
    return len(queued)
