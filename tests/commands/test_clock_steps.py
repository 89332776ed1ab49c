"""The real server and its worker on machines of other zones, whose clock is set while they run."""

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tests import factories
from tests.at import Steps
from tests.commands.conftest import put_somebody_into
from tests.commands.visitors import Visitor
from tests.turns import PATIENCE

pytestmark = pytest.mark.race
AHEAD = timedelta(hours=2)
"""Longer than a sign-in stands idle, shorter than one lasts."""


def wait_until(reached):
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def set_clock(steps, site, ahead):
    steps.to(ahead)
    wait_until(lambda: all(steps.reached_by(process) for process in site.family()))


def moments(database, select):
    """As the database keeps them: without a zone, in UTC."""
    with closing(sqlite3.connect(database)) as connection:
        found = [text for (text,) in connection.execute(select)]
    return [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in found]


def is_about(moment, expected):
    return abs(moment - expected) < timedelta(seconds=PATIENCE)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_a_clock_that_is_set_changes_nobodys_business(start, tmp_path, smtp_server, zone):
    (folder := tmp_path / "instance").mkdir()
    database = folder / "meydan.sqlite"
    event = put_somebody_into(f"sqlite:///{database}")
    with closing(sqlite3.connect(database)) as connection:
        [(email,)] = connection.execute("SELECT email FROM users")
    steps = Steps(tmp_path / "clock")
    mail = {"MAIL_SERVER": smtp_server.host, "MAIL_PORT": str(smtp_server.port)}
    site = start(TZ=zone, **mail, **steps.environment)
    site.wait_until_it_answers()
    before, after, back, organizer = (Visitor(site.port) for _ in range(4))

    def sign_in():
        hidden = organizer.hidden_fields("/sign-in")
        return organizer.sign_in(email, factories.PASSWORD, hidden)

    def is_signed_in():
        return organizer.get("/organizer/events")[0] == 200

    def register(visitor, address, hidden):
        known = len(smtp_server.recipients)
        assert visitor.register(event, address, hidden)[0] == 303
        wait_until(lambda: len(smtp_server.recipients) > known)
        assert smtp_server.recipients[known:] == [address]
        return smtp_server.messages[-1]["Date"].datetime

    now = datetime.now(UTC)
    hidden = {visitor: visitor.hidden_fields(f"{event}/register") for visitor in (after, back)}
    assert (sign_in(), is_signed_in()) == (303, True)
    form = before.hidden_fields(f"{event}/register")
    written = [register(before, "a@example.org", form)]
    assert ">10:00" in before.get(event)[1]  # in the zone of the event

    set_clock(steps, site, AHEAD)
    assert not is_signed_in()  # it has stood idle for two hours
    assert (sign_in(), is_signed_in()) == (303, True)
    written.append(register(after, "b@example.org", hidden[after]))

    set_clock(steps, site, timedelta())
    assert is_signed_in()
    written.append(register(back, "c@example.org", hidden[back]))

    expected = [now, now + AHEAD, now]
    kept = moments(database, "SELECT registered_at FROM registrations ORDER BY email")
    began = moments(database, "SELECT began_at FROM sign_ins ORDER BY began_at")
    for found, awaited in ((written, expected), (kept, expected), (began, expected[:2])):
        assert all(map(is_about, found, awaited)) and len(found) == len(awaited)
    assert site.stop() == 0
