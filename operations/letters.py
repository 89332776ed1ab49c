from datetime import datetime

import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction
from models.letters import Letter, LetterStatus
from models.users import User
from operations.audit import record


class NotFailed(Exception):
    """Only a letter that could not be delivered is sent again."""


def resend(letter: Letter, *, by: User, at: datetime) -> None:
    """Put a failed letter back in the outbox, as it is and due now. Raises NotFailed.

    It keeps its Message-ID: should it have arrived after all, mailboxes drop the second one.
    """
    queued = db.session.scalar(
        sa.update(Letter)
        .where(Letter.id == letter.id, Letter.status == LetterStatus.FAILED)
        .values(status=LetterStatus.QUEUED, due_at=at, attempts=0, lease=None, last_error="")
        .returning(Letter.id),
        execution_options={"synchronize_session": False},
    )
    if queued is None:
        raise NotFailed
    db.session.refresh(letter)
    record(AuditAction.LETTER_RESENT, at=at, by=by, event=letter.event, subject_id=letter.id)
    db.session.flush()
