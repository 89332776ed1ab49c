"""Links to the own page: sent again, replaced, asked for by address."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.forms import QuestionKind
from models.letters import Letter
from models.links import ListingRequest
from tests import factories
from tests.blueprints.public.registrations.test_own_page import page_of, send
from tests.browser_of_pages import PageBrowser
from tests.factories.forms import question

HOUR = timedelta(hours=1)


def test_the_letter_comes_again_but_not_at_once(browser_of_pages):
    early = datetime.now(UTC) - timedelta(minutes=11)
    registration = factories.registration(factories.event(), at=early)
    for kind, letters in (("success", 1), ("danger", 1)):
        answer = send(browser_of_pages, registration, "/letters")
        page = browser_of_pages.get(answer.location)
        assert page.all("div", class_=f"notice notice--{kind}")
        assert db.session.scalar(sa.select(sa.func.count(Letter.id))) == letters


def test_a_link_that_others_saw_is_replaced(browser_of_pages):
    registration = factories.registration(factories.event())
    old = page_of(registration)
    answer = send(browser_of_pages, registration, "/revocation")
    assert answer.location == "/my-registrations"
    page = browser_of_pages.get(f"{old}?lang=en", status=410)
    assert "/my-registrations" in [a.attributes.get("href") for a in page.all("a")]
    db.session.refresh(registration)
    assert page_of(registration) != old
    browser_of_pages.get(page_of(registration))


def test_organizers_revoke_links_too(browser_of_pages):
    registration = factories.registration(factories.event())
    old, browser = page_of(registration), browser_of_pages
    factories.sign_in(browser.client, factories.user())
    person = f"/organizer/registrations/{registration.id}"
    answer = browser.submit(f"{person}/link-revocations", {}, page=person)
    assert (answer.status_code, answer.location) == (303, person)
    browser.get(old, status=410)


def test_my_registrations_gives_the_same_answer_to_every_address(browser_of_pages):
    registration = factories.registration(factories.event())
    answers = [
        browser_of_pages.submit("/my-registrations", {"email": address})
        for address in (registration.email, "kimse@example.org", registration.email.upper())
    ]
    assert {(a.status_code, a.location) for a in answers} == {(303, "/my-registrations/sent")}
    asked = db.session.scalars(sa.select(ListingRequest.email).order_by(ListingRequest.email)).all()
    assert asked == sorted([registration.email, "kimse@example.org"])
    assert registration.email not in browser_of_pages.get("/my-registrations/sent").words()


@pytest.mark.parametrize("typed", ["", "x", "a@", "x" * 5000, "a@b@c"])
def test_what_is_no_address_is_refused(browser_of_pages, typed):
    page = browser_of_pages.post("/my-registrations", {"email": typed})
    assert page.all("p", id="email-error")


def test_registering_again_tells_nobody_that_one_is_on_the_list(browser_of_pages):
    event = factories.event()
    known = factories.registration(event, at=datetime.now(UTC) - HOUR)
    sent = {
        "given_name": known.given_name,
        "family_name": known.family_name,
        "email": known.email,
        "sector": "cso",
        "institution": "x",
        "province": "19",
    }
    answer = browser_of_pages.submit(f"/events/{event.slug}/register", sent)
    assert (answer.status_code, answer.location) == (303, "/my-registrations/sent")
    [letter] = db.session.scalars(sa.select(Letter))
    assert letter.due_at > letter.created_at  # the same letter, once more


@pytest.mark.parametrize("full", ["the event", "a choice"])
def test_where_no_place_is_left_nobody_learns_who_has_one(browser_of_pages, full):
    """Else one could try names without ever putting anybody on the list."""
    event = factories.event(capacity=1 if full == "the event" else 5)
    bus = question(event, QuestionKind.SINGLE_CHOICE, choices={"Otobüs": 0, "Kendim": None})
    known = factories.registration(event, at=datetime.now(UTC) - HOUR)
    sent = {
        "given_name": known.given_name,
        "family_name": known.family_name,
        "sector": "cso",
        "institution": "x",
        "province": "19",
        f"q{bus.id}": str(bus.choices[full == "the event"].id),
    }
    other, address = factories.event(), f"/events/{event.slug}/register"
    pages = [
        browser_of_pages.submit(
            address, {**sent, "email": email}, page=f"/events/{other.slug}/register"
        )
        for email in (known.email, "kimse@example.org")
    ]
    assert [page.status_code for page in pages] == [409, 409]
    told = [re.sub(r'value="[^"]*"', "", page.text).replace("csrf", "") for page in pages]
    assert told[0] == told[1]


def test_nobody_tries_many_addresses_from_one_place(limited_app):
    client = limited_app.test_client()
    hidden = PageBrowser(client).get("/my-registrations").form_values()

    def ask(number: int) -> int:
        sent = {**hidden, "email": f"kimse{number}@example.org"}
        return int(client.post("/my-registrations", data=sent).status_code)

    assert [ask(number) for number in range(11)] == [303] * 10 + [429]
