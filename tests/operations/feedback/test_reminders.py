"""One reminder, and only where it tells nobody who has answered."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.letters import Letter, LetterKind
from operations.feedback.inviting import ANSWERED_WITHIN
from operations.feedback.reminders import (
    AlreadyReminded,
    TooFewToRemind,
    remind,
    remind_of_events,
)
from operations.feedback.taking import WaveClosed
from queries.feedback.waves import wave_of_event
from tests import factories
from tests.factories import NOW, feedback


@pytest.fixture
def asked(app):
    """An event's wave in which so many have answered, and so many have not."""

    def make(answered, silent):
        event = factories.event(at=NOW, over=True, title="Iğdır Günü")
        for _each in range(answered):
            feedback.answer(event)
        for number in range(silent):
            feedback.right(event, email=f"sessiz{number}@example.org")
        return wave_of_event(event)

    return make


def reminders():
    rows = sa.select(Letter).where(Letter.kind == LetterKind.FEEDBACK_REMINDED)
    return db.session.scalars(rows.order_by(Letter.id)).all()


def test_who_has_not_answered_is_reminded_once(asked):
    wave = asked(5, 5)
    assert remind(wave, by=None, at=NOW) == 5
    db.session.commit()
    letters = reminders()
    assert {letter.to_address for letter in letters} == {
        f"sessiz{number}@example.org" for number in range(5)
    }
    assert all("Iğdır Günü" in letter.subject for letter in letters)
    assert all("/feedback/" in letter.text for letter in letters)
    with pytest.raises(AlreadyReminded):
        remind(wave, by=None, at=NOW)


@pytest.mark.parametrize(("answered", "silent"), [(4, 5), (5, 4)])
def test_few_are_not_reminded(asked, answered, silent):
    with pytest.raises(TooFewToRemind):
        remind(asked(answered, silent), by=None, at=NOW)
    assert reminders() == []


def test_people_without_an_address_hide_nobody(asked):
    wave = asked(5, 4)
    silent = feedback.right(wave.event)
    silent.invitation.registration.email = None
    db.session.commit()
    with pytest.raises(TooFewToRemind):
        remind(wave, by=None, at=NOW)


def test_nobody_is_reminded_of_what_is_over(asked):
    wave = asked(5, 5)
    with pytest.raises(WaveClosed):
        remind(wave, by=None, at=wave.closes_at)


def test_an_events_people_are_reminded_a_week_after_the_last_invitation(asked):
    wave = asked(5, 5)
    due = wave.closes_at - ANSWERED_WITHIN + timedelta(days=7)
    assert remind_of_events(at=due - timedelta(seconds=1)) == 0
    assert remind_of_events(at=due) == 1
    db.session.commit()
    assert len(reminders()) == 5
    assert remind_of_events(at=due) == 0
