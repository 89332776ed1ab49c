"""A full session keeps nobody from the event who would come without it."""

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.letters import Letter, LetterKind
from models.registrations import RegistrationSource, RegistrationStatus
from operations.base.details import Wishes
from operations.places.quotas import EventFull
from operations.registrations.entries import change_status, register_for_someone
from operations.registrations.session_choices import NothingToGiveUp, come_without_full_sessions
from tests import factories

S = RegistrationStatus


def wishing(event, *sessions, **values):
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


@pytest.fixture
def event(app):
    return factories.event(capacity=5, waitlist=True)


@pytest.fixture
def full(event):
    session = factories.session(event, title="Atölye", title_en="Workshop", capacity=1)
    wishing(event, session)
    return session


def letter_to(registration):
    [letter] = db.session.scalars(
        sa.select(Letter).where(Letter.registration_id == registration.id)
    )
    return letter


@pytest.mark.parametrize(
    ("locale", "words"), [("tr", "“Atölye”"), ("en", "No place is left in: “Workshop”.")]
)
def test_the_letter_says_what_ran_out(event, full, locale, words):
    waiting = wishing(event, full, locale=locale)
    assert waiting.status is S.WAITLISTED
    assert words in letter_to(waiting).text
    assert "All places" not in letter_to(waiting).text


def test_the_letter_says_that_the_event_is_full_where_it_is(app):
    event = factories.event(capacity=1, waitlist=True)
    factories.registration(event)
    waiting = factories.registration(event, locale="en")
    assert "All places at" in letter_to(waiting).text


def test_the_letter_of_an_organizers_decision_says_nothing_of_places(event):
    person = factories.registration(event, locale="en")
    change_status(person, S.WAITLISTED, at=utc_now(), by=factories.user())
    letter = db.session.scalars(
        sa.select(Letter).where(Letter.kind == LetterKind.REGISTRATION_WAITLISTED)
    ).one()
    assert "All places" not in letter.text
    assert "No place is left" not in letter.text


def test_who_comes_without_it_has_a_place_at_once(event, full):
    waiting = wishing(event, full)
    come_without_full_sessions(waiting, at=utc_now())
    db.session.commit()
    assert (waiting.status, waiting.chosen_sessions, waiting.claims) == (S.CONFIRMED, [], [])
    assert (event.places.taken, full.places.taken) == (2, 1)


def test_the_sessions_that_have_places_stay(event, full):
    other = factories.session(event, title="Gezi", capacity=3)
    waiting = wishing(event, full, other)
    come_without_full_sessions(waiting, at=utc_now())
    assert waiting.chosen_sessions == [other]
    assert other.places.taken == 1


def test_who_waits_for_the_event_itself_cannot(app):
    event = factories.event(capacity=1, waitlist=True)
    full = factories.session(event, capacity=1)
    wishing(event, full)
    waiting = wishing(event, full)
    with pytest.raises(EventFull):
        come_without_full_sessions(waiting, at=utc_now())
    db.session.rollback()
    assert (waiting.status, waiting.chosen_sessions) == (S.WAITLISTED, [full])


def test_nobody_gives_themselves_a_place_that_an_organizer_took(event, full):
    person = wishing(event)
    change_status(person, S.WAITLISTED, at=utc_now(), by=factories.user())
    with pytest.raises(NothingToGiveUp):
        come_without_full_sessions(person, at=utc_now())


def test_who_has_a_place_has_nothing_to_give_up(event, full):
    with pytest.raises(NothingToGiveUp):
        come_without_full_sessions(factories.registration(event), at=utc_now())
