"""In the night in which clocks are put forward, an hour is missing: 2.30 is later than 3.10."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from extensions import db
from models.checkpoints import Checkpoint
from models.events import Event, Session
from tests import factories

BEFORE, AFTER = "2027-03-28T02:30", "2027-03-28T03:10"
VISIT = {
    "title": "Viyana çalışma ziyareti",
    "kind": "study_visit",
    "country": "AT",
    "timezone": "Europe/Vienna",
    "starts_at": "2027-03-27T10:00",
    "ends_at": "2027-03-30T17:00",
}


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


@pytest.fixture
def visit(app):
    return factories.event(
        province=None,
        country="AT",
        timezone="Europe/Vienna",
        starts_at=datetime(2027, 3, 27, 9, tzinfo=UTC),
        ends_at=datetime(2027, 3, 30, 15, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("site", "fields"),
    [
        ("Europe/Istanbul", ("starts_at", "ends_at")),
        # Deadlines are typed by the site's clock.
        ("Europe/Vienna", ("registration_opens_at", "registration_closes_at")),
    ],
)
def test_an_event_whose_times_the_missing_hour_reverses_is_refused_beside_its_field(
    app, browser, monkeypatch, site, fields
):
    monkeypatch.setitem(app.config, "BABEL_DEFAULT_TIMEZONE", site)
    first, last = fields
    page = browser.post("/organizer/events/new", {**VISIT, first: BEFORE, last: AFTER})
    assert page.all("input", id=last)[0].attributes["aria-invalid"] == "true"
    assert page.all("input", id=first)[0].attributes["value"] == BEFORE
    assert count(Event) == 0


def test_a_zone_that_nobody_knows_is_refused_with_the_rest(browser):
    page = browser.post("/organizer/events/new", {**VISIT, "timezone": "../Ay"})
    assert page.all("select", id="timezone")[0].attributes["aria-invalid"] == "true"


def test_a_session_is_refused(browser, visit):
    form = {"title": "Yürüyüş", "starts_at": BEFORE, "ends_at": AFTER}
    page = browser.post(f"/organizer/events/{visit.id}/sessions/new", form)
    assert page.all("input", id="ends_at")[0].attributes["aria-invalid"] == "true"
    assert count(Session) == 0


def test_a_door_is_refused(browser, visit):
    form = {"name": "Arka kapı", "opens_at": BEFORE, "closes_at": AFTER}
    page = browser.post(f"/organizer/events/{visit.id}/checkpoints/new", form)
    assert page.all("input", id="closes_at")[0].attributes["aria-invalid"] == "true"
    assert count(Checkpoint) == 1


def count(kind):
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind))
