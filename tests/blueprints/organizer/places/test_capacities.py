"""The page on which an organizer sets how many places there are."""

from datetime import timedelta

import pytest

from extensions import db
from lib.clock import utc_now
from models.forms import FormPurpose, QuestionKind
from models.registrations import RegistrationStatus
from models.sectors import Sector
from models.users import Role
from operations.events.agenda import SessionDetails, add_session
from operations.forms.builder import add_question
from operations.forms.details import ChoiceDetails, QuestionDetails
from operations.places.capacities import set_sector_places
from tests import factories
from tests.statements import count_statements


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.client.get("/?lang=en")
    return browser_of_pages


def address(event):
    return f"/organizer/events/{event.id}/places"


def with_everything(count=1, **details):
    """An event with so many sessions to choose and so many limited choices."""
    event = factories.event(**{"capacity": 10, "waitlist": True, **details})
    for number in range(count):
        session = SessionDetails(
            title=f"Atölye {number}",
            starts_at=event.starts_at,
            chosen=True,
            capacity=5,
            ends_at=event.starts_at + timedelta(hours=1),
        )
        add_session(event, session, by=None, at=utc_now())
    choices = [ChoiceDetails(f"Otobüs {number}", places=40) for number in range(count)]
    add_question(
        event,
        FormPurpose.REGISTRATION,
        QuestionKind.SINGLE_CHOICE,
        QuestionDetails(label="Ulaşım", choices=[*choices, ChoiceDetails("Kendim gelirim")]),
        by=None,
        at=utc_now(),
    )
    db.session.commit()
    return event


def sent(page, **changes):
    """The page's fields as they are shown, with these changed."""
    shown = {
        e.attributes["name"]: e.attributes.get("value", "")
        for e in page.all("input")
        if e.attributes.get("name")
    }
    return shown | changes


def test_everything_that_can_run_out_is_on_the_page(browser):
    event = with_everything()
    page = browser.get(address(event))
    fields = sent(page)
    assert fields["event"] == "10" and fields["sector-cso"] == ""
    [session] = event.sessions
    assert fields[f"session-{session.id}"] == "5"
    assert "Ulaşım – Otobüs 0" in page.words() and "Kendim gelirim" not in page.words()


def test_places_are_saved_and_those_left_alone_stay(browser):
    event = with_everything()
    first = browser.get(address(event))
    # Another organizer limits the sector meanwhile; this page must not undo it.
    set_sector_places(event, Sector.CSO, 4)
    db.session.commit()
    answer = browser.client.post(
        address(event), data=sent(first, event="12", **{"sector-public": "6"})
    )
    assert (answer.status_code, answer.location) == (303, address(event))
    db.session.expire_all()
    assert event.places.capacity == 12
    assert {quota.sector: quota.capacity for quota in event.strata if quota.sector} == {
        Sector.CSO: 4,
        Sector.PUBLIC: 6,
    }


def test_fewer_than_are_taken_is_refused_at_the_field_and_nothing_is_saved(browser):
    event = with_everything()
    for _person in range(3):
        factories.registration(event, sector=Sector.CSO)
    page = browser.get(address(event))
    answer = browser.client.post(address(event), data=sent(page, event="20", **{"sector-cso": "2"}))
    assert answer.status_code == 409
    assert "3 places are taken already. Cancel registrations first." in answer.text
    assert 'value="20"' in answer.text and 'value="2"' in answer.text
    db.session.expire_all()
    assert event.places.capacity == 10 and all(quota.sector is None for quota in event.strata)


@pytest.mark.parametrize(
    ("field", "typed"), [("event", "0"), ("event", "x"), ("sector-cso", "-1"), ("event", "1000000")]
)
def test_what_is_no_number_of_places_is_refused(browser, field, typed):
    event = with_everything()
    page = browser.post(address(event), sent(browser.get(address(event)), **{field: typed}))
    assert "One answer needs another look" in page.words()


def test_who_waits_is_counted_by_what_they_wait_for(browser):
    event = factories.event(capacity=1, waitlist=True)
    set_sector_places(event, Sector.CSO, 1)
    db.session.commit()
    people = [factories.registration(event, sector=Sector.CSO) for _ in range(3)]
    assert people[2].status is RegistrationStatus.WAITLISTED
    words = browser.get(address(event)).words()
    assert "Full 2" in words


def test_who_may_not_edit_events_sees_no_such_page(browser_of_pages):
    event = factories.event()
    factories.sign_in(browser_of_pages.client, factories.user(Role.VIEWER))
    assert browser_of_pages.client.get(address(event)).status_code == 403
    assert browser_of_pages.client.post(address(event)).status_code in (400, 403)
    elsewhere = factories.user(Role.PROVINCIAL_ORGANIZER, province="06")
    factories.sign_in(browser_of_pages.client, elsewhere)
    assert browser_of_pages.client.get(address(event)).status_code == 404


def test_more_rows_need_no_more_queries(browser):
    counts = []
    for number in (1, 3):
        event = with_everything(number)
        page = address(event)
        db.session.expunge_all()
        with count_statements() as statements:
            browser.get(page)
        counts.append(len(statements))
    assert counts[0] == counts[1]
