"""Two organizers have the same event open."""

from datetime import UTC, datetime
from typing import Any

import pytest

from extensions import db
from tests import factories
from tests.blueprints.organizer.events.test_events import FORM

TIMES: dict[str, Any] = {
    "starts_at": datetime(2027, 3, 12, 7, tzinfo=UTC),
    "ends_at": datetime(2027, 3, 12, 14, tzinfo=UTC),
}


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


@pytest.fixture
def event(app):
    return factories.event(
        **TIMES,
        capacity=120,
        waitlist=True,
        venue="Devlet Tiyatro Salonu",
        description="Bir **gün**",
        registration_closes_at=datetime(2027, 3, 10, 7, 30, 59, tzinfo=UTC),
    )


def opened(browser, event):
    """The hidden fields of a form that was opened now."""
    return browser.get(f"/organizer/events/{event.id}/edit").form_values()


def saved(browser, event, hidden, *, lang="en", **changes):
    typed = {**FORM, "registration_closes_at": "2027-03-10T10:30", **changes}
    address = f"/organizer/events/{event.id}/edit?lang={lang}"
    return browser.client.post(address, data={**hidden, **typed})


def page_of(browser, answer, status):
    return browser._read(answer, status)


def test_the_second_is_told_what_the_first_changed_and_loses_nothing(browser, event):
    first, second = opened(browser, event), opened(browser, event)
    assert saved(browser, event, first, venue="Yeni Salon", title="Gün").status_code == 303
    answer = saved(browser, event, second, title="Çorum Günü", address="Gazi Caddesi 1")
    page = page_of(browser, answer, 409)
    words = page.words("main")
    assert "Someone else has changed this event in the meantime" in words
    assert "Title: now “Gün”. You wrote something else; saving replaces it." in words
    assert "Venue: now “Yeni Salon”. Taken over into your form." in words
    typed = {e.attributes["id"]: e.attributes.get("value") for e in page.all("input", type="text")}
    assert (typed["title"], typed["venue"]) == ("Çorum Günü", "Yeni Salon")
    assert typed["address"] == "Gazi Caddesi 1"
    db.session.refresh(event)
    assert (event.title, event.address) == ("Gün", "")

    again = {**page.form_values(), "venue": "Yeni Salon", "title": "Çorum Günü"}
    assert saved(browser, event, again, title="Çorum Günü", venue="Yeni Salon").status_code == 303
    db.session.refresh(event)
    assert (event.title, event.venue) == ("Çorum Günü", "Yeni Salon")


def test_the_warning_is_told_in_turkish_too(browser, event):
    hidden = opened(browser, event)
    saved(browser, event, opened(browser, event), capacity="90")
    words = page_of(browser, saved(browser, event, hidden, lang="tr"), 409).words("main")
    assert "Bu sırada başka biri etkinliği değiştirdi" in words
    assert "Kontenjan: şimdi “90”. Formunuza alındı." in words


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"capacity": ""}, "Places: now empty."),
        ({"waitlist": ""}, "Use a waiting list when all places are taken: now “no”."),
        ({"kind": "workshop"}, "Kind: now “Workshop”."),
        ({"starts_at": "2027-03-12T09:00"}, "Begins: now “Friday 12 March 2027, 09:00”."),
        ({"country": "DE", "province": ""}, "Country: now “Germany”."),
        ({"country": "DE", "province": ""}, "Province: now empty."),
    ],
)
def test_each_kind_of_field_is_told_in_words(browser, event, changes, told):
    hidden = opened(browser, event)
    sent = {
        name: value for name, value in {**FORM, **changes}.items() if value or name != "waitlist"
    }
    address = f"/organizer/events/{event.id}/edit"
    first = {**opened(browser, event), **sent, "registration_closes_at": "2027-03-10T10:30"}
    assert browser.client.post(address, data=first).status_code == 303
    assert told in page_of(browser, saved(browser, event, hidden), 409).words("main")


def test_two_who_change_different_events_or_the_same_to_the_same_hear_nothing(browser, event):
    first, second = opened(browser, event), opened(browser, event)
    assert saved(browser, event, first, venue="Yeni Salon").status_code == 303
    assert saved(browser, event, second, venue="Yeni Salon").status_code == 303
    assert saved(browser, event, opened(browser, event), venue="Başka").status_code == 303


def test_what_happens_beside_the_form_is_no_conflict(browser, event):
    hidden = opened(browser, event)
    factories.registration(event)
    assert saved(browser, event, hidden, title="Çorum Günü").status_code == 303


@pytest.mark.parametrize("seen", ["", "x", "." * 30, "a.b", "\0"])
def test_a_form_that_does_not_say_what_it_showed_overwrites_nothing(browser, event, seen):
    hidden = {**opened(browser, event), "seen": seen}
    page = page_of(browser, saved(browser, event, hidden, title="Başka ad"), 409)
    assert "Title: now “Çorum Sivil Toplum Günü”." in page.words("main")
