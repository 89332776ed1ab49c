from datetime import UTC, date, datetime, timedelta

import pytest

from extensions import db
from models.sectors import Sector
from models.statements import Statement, StatementSide, StatementSource, StatementState
from operations.events.events import withdraw
from tests import factories
from tests.factories import problems
from tests.statements import count_statements

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)


def problem(event, title="Yazışmalar gecikiyor", *, sides=(), published=True, at=NOW, title_en=""):
    made = problems.problem(
        event, title, title_en=title_en, created_at=at, published_at=at if published else None
    )
    made.statements = [
        Statement(
            event=event,
            said_by=StatementSide(side=side) if side else None,
            text=f"Söz {number}",
            public_text=f"Söz {number}",
            state=StatementState.JOINED,
            source=StatementSource.API,
            made_on=date(2026, 5, 1),
        )
        for number, side in enumerate(sides)
    ]
    db.session.add(made)
    db.session.commit()
    return made


def titles(page):
    return [e.text.strip() for e in page.all("h2")]


def test_the_list_shows_what_is_published_and_which_side_said_it(browser_of_pages):
    event = factories.event(over=True, title="Çorum Günü")
    problem(event, sides=[Sector.PUBLIC, Sector.CSO, Sector.CSO, None])
    problem(event, "Gizli", published=False)
    for address in ("/problems?lang=en", f"/events/{event.slug}/problems?lang=en"):
        page = browser_of_pages.get(address)
        assert titles(page) == ["Yazışmalar gecikiyor"]
        words = page.words("main")
        assert "Civil society organisation 2" in words and "Public institution 1" in words
        assert "Sector not given 1" in words and "Söz 0" in words and "4 statements" in words
    assert "Çorum Günü" in browser_of_pages.get("/problems").words("main")


def test_the_events_page_links_to_its_list_once_there_is_one(browser_of_pages):
    event = factories.event(over=True)
    address = f"/events/{event.slug}/problems"
    assert not browser_of_pages.get(f"/events/{event.slug}").all("a", href=address)
    assert browser_of_pages.get(address).all("div", class_="empty")
    problem(event)
    assert browser_of_pages.get(f"/events/{event.slug}").all("a", href=address)


def test_problems_of_a_withdrawn_event_are_withdrawn_with_it(browser_of_pages):
    event = factories.event()
    problem(event)
    withdraw(event, by=factories.user(), at=NOW)
    db.session.commit()
    assert titles(browser_of_pages.get("/problems")) == []
    browser_of_pages.get(f"/events/{event.slug}/problems", status=404)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=IĞDIR", ["Iğdır yolu"]),
        ("q=igdir yolu", ["Iğdır yolu"]),
        ("q=road", ["Iğdır yolu"]),
        ("province=06", ["Ankara sorunu"]),
        ("province=06&q=igdir", []),
        ("q=%25", []),
    ],
)
def test_problems_are_found_in_turkish_and_by_province(browser_of_pages, query, found):
    problem(factories.event(province="76"), "Iğdır yolu", title_en="The road")
    problem(factories.event(province="06"), "Ankara sorunu")
    assert titles(browser_of_pages.get(f"/problems?{query}")) == found


def test_a_new_title_is_found_and_the_old_one_is_not(app):
    made = problem(factories.event(), "Eski", title_en="Old")
    made.title = "Yeni"
    db.session.commit()
    assert made.search_key == "yeni old"


def test_a_long_list_goes_on_and_shows_each_problem_once(browser_of_pages):
    event = factories.event()
    names = [f"Sorun {number:02}" for number in range(45)]
    for number, name in enumerate(names):
        problem(event, name, at=NOW + timedelta(minutes=number // 3))  # several in one moment
    seen, address = [], "/problems"
    while address:
        page = browser_of_pages.get(address)
        seen += titles(page)
        forward = page.all("a", rel="next")
        address = forward[0].attributes["href"] if forward else ""
    assert seen == names[::-1]


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_take_a_fixed_number_of_statements(browser_of_pages, count):
    for _ in range(count):
        event = factories.event()
        problem(event, sides=[Sector.CSO] * count)
    with count_statements() as seen:
        browser_of_pages.get("/problems")
    assert len(seen) == 2
