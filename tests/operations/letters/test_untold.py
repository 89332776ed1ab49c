"""What people have not been told is kept until they are told, or an organizer decides not to."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.letters import Letter, LetterKind
from models.registrations import RegistrationSource, RegistrationStatus
from models.untold import UntoldChange
from operations.base.details import Wishes
from operations.events.agenda import SessionDetails, change_session, remove_session
from operations.events.events import change_event
from operations.events.stale_edits import details_of
from operations.letters.mailings import tell_of_change, write_letters_of_mailings
from operations.letters.untold import dismiss
from operations.registrations.entries import change_status, register_for_someone
from queries.letters.untold import untold_of
from tests import factories


@pytest.fixture
def event(app):
    made = factories.event(venue="Eski salon")
    factories.registration(made, email="a@example.org", locale="en")
    return made


def change(event, **details):
    change_event(event, replace(details_of(event), **details), by=factories.user(), at=utc_now())
    db.session.commit()


def chooses(event, *sessions, **values):
    made = register_for_someone(
        event,
        factories.person(**values),
        source=RegistrationSource.ORGANIZER,
        by=factories.user(),
        at=utc_now(),
        wishes=Wishes(sessions=sessions),
    )
    db.session.commit()
    return made


def move(session, hours):
    later = timedelta(hours=hours)
    details = SessionDetails(
        title=session.title,
        title_en=session.title_en,
        starts_at=session.starts_at + later,
        ends_at=session.ends_at + later,
        chosen=True,
    )
    change_session(session, details, by=factories.user(), at=utc_now())
    db.session.commit()


def tell(event):
    told = tell_of_change(event, by=factories.user(), at=utc_now())
    db.session.commit()
    while write_letters_of_mailings(at=utc_now()):
        db.session.commit()
    return told


def letters_of_change():
    rows = sa.select(Letter).where(Letter.kind == LetterKind.REGISTRATION_CHANGED)
    return list(db.session.scalars(rows.order_by(Letter.to_address)))


def test_what_people_know_is_kept_over_several_changes_until_they_are_told(event):
    before = event.starts_at
    change(event, venue="Yeni salon")
    change(event, starts_at=before + timedelta(hours=1))
    untold = untold_of(event)
    assert untold.of_event.starts_at == before
    assert untold.of_event.place.startswith("Eski salon")
    assert tell(event).people == 1
    assert untold_of(event) is None


def test_what_is_changed_back_needs_to_be_told_to_nobody(event):
    change(event, venue="Yeni salon")
    change(event, venue="Eski salon")
    assert untold_of(event) is None


@pytest.mark.parametrize("details", [{"title": "Gün"}, {"capacity": 50}, {"description": "…"}])
def test_what_nobody_plans_their_day_by_is_no_such_change(event, details):
    change(event, **details)
    assert untold_of(event) is None


def test_an_event_without_people_has_nobody_to_be_told(app):
    empty = factories.event()
    change(empty, venue="Yeni salon")
    assert untold_of(empty) is None
    left = factories.registration(empty)
    change_status(left, RegistrationStatus.CANCELLED, at=utc_now(), by=None)
    change(empty, venue="Başka salon")
    assert untold_of(empty) is None


def test_an_organizer_may_decide_to_tell_nobody(event):
    change(event, venue="Yeni salon")
    dismiss(event, by=factories.user(), at=utc_now())
    db.session.commit()
    assert untold_of(event) is None
    assert letters_of_change() == []


def test_a_moved_session_is_told_to_those_who_chose_it(event):
    session = factories.session(event, title_en="Workshop", title="Atölye")
    chooser = chooses(event, session, email="b@example.org", locale="en")
    move(session, 2)
    [row] = untold_of(event).of_sessions
    assert (row.session, row.starts_at) == (session, session.starts_at - timedelta(hours=2))
    assert untold_of(event).of_event is None
    tell(event)
    [letter] = letters_of_change()
    assert letter.registration_id == chooser.id
    assert letter.subject.startswith("Your sessions have changed")
    assert "Workshop" in letter.text


def test_whom_both_concern_read_of_both_in_one_letter(event):
    session = factories.session(event, title_en="Workshop", title="Atölye")
    chooses(event, session, email="b@example.org", locale="en")
    move(session, 2)
    change(event, venue="Yeni salon")
    tell(event)
    first, second = letters_of_change()
    assert first.subject == second.subject
    assert "Workshop" not in first.text
    assert "Workshop" in second.text
    assert "Yeni salon" in second.text


def test_sessions_moved_into_a_clash_are_counted(event):
    one, other = factories.session(event), factories.session(event)
    move(other, 2)  # nobody chose them yet
    chooses(event, one, other)
    chooses(event, one)
    assert untold_of(event) is None
    move(one, 2)
    assert untold_of(event).in_clash == 1


def test_a_session_that_is_removed_takes_the_note_along(event):
    session = factories.session(event)
    person = chooses(event, session)
    move(session, 2)
    person.chosen_sessions = []
    db.session.flush()
    remove_session(session, by=factories.user(), at=utc_now())
    db.session.commit()
    assert db.session.scalars(sa.select(UntoldChange)).all() == []


def test_of_two_presses_the_second_writes_to_nobody(event):
    change(event, venue="Yeni salon")
    assert tell(event) is not None
    assert tell(event) is None
    assert len(letters_of_change()) == 1
