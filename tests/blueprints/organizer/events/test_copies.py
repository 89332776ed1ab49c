"""An event and a form are copied in the back office."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from extensions import db
from models.events import Event
from models.forms import FormPurpose
from models.users import Role
from queries.forms.builder import form_of, in_order
from tests import factories
from tests.factories.forms import question, workshop

BEGINS = datetime(2027, 6, 1, 7, tzinfo=UTC)


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.client.get("/?lang=en")
    return browser_of_pages


@pytest.fixture
def event(app):
    made = factories.event(starts_at=BEGINS, ends_at=BEGINS.replace(hour=15))
    workshop(made)
    return made


def asked(event, purpose=FormPurpose.REGISTRATION) -> list[str]:
    db.session.expire_all()
    form = form_of(event, purpose)
    return [question.label for question in in_order(form.questions)] if form else []


def copies(title: str) -> list[Event]:
    return list(db.session.scalars(sa.select(Event).where(Event.title == title)))


def test_an_event_is_copied_to_another_day_once_however_often_one_clicks(browser, event):
    address = f"/organizer/events/{event.id}/copies/new"
    shown = browser.get(address)
    assert event.title in shown.words("main")
    assert shown.all("input", id="starts_on")[0].attributes["value"] == "2027-06-08"
    for _click in range(2):
        answered = browser.submit(address, {"title": "Yine", "starts_on": "2027-12-01"})
    [copy] = copies("Yine")
    assert answered.location == f"/organizer/events/{copy.id}"
    assert copy.starts_at == datetime(2027, 12, 1, 7, tzinfo=UTC)
    assert asked(copy) == ["Hangi çalıştay?"]


def test_the_day_of_a_copy_is_read_as_people_write_it(browser, event):
    address = f"/organizer/events/{event.id}/copies/new"
    browser.submit(address, {"title": "Yine", "starts_on": "01.12.2027"})
    [copy] = copies("Yine")
    assert copy.starts_at == datetime(2027, 12, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("starts_on", ""),
        ("starts_on", "x"),
        ("starts_on", "9999-12-31"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(browser, event, field, typed):
    data = {"title": "Yine", "starts_on": "2027-12-01", field: typed}
    page = browser.post(f"/organizer/events/{event.id}/copies/new", data)
    assert page.all("p", id=f"{field}-error")
    assert copies("Yine") == []
    if typed == "x":
        assert "12.03.2027" in page.all("p", id="starts_on-error")[0].text


def test_a_form_is_taken_over_from_another_event_that_a_search_finds(browser, event):
    other = factories.event(title="Iğdır Çalıştayı")
    question(other, label="Neden?")
    address = f"/organizer/events/{event.id}/form-copies/new"
    page = browser.get(f"{address}?q=igdir")
    assert [e.attributes["value"] for e in page.all("input", type="radio")] == [str(other.id)]
    assert "1 question" in page.words("main")
    answered = browser.submit(address, {"source": str(other.id)})
    assert answered.location == f"/organizer/events/{event.id}/form"
    assert asked(event) == ["Hangi çalıştay?", "Neden?"]


def test_a_feedback_form_is_taken_over_too(browser, event):
    other = factories.event()
    before = asked(event, FormPurpose.FEEDBACK)
    address = f"/organizer/events/{event.id}/form-copies/new?form=feedback"
    browser.submit(address, {"source": str(other.id)})
    assert asked(event, FormPurpose.FEEDBACK) == 2 * before


@pytest.mark.parametrize(("source", "status"), [("", 404), ("x", 400), ("0", 400), ("9" * 40, 400)])
def test_an_event_that_there_is_not_gives_no_questions(browser, event, source, status):
    address = f"/organizer/events/{event.id}/form-copies/new"
    assert browser.submit(address, {"source": source}).status_code == status
    assert asked(event) == ["Hangi çalıştay?"]


def test_only_events_of_the_own_province_are_copied_from(browser_of_pages, event):
    own = factories.event(province="06")
    factories.sign_in(
        browser_of_pages.client, factories.user(Role.PROVINCIAL_ORGANIZER, province="06")
    )
    address = f"/organizer/events/{own.id}/form-copies/new"
    assert browser_of_pages.get(address).all("input", type="radio") == []
    sent = browser_of_pages.submit(address, {"source": str(event.id)})
    assert sent.status_code == 404
    assert (
        browser_of_pages.client.get(f"/organizer/events/{event.id}/copies/new").status_code == 404
    )
