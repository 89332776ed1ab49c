"""Administrators search who looked at people's data."""

from datetime import UTC, datetime

import pytest

from extensions import db
from models.accesses import Access, AccessKind
from tests import factories
from tests.browser_of_pages import PageBrowser
from tests.statements import count_statements

PAGE = "/organizer/accesses"


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.get("/organizer/?lang=en")
    return browser_of_pages


def access(event=None, *, by=None, **values):
    made = Access(
        **{
            "at": factories.NOW,
            "kind": AccessKind.LIST,
            "page": "organizer.registrations.index",
            "user_id": (by or factories.user()).id,
            "event_id": event.id if event else None,
            "people": 1,
            **values,
        }
    )
    db.session.add(made)
    db.session.commit()
    return made


def people_on(browser, query=""):
    """How many people each row tells of, the newest first."""
    page = browser.get(f"{PAGE}?{query}")
    return [int(cell.text) for cell in page.all("td", class_="number tabular")]


def test_the_newest_comes_first_with_who_and_whom(browser):
    event, by = factories.event(title="Deneme Günü"), factories.user(name="Bakan Görevli")
    access(event, by=by, people=7, narrowed_by="status=confirmed&q")
    access(event, by=by, kind=AccessKind.PERSON, registration_id=41, people=1, sensitive=True)
    words = browser.get(PAGE).words("main")
    assert people_on(browser) == [1, 7]
    for told in (
        "Bakan Görevli",
        "Deneme Günü",
        "Registration 41",
        "sensitive",
        "status=confirmed&q",
    ):
        assert told in words


def test_rows_are_found_by_user_event_person_kind_and_day(browser):
    event, by = factories.event(), factories.user()
    access(event, people=2)
    access(by=by, people=3)
    access(kind=AccessKind.PERSON, registration_id=41, people=4)
    access(at=datetime(2027, 3, 2, 20, 59, tzinfo=UTC), people=5)  # before midnight in Istanbul
    access(at=datetime(2027, 3, 2, 21, 0, tzinfo=UTC), people=6)
    assert people_on(browser, f"event={event.id}") == [2]
    assert people_on(browser, f"user={by.id}") == [3]
    assert people_on(browser, "person=41") == [4]
    assert people_on(browser, "kind=person") == [4]
    assert people_on(browser, "first=2027-03-02&last=2027-03-02") == [5]
    assert people_on(browser, "first=2027-03-03") == [6]


@pytest.mark.parametrize(
    "query",
    [
        "first=2027-02-30",
        "first=x",
        "user=0",
        "kind=none",
        "person=99999999999",
        "last=9999-12-31x",
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(browser, query):
    browser.get(f"{PAGE}?{query}", status=400)


def test_an_administrator_of_a_province_sees_that_province_alone(app):
    access(factories.event(province="19"), people=2)
    foreign = factories.event(province="06")
    access(foreign, people=3)
    access(people=4)
    client = app.test_client()
    factories.sign_in(client, factories.user(province="19"))
    browser = PageBrowser(client)
    assert people_on(browser) == [2]
    browser.get(f"{PAGE}?event={foreign.id}", status=404)


@pytest.mark.parametrize("page", ["accesses", "audit"])
def test_staff_of_other_provinces_are_not_offered_there(app, page):
    for name, province in (("Şule", "19"), ("Ilgaz", None), ("İdil", "19"), ("Yabancı", "06")):
        factories.user(name=name, province=province)
    client = app.test_client()
    factories.sign_in(client, factories.user(name="Zeki", province="19"))
    offered = [e.text for e in PageBrowser(client).get(f"/organizer/{page}").all("option")]
    names = [text for text in offered if text in {"Şule", "Ilgaz", "İdil", "Yabancı", "Zeki"}]
    assert names == ["Ilgaz", "İdil", "Şule", "Zeki"]


def test_a_page_costs_the_same_for_one_row_and_for_many(browser):
    access(factories.event())
    with count_statements() as for_one:
        browser.get(PAGE)
    for _ in range(3):
        access(factories.event())
    with count_statements() as for_many:
        browser.get(PAGE)
    assert len(for_one) == len(for_many)


def test_the_next_page_goes_on_where_the_first_ends(browser):
    by = factories.user()
    for number in range(1, 53):
        access(by=by, people=number)
    first = people_on(browser)
    assert first == list(range(52, 2, -1))
    onward = next(a for a in browser.get(PAGE).all("a") if a.attributes.get("rel") == "next")
    assert people_on(browser, onward.attributes["href"].partition("?")[2]) == [2, 1]
