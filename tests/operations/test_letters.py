import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.letters import Letter, LetterStatus
from operations.letters import NotResendable, resend
from tests import factories
from tests.factories import NOW


@pytest.fixture
def letter(app) -> Letter:
    factories.registration(factories.event())
    return db.session.scalars(sa.select(Letter)).one()


def test_failed_letter_is_due_at_once_with_its_message_id(letter):
    letter.status, letter.attempts, letter.last_error = LetterStatus.FAILED, 8, "550 no such user"
    db.session.commit()
    message_id, organizer = letter.message_id, factories.user()
    resend(letter, by=organizer, at=NOW)
    db.session.commit()
    assert (letter.status, letter.attempts, letter.due_at) == (LetterStatus.QUEUED, 0, NOW)
    assert (letter.lease, letter.last_error, letter.message_id) == (None, "", message_id)
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.LETTER_RESENT)
    ).one()
    assert (entry.user_id, entry.subject_id) == (organizer.id, letter.id)


@pytest.mark.parametrize("status", [LetterStatus.QUEUED, LetterStatus.WITHDRAWN])
def test_letter_that_waits_or_was_withdrawn_is_not_sent_again(letter, status):
    letter.status = status
    db.session.commit()
    with pytest.raises(NotResendable):
        resend(letter, by=factories.user(), at=NOW)
