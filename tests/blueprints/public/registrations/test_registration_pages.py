"""The form and the person's own page: what they say, and what they offer, as things stand."""

from datetime import UTC, datetime, timedelta

import pytest

from extensions import db
from letters.compose import registration_token
from models.registrations import RegistrationStatus
from operations.events.events import call_off, withdraw
from operations.registrations.entries import change_status
from tests import factories

# Of an offered place test_waiting.py tells.
NEXT = {
    RegistrationStatus.PENDING: "We have received your application",
    RegistrationStatus.WAITLISTED: "You are on the waiting list",
    RegistrationStatus.CONFIRMED: "Your place is confirmed",
    RegistrationStatus.DECLINED: "We could not offer you a place this time",
    RegistrationStatus.CANCELLED: "Your registration is cancelled",
}
S = RegistrationStatus


def standing(status, **event):
    """Someone whose registration for an event with approval came to this."""
    made = factories.registration(factories.event(approval=True, capacity=5, **event))
    if status is not made.status:
        change_status(made, status, at=datetime.now(UTC), by=factories.user())
        db.session.commit()
    return made


def page_of(registration, browser):
    return browser.get(f"/registrations/{registration_token(registration)}?lang=en")


@pytest.mark.parametrize("status", NEXT)
def test_page_says_how_the_registration_stands(browser_of_pages, status):
    page = page_of(standing(status), browser_of_pages)
    assert page.words("h1") == NEXT[status]


@pytest.mark.parametrize("status", NEXT)
def test_ticket_is_shown_to_the_confirmed_alone(browser_of_pages, status):
    registration = standing(status)
    page = page_of(registration, browser_of_pages)
    assert bool(page.all("section", class_="ticket")) == (status is S.CONFIRMED)
    assert ("ticket.pdf" in str([a.attributes for a in page.all("a")])) == (status is S.CONFIRMED)


@pytest.mark.parametrize("status", NEXT)
def test_only_those_who_may_come_can_cancel(browser_of_pages, status):
    page = page_of(standing(status), browser_of_pages)
    offered = [f for f in page.all("form") if f.attributes["action"].endswith("/cancellation")]
    assert len(offered) == (status in {S.PENDING, S.WAITLISTED, S.CONFIRMED})


def test_cancelling_takes_the_ticket_away_and_offers_the_way_back(browser_of_pages):
    registration = standing(S.CONFIRMED)
    address = f"/registrations/{registration_token(registration)}"
    answer = browser_of_pages.submit(f"{address}/cancellation", {}, page=f"{address}?lang=en")
    assert answer.status_code == 303
    page = browser_of_pages.get(address)
    assert page.words("h1") == NEXT[S.CANCELLED]
    assert not page.all("section", class_="ticket")
    assert f"/events/{registration.event.slug}/register" in [
        a.attributes["href"] for a in page.all("a")
    ]


def test_reason_for_declining_is_told(browser_of_pages):
    registration = factories.registration(factories.event(approval=True))
    change_status(
        registration,
        S.DECLINED,
        at=datetime.now(UTC),
        by=factories.user(),
        reason="Two came first.",
    )
    db.session.commit()
    assert "Two came first." in page_of(registration, browser_of_pages).words()


def test_ticket_carries_event_time_place_name_and_code(browser_of_pages):
    starts_at = datetime(2027, 3, 12, 7, 0, tzinfo=UTC)
    event = factories.event(
        at=starts_at - timedelta(days=40),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=7),
    )
    registration = factories.registration(event, at=starts_at - timedelta(days=30))
    ticket = page_of(registration, browser_of_pages).all("section", class_="ticket")[0]
    words = " ".join(ticket.text.split())
    for part in (
        event.title,
        "Friday 12 March 2027",
        "10:00–17:00",
        event.venue,
        "Çorum",
        registration.name,
        "Civil society organisation",
    ):
        assert part in words
    assert registration.ticket and registration.ticket.short_code[:4] in words


def test_event_that_was_called_off_needs_no_ticket(browser_of_pages):
    registration = factories.registration(factories.event())
    call_off(registration.event, at=datetime.now(UTC), by=factories.user())
    db.session.commit()
    page = page_of(registration, browser_of_pages)
    assert page.words("h1") == "This event has been cancelled"
    assert not page.all("section", class_="ticket")


def test_a_withdrawn_event_is_being_changed_and_the_ticket_stays(browser_of_pages):
    registration = factories.registration(factories.event())
    withdraw(registration.event, at=datetime.now(UTC), by=factories.user())
    db.session.commit()
    page = page_of(registration, browser_of_pages)
    assert page.words("h1") == "This event is being changed"
    assert "Your place stays" in page.words("main")
    assert page.all("section", class_="ticket")
    assert not page.all("a", href=f"/events/{registration.event.slug}")  # that page is gone


def test_refused_form_keeps_what_was_typed_and_links_to_each_field(browser_of_pages):
    event = factories.event()
    address = f"/events/{event.slug}/register?lang=en"
    page = browser_of_pages.post(address, {"given_name": "Şükrü", "email": "not an address"})
    assert page.all("input", name="given_name")[0].attributes["value"] == "Şükrü"
    ids = {e.attributes.get("id") for e in page.elements}
    summary = page.all("div", class_="error-summary")[0]
    links = [a.attributes["href"] for a in page.all("a") if a.attributes["href"].startswith("#")]
    assert "Enter an email address" in summary.text
    assert {link.removeprefix("#") for link in links} <= ids
    assert page.all("title")[0].text.startswith("Error:")


def test_full_event_without_waiting_list_offers_no_form(browser_of_pages):
    event = factories.event(capacity=1)
    factories.registration(event)
    page = browser_of_pages.get(f"/events/{event.slug}/register?lang=en")
    assert "All places are taken." in page.words()
    assert not page.all("form")
