from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.audit import AuditAction, AuditEntry
from models.letters import Letter, LetterKind, LetterStatus
from models.registrations import RegistrationStatus
from operations.letters.outbox import NotResendable, resend, resend_failed
from operations.registrations.entries import change_status
from queries.letters.outbox import failed_letters_of
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


def test_failed_letters_that_no_longer_hold_are_not_sent_again_with_the_others(app):
    event, organizer = factories.event(), factories.user()
    kept, cancelled = factories.registration(event), factories.registration(event)
    change_status(cancelled, RegistrationStatus.CANCELLED, at=utc_now(), by=organizer)
    db.session.execute(sa.update(Letter).values(status=LetterStatus.FAILED))
    db.session.commit()
    assert failed_letters_of(event, at=utc_now()) == 2
    assert resend_failed(event, by=organizer, at=utc_now()) == 2
    queued = sa.select(Letter.registration_id, Letter.kind).where(
        Letter.status == LetterStatus.QUEUED
    )
    assert {tuple(row) for row in db.session.execute(queued)} == {
        (kept.id, LetterKind.REGISTRATION_CONFIRMED),
        (cancelled.id, LetterKind.REGISTRATION_CANCELLED),
    }


def test_a_reminder_is_not_sent_again_once_the_event_has_begun(app):
    event = factories.event()
    factories.registration(event)
    letter = db.session.scalars(sa.select(Letter)).one()
    letter.kind, letter.status = LetterKind.PARTICIPANT_REMINDED, LetterStatus.FAILED
    db.session.commit()
    assert failed_letters_of(event, at=event.starts_at) == 0
    assert failed_letters_of(event, at=event.starts_at - timedelta(seconds=1)) == 1
