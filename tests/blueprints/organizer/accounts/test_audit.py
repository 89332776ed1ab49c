"""Administrators search who did what."""

from datetime import UTC, datetime

import pytest

from blueprints.organizer.accounts.audit_words import WORDS
from extensions import db
from models.audit import AuditAction, AuditEntry
from tests import factories
from tests.browser_of_pages import PageBrowser
from tests.statements import count_statements

PAGE = "/organizer/audit"


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.get("/organizer/?lang=en")
    return browser_of_pages


def entry(event=None, *, by=None, action="wave:closed", **values):
    made = AuditEntry(
        **{
            "at": factories.NOW,
            "action": action,
            "user_id": by.id if by else None,
            "event_id": event.id if event else None,
            "details": {},
            **values,
        }
    )
    db.session.add(made)
    db.session.commit()


def rows_on(browser, query=""):
    """The numbers of the rows that are told of, the newest first."""
    page = browser.get(f"{PAGE}?{query}")
    return [cell.text.strip() for cell in page.all("td", class_="number tabular")]


def test_the_newest_comes_first_with_who_what_and_details(browser):
    by = factories.user(name="Bakan Görevli")
    event = factories.event(title="Deneme Günü")
    entry(event, by=by, subject_id=41, details={"answered": 7})
    entry(action="later:version", subject_id=42)
    words = browser.get(PAGE).words("main")
    assert rows_on(browser)[:2] == ["42", "41"]
    for told in ("Bakan Görevli", "Deneme Günü", "Survey wave closed", "answered: 7"):
        assert told in words
    assert "later:version" in words


def test_entries_are_found_by_action_user_event_and_day(browser):
    event, by = factories.event(), factories.user()
    entry(event, subject_id=2)
    entry(by=by, subject_id=3)
    entry(action="copy:made", subject_id=4)
    entry(at=datetime(2027, 3, 2, 20, 59, tzinfo=UTC), subject_id=5)  # midnight is at 21:00
    entry(at=datetime(2027, 3, 2, 21, 0, tzinfo=UTC), subject_id=6)
    assert "2" in rows_on(browser, f"event={event.id}")
    assert "3" not in rows_on(browser, f"event={event.id}")
    assert rows_on(browser, f"user={by.id}") == ["3"]
    assert rows_on(browser, "action=copy:made") == ["4"]
    assert rows_on(browser, "first=2027-03-02&last=2027-03-02") == ["5"]
    assert rows_on(browser, "first=2027-03-03") == ["6"]


@pytest.mark.parametrize(
    "query", ["action=x", "user=0", "event=99999999999", "first=2027-02-30", "last=9999-12-31x"]
)
def test_a_filter_that_cannot_be_read_is_refused(browser, query):
    browser.get(f"{PAGE}?{query}", status=400)


def test_the_last_days_of_the_calendar_are_no_fault(browser):
    browser.get(f"{PAGE}?first=1000-01-01&last=2999-12-31")


def test_an_administrator_of_a_province_sees_that_province_alone(app):
    foreign = factories.event(province="06")
    entry(factories.event(province="19"), action="copy:made", subject_id=2)
    entry(foreign, action="copy:made", subject_id=3)
    entry(action="copy:made", subject_id=4)
    client = app.test_client()
    factories.sign_in(client, factories.user(province="19"))
    browser = PageBrowser(client)
    assert rows_on(browser, "action=copy:made") == ["2"]
    browser.get(f"{PAGE}?event={foreign.id}", status=404)


def test_a_page_costs_the_same_for_one_row_and_for_many(browser):
    entry(factories.event(), by=factories.user())
    with count_statements() as for_one:
        browser.get(PAGE)
    for _ in range(3):
        entry(factories.event(), by=factories.user())
    with count_statements() as for_many:
        browser.get(PAGE)
    assert len(for_one) == len(for_many)


def test_the_next_page_goes_on_where_the_first_ends(browser):
    for number in range(1, 53):
        entry(subject_id=number)
    assert rows_on(browser, "action=wave:closed") == [str(n) for n in range(52, 2, -1)]
    links = browser.get(f"{PAGE}?action=wave:closed").all("a")
    onward = next(a for a in links if a.attributes.get("rel") == "next")
    assert rows_on(browser, onward.attributes["href"].partition("?")[2]) == ["2", "1"]


def test_every_action_has_its_words():
    assert WORDS.keys() == {action.value for action in AuditAction}
