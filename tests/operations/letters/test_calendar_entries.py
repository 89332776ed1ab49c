"""The entry in a person's calendar follows their place: RFC 5546, in what the mail server gets."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest
import sqlalchemy as sa
import time_machine

from commands.work import Worker, run_once
from extensions import db
from letters.compose import registration_token
from lib.clock import utc_now
from models.registrations import RegistrationSource, RegistrationStatus
from operations.base.details import Wishes
from operations.events.events import call_off
from operations.letters.mailings import tell_of_change
from operations.places.offers import accept_offer
from operations.registrations.entries import change_status, register_for_someone
from operations.registrations.session_choices import choose_sessions
from operations.registrations.transfers import pass_on
from tests import factories
from tests.smtp import sending_to

S = RegistrationStatus


@pytest.fixture
def server(app, smtp_server):
    with sending_to(app, smtp_server.host, smtp_server.port):
        yield smtp_server


def sent(server):
    """The entries of the letters that left since, with the method of each: None without one."""
    before = len(server.messages)
    db.session.commit()
    assert run_once(Worker())
    return [entry_in(message) for message in server.messages[before:]]


def anew(row):
    """The row read again: the worker has ended the transaction."""
    return db.session.get_one(type(row), sa.inspect(row).identity[0])


def entry_in(message):
    enclosed = list(message.iter_attachments())
    if not enclosed:
        return None, None
    [file] = enclosed
    calendar = icalendar.Calendar.from_ical(file.get_payload(decode=True))
    assert file.get_param("method") == calendar["method"]
    [entry] = calendar.walk("VEVENT")
    return str(calendar["method"]), entry


def test_a_confirmation_asks_to_enter_the_event_and_for_no_reply(server):
    person = factories.registration(factories.event(), email="isil@example.org")
    [(method, entry)] = sent(server)
    assert (method, entry["status"]) == ("REQUEST", "CONFIRMED")
    assert entry["attendee"] == "mailto:isil@example.org"
    assert entry["attendee"].params["rsvp"] == "FALSE"
    assert entry["organizer"] == "mailto:meydan@example.org"
    assert entry["uid"] == f"registration-{anew(person).id}@meydan.example.org"


def test_a_change_is_the_same_entry_with_a_larger_sequence(server):
    event = factories.event()
    factories.registration(event)
    [(_method, before)] = sent(server)
    event = anew(event)
    event.starts_at += timedelta(hours=1)
    db.session.commit()
    tell_of_change(event, by=factories.user(), at=utc_now())
    [(method, after)] = sent(server)
    assert (method, after["uid"]) == ("REQUEST", before["uid"])
    assert after["sequence"] > before["sequence"]
    assert after["dtstamp"].dt >= before["dtstamp"].dt
    assert after.start == before.start + timedelta(hours=1)


@pytest.mark.parametrize("new", [S.CANCELLED, S.DECLINED, S.WAITLISTED])
def test_who_loses_the_place_gets_the_entry_taken_out(server, new):
    person = factories.registration(factories.event())
    [(_method, before)] = sent(server)
    change_status(anew(person), new, at=utc_now(), by=factories.user())
    [(method, entry)] = sent(server)
    assert (method, entry["status"], entry["uid"]) == ("CANCEL", "CANCELLED", before["uid"])
    assert entry["sequence"] > before["sequence"]


def test_who_gets_the_place_back_gets_the_entry_back(server):
    person = factories.registration(factories.event())
    for new in (S.CANCELLED, S.CONFIRMED):
        sent(server)
        change_status(anew(person), new, at=utc_now(), by=factories.user())
    [(method, _entry)] = sent(server)
    assert method == "REQUEST"


def test_a_cancelled_event_is_taken_out_of_the_calendars_of_those_who_had_it(server):
    event = factories.event(capacity=1, waitlist=True)
    holder, waiting = factories.registration(event), factories.registration(event)
    assert waiting.email
    assert [method for method, _entry in sent(server)] == ["REQUEST", None]
    call_off(anew(event), by=factories.user(), at=utc_now())
    told = sent(server)
    assert [method for method, _entry in told] == ["CANCEL", None]
    assert str(told[0][1]["attendee"]) == f"mailto:{anew(holder).email}"


def test_who_waits_gets_no_entry_and_so_none_is_taken_back(server):
    event = factories.event(capacity=1, waitlist=True)
    session = factories.session(event)
    factories.registration(event)
    waiting = factories.registration(event)
    sent(server)
    choose_sessions(anew(waiting), [anew(session)], at=utc_now())
    assert [method for method, _entry in sent(server)] == [None]
    change_status(anew(waiting), S.CANCELLED, at=utc_now(), by=None)
    assert [method for method, _entry in sent(server)] == [None]


def test_an_applicant_gets_it_with_the_decision(server):
    applicant = factories.registration(factories.event(approval=True))
    assert [method for method, _entry in sent(server)] == [None]
    change_status(anew(applicant), S.CONFIRMED, at=utc_now(), by=factories.user())
    assert [method for method, _entry in sent(server)] == ["REQUEST"]


def test_an_offer_is_no_place_before_it_is_accepted(server):
    event = factories.event(capacity=1, waitlist=True)
    holder, waiting = factories.registration(event), factories.registration(event)
    sent(server)
    change_status(anew(holder), S.CANCELLED, at=utc_now(), by=None)
    assert sorted(str(method) for method, _entry in sent(server)) == ["CANCEL", "None"]
    accept_offer(anew(waiting), at=utc_now())
    assert [method for method, _entry in sent(server)] == ["REQUEST"]


def test_a_place_passed_on_moves_from_one_calendar_to_the_other(server):
    giver = factories.registration(factories.event(transferable=True))
    sent(server)
    pass_on(anew(giver), factories.person(email="sonra@example.org"), at=utc_now())
    methods = {str(entry["attendee"]): method for method, entry in sent(server)}
    assert methods == {
        f"mailto:{anew(giver).email}": "CANCEL",
        "mailto:sonra@example.org": "REQUEST",
    }


def test_the_chosen_sessions_are_in_it_and_no_secret(app, server):
    event = factories.event()
    session = factories.session(event, title="Atölye", room="Salon 2")
    person = register_for_someone(
        event,
        factories.person(),
        source=RegistrationSource.ONLINE,
        by=factories.user(),
        at=utc_now(),
        wishes=Wishes(sessions=[session]),
    )
    [(_method, entry)] = sent(server)
    assert "Atölye, Salon 2" in str(entry["description"])
    token = registration_token(anew(person))
    with time_machine.travel(later := (utc_now() + timedelta(hours=2)).replace(microsecond=0)):
        file = app.test_client().get(f"/registrations/{token}/calendar.ics").data
    assert token.encode() not in file.replace(b"\r\n ", b"")
    stamps: list[Any] = [
        one["dtstamp"].dt for one in icalendar.Calendar.from_ical(file).walk("VEVENT")
    ]
    assert all(timedelta() <= stamp - later < timedelta(minutes=1) for stamp in stamps)
    assert len(stamps) == 2
    assert token not in entry.to_ical().decode().replace("\r\n ", "")
    assert str(entry["url"]) == f"http://meydan.example.org/events/{anew(event).slug}"


def calendar_of(app, person):
    return app.test_client().get(f"/registrations/{registration_token(anew(person))}/calendar.ics")


def test_the_file_on_the_own_page_is_the_same_entry(app, server):
    person = factories.registration(factories.event())
    [(_method, sent_before)] = sent(server)
    answer = calendar_of(app, person)
    calendar = icalendar.Calendar.from_ical(answer.data)
    [entry] = calendar.walk("VEVENT")
    assert (calendar["method"], entry["status"]) == ("PUBLISH", "CONFIRMED")
    assert (entry["uid"], entry["sequence"]) == (sent_before["uid"], sent_before["sequence"])


@pytest.mark.parametrize("status", [S.PENDING, S.WAITLISTED, S.DECLINED, S.CANCELLED])
def test_who_has_no_place_finds_no_file(app, status):
    person = factories.registration(factories.event(approval=True))
    if status is not S.PENDING:
        change_status(person, status, at=utc_now(), by=factories.user())
        db.session.commit()
    assert calendar_of(app, person).status_code == 404


def test_who_had_one_finds_the_file_that_takes_it_out(app, server):
    person = factories.registration(factories.event())
    sent(server)
    change_status(anew(person), S.CANCELLED, at=utc_now(), by=None)
    sent(server)
    calendar = icalendar.Calendar.from_ical(calendar_of(app, person).data)
    assert calendar["method"] == "CANCEL"
    assert [entry["status"] for entry in calendar.walk("VEVENT")] == ["CANCELLED"]
