"""Reminders come at ten in the morning of the place, once, whoever asks for them."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from extensions import db
from letters.compose import letter_values
from models.letters import Letter, LetterKind, Mailing
from models.registrations import RegistrationStatus
from operations.events.events import call_off
from operations.letters.mailings import write_letters_of_mailings
from operations.letters.reminders import reminder_moment, set_reminder_days, start_reminders
from operations.registrations.entries import change_status
from tests import factories
from tests.turns import PATIENCE

START = datetime(2027, 3, 12, 7, 0, tzinfo=UTC)  # 10.00 in Çorum
EARLIER = datetime(2027, 1, 1, tzinfo=UTC)
DUE = datetime(2027, 3, 5, 7, 0, tzinfo=UTC)  # seven days before


@pytest.fixture
def event(app):
    made = factories.event(at=EARLIER, starts_at=START, ends_at=START + timedelta(hours=7))
    set_reminder_days(made, [1, 7], by=factories.user(), at=EARLIER)
    db.session.commit()
    return made


def work(at):
    start_reminders(at=at)
    db.session.commit()
    while write_letters_of_mailings(at=at):
        db.session.commit()


def reminded():
    rows = sa.select(Letter.registration_id).where(Letter.kind == LetterKind.PARTICIPANT_REMINDED)
    return list(db.session.scalars(rows.order_by(Letter.id)))


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Europe/Istanbul", datetime(2027, 3, 5, 7, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 3, 5, 15, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2027, 3, 5, 9, tzinfo=UTC)),
    ],
)
def test_the_moment_is_ten_in_the_morning_of_the_place(app, zone, moment):
    event = factories.event(starts_at=START, ends_at=START + timedelta(hours=7), timezone=zone)
    assert reminder_moment(event, 7) == moment


def test_clocks_that_change_in_between_still_show_ten(app):
    start = datetime(2027, 3, 30, 8, tzinfo=UTC)  # summer time begins on 28 March in Berlin
    event = factories.event(
        starts_at=start, ends_at=start + timedelta(hours=7), timezone="Europe/Berlin"
    )
    assert reminder_moment(event, 7) == datetime(2027, 3, 23, 9, tzinfo=UTC)


def test_only_who_has_a_place_is_reminded_and_each_day_once(event):
    person = factories.registration(event, at=EARLIER)
    gone = factories.registration(event, at=EARLIER)
    change_status(gone, RegistrationStatus.CANCELLED, at=EARLIER, by=None)
    db.session.commit()
    work(DUE - timedelta(seconds=1))
    assert reminded() == []
    for minutes in (0, 1, 600):
        work(DUE + timedelta(minutes=minutes))
    assert reminded() == [person.id]
    work(DUE + timedelta(days=6))
    assert reminded() == [person.id, person.id]


def test_who_got_a_place_after_the_moment_has_had_their_confirmation(event):
    factories.registration(event, at=DUE + timedelta(minutes=5))
    work(DUE + timedelta(minutes=10))
    assert reminded() == []


def test_a_worker_that_was_away_for_long_does_not_name_the_wrong_day(event):
    factories.registration(event, at=EARLIER)
    work(DUE + timedelta(hours=25))
    assert reminded() == []


def test_who_cancels_between_the_moment_and_the_letter_gets_none(event):
    person = factories.registration(event, at=EARLIER)
    start_reminders(at=DUE)
    change_status(person, RegistrationStatus.CANCELLED, at=DUE, by=None)
    db.session.commit()
    work(DUE)
    assert reminded() == []


def test_an_event_that_was_called_off_reminds_nobody(event):
    factories.registration(event, at=EARLIER)
    start_reminders(at=DUE)
    call_off(event, by=factories.user(), at=DUE)
    db.session.commit()
    work(DUE)
    work(DUE + timedelta(minutes=1))
    assert reminded() == []


def test_an_event_that_moved_reminds_those_who_were_not_reminded_yet(event):
    person = factories.registration(event, at=EARLIER)
    work(DUE)
    event.starts_at, event.ends_at = START + timedelta(days=30), START + timedelta(days=31)
    db.session.commit()
    new = factories.registration(event, at=DUE + timedelta(days=2))
    work(DUE + timedelta(days=30))
    assert reminded() == [person.id, new.id]


def at_once(app, act, workers=2):
    """Each in a thread and a session of its own, let go in the same moment."""
    barrier = Barrier(workers)
    db.session.remove()

    def run() -> None:
        with app.app_context():
            act(barrier)

    threads = [Thread(target=run) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)


@pytest.mark.race
def test_two_workers_at_once_remind_everyone_once(app, event):
    people = [factories.registration(event, at=EARLIER).id for _ in range(30)]

    def both(barrier):
        barrier.wait(PATIENCE)
        work(DUE)

    at_once(app, both, workers=3)
    assert sorted(reminded()) == people
    assert db.session.scalar(sa.select(sa.func.count(Mailing.id))) == 1


@pytest.mark.race
def test_without_the_once_key_two_workers_remind_twice(app, event):
    """Shows that the race is real: who looks first and writes later writes the letter twice."""
    person = factories.registration(event, at=EARLIER)
    person_id = person.id

    def look_then_write(barrier):
        with db.engine.connect() as reading:
            known = reading.execute(
                sa.select(Letter.id).where(Letter.kind == LetterKind.PARTICIPANT_REMINDED)
            ).first()
        barrier.wait(PATIENCE)
        if known is None:
            found = db.session.get_one(type(person), person_id)
            kind = LetterKind.PARTICIPANT_REMINDED
            db.session.add(Letter(**letter_values(kind, found, at=DUE, worded=None)))
            db.session.commit()

    at_once(app, look_then_write)
    assert reminded() == [person_id, person_id]
