"""The pages on which contact persons of provinces, of the whole site and of events are kept."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.contacts import Contact, SharedContact
from models.events import Event
from models.users import Role
from tests import factories
from tests.blueprints.organizer.events.test_events import FORM
from tests.factories.contacts import AYSE, OF_EVENT, shared_contact
from tests.statements import count_statements

TYPED = {
    "contact_name": " Ayşe\n Öztürk ",
    "contact_email": "Ayse@Example.org",
    "contact_phone": "0364 213 00 00",
}
PAGES = "/organizer/contacts"


@pytest.fixture
def admin(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


@pytest.fixture
def organizer(browser_of_pages):
    user = factories.user(Role.PROVINCIAL_ORGANIZER, province="19")
    factories.sign_in(browser_of_pages.client, user)
    return browser_of_pages


def kept():
    rows = db.session.scalars(sa.select(SharedContact))
    return {row.place: row.own_contact for row in rows}


def test_organizers_name_the_contact_person_of_their_own_province(organizer):
    assert [a.text for a in organizer.get(PAGES).all("a", href=f"{PAGES}/19")] == ["Çorum"]
    answer = organizer.submit(f"{PAGES}/19", TYPED)
    assert (answer.status_code, answer.location) == (303, PAGES)
    assert kept() == {"19": AYSE}
    assert "ayse@example.org" in organizer.get(PAGES).words()


@pytest.mark.parametrize("place", ["06", "site", "99", "19x"])
def test_the_contact_of_another_province_and_of_the_site_is_not_theirs(organizer, place):
    shared_contact("06", email="ankara@example.org")
    organizer.get(f"{PAGES}/{place}", status=404)
    token = organizer.get(f"{PAGES}/19").form_values()["csrf_token"]
    sent = {**TYPED, "csrf_token": token}
    assert organizer.client.post(f"{PAGES}/{place}", data=sent).status_code == 404
    assert list(kept()) == ["06"]
    assert "ankara@" not in organizer.get(PAGES).words()


def test_who_sees_all_provinces_names_all_and_the_sites_first(admin):
    answer = admin.submit(f"{PAGES}/site", TYPED)
    assert answer.status_code == 303 and kept() == {"site": AYSE}
    with count_statements() as seen:
        page = admin.get(PAGES)
    named = [a.text for a in page.all("a") if a.attributes["href"].startswith(f"{PAGES}/")]
    assert named[:3] == ["Bütün site", "Adana", "Adıyaman"] and len(named) == 82
    assert len(seen) == 2, seen


def test_a_contact_is_emptied(admin):
    admin.submit(f"{PAGES}/19", TYPED)
    assert admin.submit(f"{PAGES}/19", dict.fromkeys(TYPED, "")).status_code == 303
    assert kept() == {"19": Contact()}


BAD = [
    ("contact_name", {"contact_name": "Ayşe", "contact_email": "", "contact_phone": ""}),
    ("contact_name", {"contact_name": "x" * 101}),
    ("contact_name", {"contact_name": "x" * 60_000}),
    ("contact_email", {"contact_email": "ayse@"}),
    ("contact_email", {"contact_email": "a@example.org\r\nBcc: b@example.org"}),
    ("contact_email", {"contact_email": "ayse@gmial.com"}),
    ("contact_phone", {"contact_phone": "12"}),
]


@pytest.mark.parametrize(("field", "changes"), BAD)
def test_what_cannot_be_is_refused_beside_its_field(admin, field, changes):
    page = admin.post(f"{PAGES}/19", {**TYPED, **changes})
    assert page.all("p", id=f"{field}-error") and kept() == {}
    page = admin.post("/organizer/events/new", {**FORM, **TYPED, **changes})
    assert page.all("p", id=f"{field}-error")
    assert db.session.scalar(sa.select(sa.func.count(Event.id))) == 0


def test_an_event_is_given_its_own_and_loses_it_again(admin):
    answer = admin.submit("/organizer/events/new", {**FORM, **TYPED})
    [event] = db.session.scalars(sa.select(Event))
    assert event.own_contact == AYSE
    address = f"{answer.location}/edit"
    page = admin.get(address)
    shown = [page.all("input", id=name)[0].attributes["value"] for name in TYPED]
    assert shown == ["Ayşe Öztürk", "ayse@example.org", "0364 213 00 00"]
    admin.submit(address, {**FORM, **dict.fromkeys(TYPED, "")})
    db.session.refresh(event)
    assert event.own_contact == Contact()


def test_who_saves_later_is_told_of_the_contact_that_was_changed_meanwhile(admin):
    event = factories.event(**OF_EVENT)
    address = f"/organizer/events/{event.id}/edit"
    stale = {**FORM, **TYPED, **admin.get(address).form_values()}
    assert admin.submit(address, {**FORM, **TYPED, "contact_name": "Ali Can"}).status_code == 303
    page = admin.post(address, {**stale, "venue": "Başka salon"}, status=409)
    assert "Ali Can" in page.words("main")
