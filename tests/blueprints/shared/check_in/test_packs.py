"""The tickets of a door, read once for all its phones."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import perf_counter, sleep

import pytest
import sqlalchemy as sa

from blueprints.shared.check_in import packs
from blueprints.shared.check_in.packs import kept_tickets, tickets_of
from extensions import db
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.blueprints.check_in.phones import Phone

PHONES, WAIT = 4, 30


@pytest.fixture
def event(app, monkeypatch):
    """Its door's phones may keep names. Reading is dear: what was read serves for a while."""
    event = factories.event()
    factories.registration(event)
    checkpoints_of(event)[0].roster = True
    factories.commit()
    monkeypatch.setattr(packs, "CHEAP", 0)
    monkeypatch.setattr(packs, "_SHARE", 100_000)
    return event


@pytest.fixture
def phones(app, event):
    phones = [Phone(app.test_client(), event) for _ in range(PHONES)]
    db.session.remove()
    return phones


class Tickets:
    """What is read of tickets; each reading takes a moment, so that all phones ask meanwhile."""

    def __init__(self):
        self.readings, self.broken = 0, False

    def __call__(self, _connection, _cursor, statement, _parameters, _context, _many):
        if "JOIN registrations" in statement and "FROM tickets" in statement:
            self.readings += 1
            sleep(0.1)
            if self.broken:
                raise OSError("no database")


@pytest.fixture
def tickets(app):
    tickets = Tickets()
    sa.event.listen(db.engine, "before_cursor_execute", tickets)
    yield tickets
    sa.event.remove(db.engine, "before_cursor_execute", tickets)


def _at_once(phones):
    """Their answers, or what went wrong."""
    start = Barrier(len(phones))

    def ask(phone):
        start.wait(WAIT)
        return phone.pack()

    with ThreadPoolExecutor(len(phones)) as threads:
        asked = [threads.submit(ask, phone) for phone in phones]
        return [one.exception(WAIT) or one.result() for one in asked]


@pytest.mark.race
def test_phones_that_ask_at_once_are_given_what_one_of_them_read(phones, tickets):
    answers = _at_once(phones)
    assert [answer.status_code for answer in answers] == [200] * PHONES
    assert len({answer.headers["X-Door-Time"] for answer in answers}) == 1
    assert tickets.readings == 2  # numbers, and names


@pytest.mark.race
def test_no_phone_waits_for_a_reading_that_failed(phones, tickets):
    tickets.broken = True
    assert [type(answer) for answer in _at_once(phones)] == [OSError] * PHONES
    tickets.broken = False
    assert [answer.status_code for answer in _at_once(phones)] == [200] * PHONES


def test_where_reading_is_cheap_every_phone_gets_what_is_true_now(app, event, monkeypatch):
    monkeypatch.setattr(packs, "CHEAP", 60)
    phone = Phone(app.test_client(), event)
    assert len(phone.pack().get_json()["tickets"]) == 1
    factories.registration(event)
    assert len(phone.pack().get_json()["tickets"]) == 2


def test_doors_that_no_phone_asks_for_are_dropped(app, event, monkeypatch):
    for _ in range(3):
        Phone(app.test_client(), factories.event()).pack()
    assert len(kept_tickets()) == 3
    monkeypatch.setattr(kept_tickets(), "clock", lambda: perf_counter() + packs._LONGEST)
    Phone(app.test_client(), event).pack()
    assert len(kept_tickets()) == 1


def test_only_so_many_doors_are_kept_at_once(app, event, monkeypatch):
    (door,) = checkpoints_of(event)
    for number in range(packs._DOORS + 3):
        kept_tickets().keep((number, False), tickets_of(door, as_of=factories.NOW), took=1)
    assert len(kept_tickets()) == packs._DOORS
