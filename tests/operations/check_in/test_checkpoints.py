from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.events import Event, Session
from operations.check_in.checkpoints import (
    CheckpointDetails,
    ClosesBeforeOpening,
    ForeignSession,
    add_checkpoint,
    change_checkpoint,
)
from tests import factories
from tests.factories import NOW


def session_of(event: Event) -> Session:
    session = Session(event=event, title="Açılış", starts_at=event.starts_at, ends_at=event.ends_at)
    db.session.add(session)
    db.session.flush()
    return session


def test_checkpoint_is_added_to_its_event_with_an_audit_entry(app):
    event, organizer = factories.event(), factories.user()
    session = session_of(event)
    details = CheckpointDetails(
        name="Salon A",
        session_id=session.id,
        opens_at=NOW,
        closes_at=NOW + timedelta(hours=1),
        reentry=True,
    )
    made = add_checkpoint(event, details, by=organizer, at=NOW)
    assert (made.event, made.session, made.reentry, made.multiple) == (event, session, True, False)
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.CHECKPOINT_CHANGED)
    ).one()
    assert (entry.subject_id, entry.user_id) == (made.id, organizer.id)


def test_checkpoint_that_closes_before_it_opens_is_refused(app):
    details = CheckpointDetails(name="Giriş", opens_at=NOW, closes_at=NOW)
    with pytest.raises(ClosesBeforeOpening):
        add_checkpoint(factories.event(), details, by=None, at=NOW)


@pytest.mark.parametrize("number", [-1, 0, 2**31 - 1, 10**30])
def test_session_that_does_not_exist_is_refused(app, number):
    details = CheckpointDetails(name="Giriş", session_id=number)
    with pytest.raises(ForeignSession):
        add_checkpoint(factories.event(), details, by=None, at=NOW)


def test_session_of_another_event_is_refused(app):
    checkpoint = add_checkpoint(factories.event(), CheckpointDetails(name="Giriş"), by=None, at=NOW)
    details = CheckpointDetails(name="Giriş", session_id=session_of(factories.event()).id)
    with pytest.raises(ForeignSession):
        change_checkpoint(checkpoint, details, by=None, at=NOW)
