"""What organizers type: an event's times by its own clock, deadlines by the site's."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from extensions import db
from lib.turkish import sort_key
from models.delegations import Delegation
from models.devices import Device
from models.events import Event
from queries.check_in.checkpoints import checkpoints_of
from tests import factories

VISIT = {
    "title": "Viyana çalışma ziyareti",
    "kind": "study_visit",
    "country": "AT",
    "timezone": "Europe/Vienna",
    "starts_at": "2039-03-24T09:00",
    "ends_at": "2039-03-30T17:00",
    "registration_closes_at": "2039-03-20T23:59",
}
MIDNIGHT = datetime(2039, 3, 20, 20, 59, tzinfo=UTC)  # a minute before it, in Istanbul


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


@pytest.fixture
def visit(browser):
    assert browser.submit("/organizer/events/new", VISIT).status_code == 303
    return only(Event)


def only(kind):
    return db.session.scalars(sa.select(kind)).unique().one()


def options(page):
    """The zones that can be chosen: what is sent of each, and what people read."""
    (chosen,) = page.all("select", id="timezone")
    start = page.elements.index(chosen) + 1
    found = []
    for element in page.elements[start:]:
        if element.tag != "option":
            break
        found.append((element.attributes["value"], element.text))
    return found


def chosen(page):
    picked = [e for e in page.all("option") if "selected" in e.attributes]
    return [e.text for e in picked if "/" in e.attributes["value"]]


def hint(page, field):
    return "".join(e.text for e in page.all("p", id=f"{field}-hint")).strip()


@pytest.mark.parametrize(
    ("locale", "names"),
    [("tr", ["İstanbul", "Viyana", "Üsküp"]), ("en", ["Istanbul", "Vienna", "Skopje"])],
)
def test_zones_are_chosen_by_their_places(browser, locale, names):
    page = browser.get(f"/organizer/events/new?lang={locale}")
    offered = dict(options(page))
    ids = ["Europe/Istanbul", "Europe/Vienna", "Europe/Skopje"]
    assert [offered[zone] for zone in ids] == names
    places = list(offered.values())
    assert places == sorted(places, key=sort_key)
    assert len(set(places)) == len(places) > 50
    assert chosen(page) == names[:1]


def test_a_new_event_is_where_the_site_is(app, browser, monkeypatch):
    monkeypatch.setitem(app.config, "BABEL_DEFAULT_TIMEZONE", "Asia/Tbilisi")
    page = browser.get("/organizer/events/new?lang=en")
    assert chosen(page) == ["Tbilisi"]
    assert "Deadlines are always Tbilisi time." in hint(page, "timezone")


@pytest.mark.parametrize(
    ("zone", "place", "instead_of"),
    [("America/New_York", "New York", None), ("Europe/Belfast", "London", "Europe/London")],
)
def test_an_event_keeps_a_zone_that_is_not_offered(browser, zone, place, instead_of):
    event = factories.event(timezone=zone)
    page = browser.get(f"/organizer/events/{event.id}/edit?lang=en")
    assert chosen(page) == [place]
    assert (zone, place) in options(page)
    assert instead_of not in dict(options(page))


def test_a_deadline_is_typed_by_the_clock_by_which_people_read_it(browser, visit):
    assert visit.starts_at == datetime(2039, 3, 24, 8, 0, tzinfo=UTC)
    assert visit.registration_closes_at == MIDNIGHT
    shown = browser.get(f"/organizer/events/{visit.id}?lang=en").words("main")
    assert "Sunday 20 March 2039, 23:59 (Istanbul time)" in shown
    form = browser.get(f"/organizer/events/{visit.id}/edit?lang=en")
    typed = {
        e.attributes["id"]: e.attributes.get("value")
        for e in form.all("input")
        if e.attributes.get("id")
    }
    assert typed["starts_at"] == VISIT["starts_at"]
    assert typed["registration_closes_at"] == VISIT["registration_closes_at"]
    assert hint(form, "registration_closes_at") == "Istanbul time. Empty: when the event ends."


def test_a_form_that_is_saved_untouched_moves_no_time(browser, visit):
    before = (visit.starts_at, visit.ends_at, visit.registration_closes_at)
    address = f"/organizer/events/{visit.id}/edit"
    assert browser.submit(address, VISIT).status_code == 303
    db.session.expire_all()
    assert (visit.starts_at, visit.ends_at, visit.registration_closes_at) == before


def test_an_event_that_moves_to_another_zone_keeps_its_deadlines(browser, visit):
    address = f"/organizer/events/{visit.id}/edit"
    assert browser.submit(address, {**VISIT, "timezone": "Europe/London"}).status_code == 303
    db.session.expire_all()
    assert visit.starts_at == datetime(2039, 3, 24, 9, 0, tzinfo=UTC)
    assert visit.registration_closes_at == MIDNIGHT


def test_another_organizers_deadline_is_told_by_the_sites_clock(browser, visit):
    address = f"/organizer/events/{visit.id}/edit?lang=en"
    hidden = browser.get(address).form_values()
    visit.registration_closes_at = datetime(2039, 3, 19, 15, 0, tzinfo=UTC)
    visit.timezone = "Europe/London"
    db.session.commit()
    answer = browser.client.post(address, data={**hidden, **VISIT})
    assert answer.status_code == 409
    assert "now “Saturday 19 March 2039, 18:00 (Istanbul time)”" in answer.text
    assert "now “London”" in answer.text


@pytest.mark.parametrize("page", ["sessions/new", "checkpoints/new"])
def test_times_of_the_event_are_typed_by_its_own_clock_and_the_form_says_so(browser, visit, page):
    first, last = {"s": ("starts_at", "ends_at"), "c": ("opens_at", "closes_at")}[page[0]]
    here = factories.event()
    form = browser.get(f"/organizer/events/{visit.id}/{page}?lang=en")
    assert hint(form, first).startswith("Vienna time.")
    assert hint(form, last).startswith("Vienna time.")
    assert "time." not in hint(browser.get(f"/organizer/events/{here.id}/{page}"), first)


def test_the_deadline_of_a_delegation_is_the_sites(browser, visit):
    address = f"/organizer/events/{visit.id}/delegations/new"
    assert hint(browser.get(f"{address}?lang=en"), "nominations_close_at") == (
        "Istanbul time. Empty: until the event begins."
    )
    asked = {
        "institution": "Iğdır Valiliği",
        "sector": "public",
        "size": "3",
        "nominations_close_at": "2039-03-20T23:59",
        "contact_name": "Şükran Öz",
        "contact_email": "sukran@igdir.example.org",
        "locale": "tr",
    }
    assert browser.submit(address, asked).status_code == 303
    kept = only(Delegation)
    assert kept.nominations_close_at == MIDNIGHT
    shown = browser.get(f"/organizer/delegations/{kept.id}/edit").all(
        "input", id="nominations_close_at"
    )
    assert shown[0].attributes["value"] == "2039-03-20T23:59"


def test_a_phone_stays_until_a_time_of_the_site(browser, visit):
    address = f"/organizer/events/{visit.id}/devices/new"
    assert hint(browser.get(f"{address}?lang=en"), "ends_at").startswith("Istanbul time.")
    doors = [str(door.id) for door in checkpoints_of(visit)]
    phone = {"name": "Sol kapı", "doors": doors, "ends_at": "2039-03-20T23:59"}
    assert browser.submit(address, phone).status_code == 200
    assert only(Device).ends_at == MIDNIGHT
    listed = browser.get(f"/organizer/events/{visit.id}/devices?lang=en").words("table")
    assert "20 Mar 2039, 23:59 (Istanbul time)" in listed
