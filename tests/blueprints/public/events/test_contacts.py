"""Whom to ask, on the page of an event and on people's own pages."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from letters.compose import registration_token
from models.letters import Letter
from tests import factories
from tests.blueprints.public.registrations.test_online import FILLED
from tests.factories.contacts import OF_EVENT, shared_contact
from tests.statements import count_statements

WAYS = ["mailto:ayse@example.org", "tel:+903642130000"]


def own_page(event):
    return f"/registrations/{registration_token(factories.registration(event))}"


def ways(page):
    links = [a.attributes.get("href", "") for a in page.all("a")]
    return [href for href in links if href.startswith(("mailto:", "tel:"))]


@pytest.mark.parametrize("lang", ["tr", "en"])
def test_name_address_and_phone_stand_on_both_pages(browser_of_pages, lang):
    shared_contact()
    event = factories.event(**OF_EVENT)
    for address in (f"/events/{event.slug}", own_page(event)):
        page = browser_of_pages.get(f"{address}?lang={lang}")
        assert ways(page) == WAYS
        assert "Ayşe Öztürk" in page.words("main") and "0364 213 00 00" in page.words("main")


def test_nothing_is_shown_where_nobody_is_named(browser_of_pages):
    event = factories.event()
    for address in (f"/events/{event.slug}", own_page(event)):
        page = browser_of_pages.get(address)
        assert ways(page) == []
        assert "İlgili kişi" not in page.words() and "Sorularınız" not in page.words("main")


@pytest.mark.parametrize("place", ["19", "site"])
def test_a_changed_contact_shows_in_the_very_next_answer(app, place):
    """Though the page is kept, and its event is as it was."""
    event, client = factories.event(province="19"), app.test_client()
    for email in ("bir@example.org", "iki@example.org", None):
        shared_contact(place, email=email)
        page = client.get(f"/events/{event.slug}").text
        assert [e for e in ("bir@example.org", "iki@example.org") if e in page] == [email] * bool(
            email
        )


def test_names_are_shown_as_text(browser_of_pages):
    event = factories.event(contact_name="<b>Ayşe</b> & Öz", contact_email="a?b&c@example.org")
    for address in (f"/events/{event.slug}", own_page(event)):
        page = browser_of_pages.get(address)
        assert "<b>Ayşe</b> & Öz" in page.words("main")
        assert ways(page) == ["mailto:a%3Fb%26c@example.org"]


@pytest.mark.parametrize(
    ("details", "address"),
    [(OF_EVENT, "ayse@example.org"), ({}, "meydan@example.org")],
)
def test_who_comes_too_late_to_change_writes_to_the_contact(browser_of_pages, details, address):
    just_now = datetime.now(UTC) - timedelta(minutes=1)
    event = factories.event(changes_close_at=just_now, **details)
    assert f"mailto:{address}" in ways(browser_of_pages.get(own_page(event)))


def test_who_asks_for_links_writes_to_the_sites_contact(browser_of_pages):
    assert ways(browser_of_pages.get("/my-registrations/sent")) == ["mailto:meydan@example.org"]
    shared_contact()
    assert ways(browser_of_pages.get("/my-registrations/sent")) == ["mailto:site@example.org"]


def test_hot_pages_read_the_contact_with_the_event_and_ask_nothing_more(browser_of_pages):
    """The event's page, the form that writes a letter, the own page."""
    shared_contact("19")
    event = factories.event(province="19")
    own, form = own_page(event), f"/events/{event.slug}/register"
    sent = {**FILLED, **browser_of_pages.get(form).form_values()}
    for path, data in [(f"/events/{event.slug}?lang=tr", None), (own, None), (form, sent)]:
        db.session.remove()
        with count_statements() as seen:
            answer = browser_of_pages.client.open(path, method="POST" if data else "GET", data=data)
        assert answer.status_code == (303 if data else 200)
        assert [s for s in seen if "JOIN shared_contacts" in s]
        assert not [s for s in seen if s.startswith("SELECT shared_contacts")]
    assert {"19@example.org"} == set(db.session.scalars(sa.select(Letter.reply_to_address)))
