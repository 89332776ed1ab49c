"""Letters to institutions and organizers: each once, only where something is missing."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.contacts import SharedContact
from models.letters import Letter, LetterKind
from models.road_maps import ActionStatus, HalfYear
from models.users import User
from operations.road_maps.links import revoke_link
from operations.road_maps.reminders import write_progress_letters
from operations.road_maps.reports import (
    ReportDetails,
    approve_report,
    return_report,
    send_report,
)
from queries.road_maps.reports import unreported
from tests import factories
from tests.factories import NOW, road_maps

DUE = datetime(2027, 6, 30, 7, 0, tzinfo=UTC)  # ten in the morning in Istanbul
DAYS = (-15, -14, -13, -1, 0, 1, 7, 8, 13, 14, 15, 40)


def letters(*kinds):
    rows = sa.select(Letter).where(Letter.kind.in_(kinds)) if kinds else sa.select(Letter)
    return db.session.scalars(rows.order_by(Letter.id)).all()


def work(day):
    """What is written on that day after the due day, by a worker that runs three times."""
    for hours in (0, 0, 5):
        write_progress_letters(at=DUE + timedelta(days=day, hours=hours))
        db.session.commit()


def days_with_letters():
    told = {}
    for day in DAYS:
        before = len(letters())
        work(day)
        if len(letters()) > before:
            told[day] = [letter.kind for letter in letters()[before:]]
    return told


@pytest.fixture
def asked(app):
    road_map = road_maps.road_map()
    action = road_maps.action(road_map, number="1.1")
    return road_map, action, road_maps.link(road_map)


def test_the_institution_is_asked_at_once_with_the_contact_person_for_replies(app):
    db.session.add(
        SharedContact(place="76", version=1, contact_name="Ayşe", contact_email="a@example.org")
    )
    road_map = road_maps.road_map()
    road_maps.link(road_map, locale="en")
    [letter] = letters()
    assert (letter.kind, letter.to_address, letter.locale) == (
        LetterKind.PROGRESS_ASKED,
        "idare@example.org",
        "en",
    )
    assert letter.reply_to_address == "a@example.org"
    assert "http://meydan.example.org/progress/" in letter.text
    assert "30 June 2027" in letter.text


def test_reminders_come_on_their_days_once(asked):
    reminded, missing = LetterKind.PROGRESS_REMINDED, LetterKind.PROGRESS_MISSING
    assert days_with_letters() == {-14: [reminded], 0: [reminded], 7: [reminded], 14: [missing]}
    assert "1.1 Yolu onar" in letters(reminded)[0].text
    [told] = letters(missing)
    assert told.to_address == db.session.get_one(User, asked[2].made_by_id).email
    assert "İl Özel İdaresi: 1.1 Yolu onar" in told.text


def test_nobody_is_reminded_before_ten_in_the_morning(asked):
    assert write_progress_letters(at=DUE - timedelta(minutes=1, days=14)) == 0
    assert write_progress_letters(at=DUE - timedelta(days=14)) == 1


def test_nobody_is_reminded_once_all_is_reported(asked):
    _road_map, action, _link = asked
    report = send_report(
        action,
        ReportDetails(explanation="Sürüyor"),
        period=HalfYear("2027-1"),
        by=factories.user(),
        at=NOW,
    )
    assert days_with_letters() == {}
    return_report(report, note="Eksik", by=factories.user(), at=NOW)
    work(14)
    assert [letter.kind for letter in letters(LetterKind.PROGRESS_MISSING)] == ["progress_missing"]


def test_a_revoked_link_reminds_nobody(asked):
    revoke_link(asked[2], by=factories.user(), at=NOW)
    assert days_with_letters() == {}


def test_a_link_made_late_has_no_reminder_of_before(asked):
    road_maps.link(asked[0], email="b@example.org", at=DUE - timedelta(days=13))
    work(-13)
    assert {letter.to_address for letter in letters(LetterKind.PROGRESS_REMINDED)} == {
        "idare@example.org"
    }


def test_past_the_due_day_it_is_said_that_no_report_came(asked):
    road_map, action, _link = asked
    done = road_maps.action(
        road_map, number="1.2", status=ActionStatus.DROPPED, reason="Ödenek yok"
    )
    other = road_maps.action(road_map, number="1.3", institution="Belediye")
    due = DUE.date()
    assert unreported(road_map, due) == {}
    assert unreported(road_map, due + timedelta(1)) == {action.id: "2027-1"}
    assert {done.id, other.id}.isdisjoint(unreported(road_map, due + timedelta(1)))
    report = send_report(
        action,
        ReportDetails(explanation="Sürüyor"),
        period=HalfYear("2027-1"),
        by=factories.user(),
        at=NOW,
    )
    assert unreported(road_map, due + timedelta(1)) == {}
    approve_report(report, by=factories.user(), at=NOW)
    assert unreported(road_map, due + timedelta(1)) == {}
