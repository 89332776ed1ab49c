"""Hundreds of applicants are shown page by page."""

import pytest

from extensions import db
from operations.selection.proposals import propose
from tests import factories
from tests.factories import NOW
from tests.factories import selection as made


@pytest.fixture
def selection(app, monkeypatch):
    monkeypatch.setattr("blueprints.organizer.selection.proposals.PAGE", 2)
    by, event = factories.user(), made.study_visit()
    made.criterion(event, by=by)
    for points in range(6):
        made.scored(event, points, by=by)
    proposed = propose(event, places=1, reserves=0, by=by, at=NOW)
    db.session.commit()
    return proposed


@pytest.fixture
def browser(browser_of_pages, selection):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def counted(browser, page: str) -> list[int]:
    """How many stand on each page, from the first to the last."""
    document = browser.get(page)
    listed = [len(document.all("th", scope="row"))]
    while following := document.all("a", rel="next"):
        document = browser.get(following[0].attributes["href"])
        listed.append(len(document.all("th", scope="row")))
    return listed


def test_each_outcome_has_pages_of_its_own(browser, selection):
    page = f"/organizer/selections/{selection.id}"
    assert counted(browser, f"{page}?outcome=declined") == [2, 2, 1]
    assert counted(browser, page) == [1]
    last = browser.get(f"{page}?outcome=declined&after=4")
    assert last.all("a", href=f"{page}?outcome=chosen")  # the other list begins at its beginning


def test_the_ranking_has_pages_too(browser, selection):
    assert counted(browser, f"/organizer/events/{selection.event_id}/selections") == [2, 2, 2]


@pytest.mark.parametrize("after", ["-5", "x", "999999999999", ""])
def test_a_page_that_there_is_not_is_no_error(browser, selection, after):
    browser.get(f"/organizer/selections/{selection.id}?outcome=declined&after={after}")
