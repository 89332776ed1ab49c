from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.feedback import FeedbackInvitation, Right
from models.letters import Letter, LetterKind
from operations.check_in.checkpoints import CheckpointDetails, add_checkpoint
from operations.events.events import withdraw
from operations.feedback.closing import close_wave
from operations.feedback.inviting import ASKED_WITHIN, invite_attendees
from queries.events.programme import programme_figures
from queries.feedback.waves import wave_of_event
from queries.registrations.participants import ParticipantFilter, Presence
from tests import factories
from tests.factories.feedback import attendance, attendee, feedback_path
from tests.turns import at_once


def invited():
    return {i.registration_id for i in db.session.scalars(sa.select(FeedbackInvitation))}


def after(event):
    return event.ends_at + timedelta(minutes=1)


def test_those_who_came_are_invited_after_the_end_and_those_who_did_not_are_not(app):
    event = factories.event()
    came, absent = attendee(event), factories.registration(event)
    assert invite_attendees(at=event.ends_at - timedelta(minutes=1)) == 0
    assert invite_attendees(at=event.ends_at) == 1
    assert invited() == {came.id} != {absent.id}


def test_the_letter_carries_the_link_of_its_own_right(app):
    event = factories.event(over=True)
    attendee(event, email="isil@example.org")
    invite_attendees(at=after(event))
    [made] = db.session.scalars(sa.select(Right))
    letters = sa.select(Letter).where(Letter.kind == LetterKind.FEEDBACK_INVITED)
    [letter] = db.session.scalars(letters)
    address = f"http://meydan.example.org{feedback_path(made)}"
    assert letter.to_address == "isil@example.org"
    assert address in letter.text
    assert address in letter.html


def test_each_is_invited_once_for_ever(app):
    event = factories.event(over=True)
    someone = attendee(event)
    assert invite_attendees(at=after(event)) == 1
    db.session.commit()
    assert invite_attendees(at=after(event)) == 0
    assert invite_attendees(at=after(event) + timedelta(days=7)) == 0
    assert invited() == {someone.id}


def test_a_scan_that_comes_late_still_invites_within_a_month(app):
    event = factories.event(over=True)
    late = attendee(event)
    assert invite_attendees(at=event.ends_at + ASKED_WITHIN) == 0
    assert invite_attendees(at=event.ends_at + ASKED_WITHIN - timedelta(minutes=1)) == 1
    assert invited() == {late.id}


def test_without_an_address_there_is_an_invitation_but_no_letter(app):
    event = factories.event(over=True)
    someone = attendee(event, email=None)
    assert invite_attendees(at=after(event)) == 1
    assert invited() == {someone.id}
    letters = sa.select(Letter).where(Letter.kind == LetterKind.FEEDBACK_INVITED)
    assert db.session.scalars(sa.select(Right)).one()
    assert not db.session.scalars(letters).all()


def test_an_event_that_was_withdrawn_asks_nobody(app):
    event = factories.event(over=True)
    attendee(event)
    withdraw(event, by=factories.user(), at=factories.NOW)
    assert invite_attendees(at=after(event)) == 0


def test_invitations_come_in_portions_so_that_the_worker_can_commit_between(app):
    event = factories.event(over=True)
    for _ in range(3):
        attendee(event)
    assert [invite_attendees(at=after(event), limit=2) for _ in range(3)] == [2, 1, 0]


def test_attending_at_two_doors_is_one_invitation(app):
    event = factories.event(over=True)
    someone = attendee(event)
    hall = add_checkpoint(event, CheckpointDetails(name="Salon"), by=None, at=factories.NOW)
    attendance(someone, checkpoint=hall)
    assert invite_attendees(at=after(event)) == 1
    assert invited() == {someone.id}


def test_whoever_took_only_the_bus_has_not_attended(app):
    event = factories.event(over=True)
    rode, came = factories.registration(event), attendee(event)
    bus = add_checkpoint(
        event, CheckpointDetails(name="Otobüs", beside_programme=True), by=None, at=factories.NOW
    )
    for person in (rode, came):
        attendance(person, checkpoint=bus)
    assert invite_attendees(at=after(event)) == 1
    assert invited() == {came.id}
    assert programme_figures(at=after(event)).people_attended == 1
    assert programme_figures(at=event.starts_at).people_attended == 0  # it is still on
    came_to_it = ParticipantFilter(came=Presence.CAME).select(event)
    assert db.session.scalars(came_to_it).all() == [came]


@pytest.mark.race
def test_two_workers_invite_each_person_once(app):
    event = factories.event(over=True)
    for _ in range(8):
        attendee(event)
    moment = after(event)
    at_once(app, lambda: invite_attendees(at=moment), times=2)
    kinds = sa.select(sa.func.count()).where(Letter.kind == LetterKind.FEEDBACK_INVITED)
    assert len(invited()) == 8
    assert db.session.scalar(kinds) == 8


def test_nobody_is_invited_once_the_wave_is_closed(app):
    event = factories.event(over=True)
    attendee(event)
    invite_attendees(at=after(event))
    early, late = invited(), attendee(event)
    wave = wave_of_event(event)
    assert wave and wave.closes_at
    ends = wave.closes_at
    assert invite_attendees(at=ends) == 0
    close_wave(wave, by=None, at=after(event))
    db.session.commit()
    assert invite_attendees(at=after(event)) == 0
    assert invited() == early
    assert late.id not in early


def test_the_wave_is_open_for_two_weeks_after_its_last_invitation(app):
    event = factories.event(over=True)
    for number in range(2):
        attendee(event)
        invite_attendees(at=after(event) + timedelta(days=number))
    wave = wave_of_event(event)
    assert wave and (wave.invited, wave.number) == (2, 1)
    assert (wave.opens_at, wave.closes_at) == (event.ends_at, after(event) + timedelta(days=15))
