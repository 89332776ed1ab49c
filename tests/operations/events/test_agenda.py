from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.events import Event, Speaker
from models.statements import Statement, StatementSource
from operations.check_in.checkpoints import CheckpointDetails, add_checkpoint
from operations.events.agenda import (
    OutsideEventDays,
    SessionDetails,
    SessionInUse,
    SpeakerDetails,
    add_session,
    change_session,
    remove_session,
)
from tests import factories
from tests.factories import NOW

BEGINS = datetime(2027, 3, 12, 7, 0, tzinfo=UTC)  # 10.00 in Ankara


@pytest.fixture
def event(app) -> Event:
    return factories.event(at=NOW, starts_at=BEGINS, ends_at=BEGINS + timedelta(hours=7))


def details(**values) -> SessionDetails:
    return SessionDetails(
        **{
            "title": "Panel",
            "starts_at": BEGINS,
            "ends_at": BEGINS + timedelta(hours=1),
            "speakers": [SpeakerDetails("Ayşe Yılmaz", "Ankara Üniversitesi")],
            **values,
        }
    )


def test_session_is_added_with_its_speakers_in_order(event):
    speakers = [SpeakerDetails("Şule"), SpeakerDetails("Ali", "Valilik"), SpeakerDetails("Can")]
    session = add_session(event, details(speakers=speakers), by=None, at=NOW)
    db.session.expire_all()
    assert [s.name for s in session.speakers] == ["Şule", "Ali", "Can"]
    assert session.speakers[1].affiliation == "Valilik"
    assert db.session.scalar(
        sa.select(sa.func.count()).where(AuditEntry.action == AuditAction.AGENDA_CHANGED)
    )


def test_speakers_that_were_taken_out_are_gone(event):
    session = add_session(event, details(), by=None, at=NOW)
    change_session(session, details(speakers=[]), by=None, at=NOW)
    assert db.session.scalar(sa.select(sa.func.count(Speaker.id))) == 0


def test_change_of_the_agenda_makes_kept_pages_stale(event):
    version = event.version
    session = add_session(event, details(), by=None, at=NOW)
    added = event.version
    remove_session(session, by=None, at=NOW)
    assert version < added < event.version


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (datetime(2027, 3, 11, 20, 59, tzinfo=UTC), False),  # 23.59 on the eve, in Ankara
        (datetime(2027, 3, 11, 21, 0, tzinfo=UTC), True),
        (datetime(2027, 3, 12, 20, 59, tzinfo=UTC), True),
        (datetime(2027, 3, 12, 21, 0, tzinfo=UTC), False),
    ],
)
def test_days_are_counted_by_the_clock_of_the_event(event, moment, allowed):
    assert event.is_on_its_days(moment) == allowed


def test_session_on_another_day_is_refused(event):
    tomorrow = BEGINS + timedelta(days=1)
    with pytest.raises(OutsideEventDays):
        add_session(event, details(starts_at=tomorrow, ends_at=tomorrow), by=None, at=NOW)


def test_session_with_a_door_cannot_be_removed(event):
    session = add_session(event, details(), by=None, at=NOW)
    door = CheckpointDetails(name="Salon", session_id=session.id)
    add_checkpoint(event, door, by=None, at=NOW)
    db.session.commit()
    with pytest.raises(SessionInUse):
        remove_session(session, by=None, at=NOW)
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Speaker.id))) == 1


def test_session_with_a_statement_cannot_be_removed(event):
    session = add_session(event, details(), by=None, at=NOW)
    db.session.add(
        Statement(
            event=event,
            session_id=session.id,
            text="Duyurular geç geliyor",
            public_text="Duyurular geç geliyor",
            source=StatementSource.ORGANIZER,
            made_on=NOW.date(),
        )
    )
    db.session.commit()
    with pytest.raises(SessionInUse):
        remove_session(session, by=None, at=NOW)
    db.session.rollback()
