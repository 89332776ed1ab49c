"""A list is published, withdrawn, closed and opened again."""

import pytest

from extensions import db
from models.scopes import Scope
from models.users import Role
from operations.problems.lists import list_of
from tests import factories
from tests.blueprints.organizer.problems.saying import problem, said
from tests.factories import problems as problems_made


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def page(event):
    return f"/organizer/events/{event.id}/problems"


@pytest.fixture
def moderator(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user(Role.MODERATOR))
    return browser_of_pages


def test_a_published_list_is_on_the_public_page_until_it_is_withdrawn(moderator, event, page):
    problem(event)
    public = f"/events/{event.slug}/problems"
    assert "Yazışma uzun sürüyor" not in moderator.get(public).words()
    moderator.submit(f"{page}/publication", {}, page=page)
    assert "Yazışma uzun sürüyor" in moderator.get(public).words()
    moderator.submit(f"{page}/withdrawal", {}, page=page)
    assert "Yazışma uzun sürüyor" not in moderator.get(public).words()


def test_what_may_be_personal_data_is_answered_before_the_list_is_public(moderator, event, page):
    row = said(event, "Ahmet bey gelmedi", marks=[], unanswered=True)
    problems_made.filed([row])
    db.session.commit()
    shown = moderator.get(f"{page}?shelf=unanswered&lang=en")
    assert f"/organizer/statements/{row.id}/marks" in [a.attributes["href"] for a in shown.all("a")]
    answer = moderator.submit(f"{page}/publication", {}, page=page)
    assert answer.headers["Location"] == f"{page}/marks"
    notice = moderator.get(f"{page}?lang=en").all("div", class_="notice notice--danger")
    assert "1 statement may hold personal data." in notice[0].text


def test_a_list_is_closed_and_opened_again(moderator, event, page):
    moderator.submit(f"{page}/closing", {}, page=page)
    assert list_of(Scope(event_id=event.id)).closed_at is not None
    moderator.submit(f"{page}/reopening", {}, page=page)
    db.session.expire_all()
    assert list_of(Scope(event_id=event.id)).closed_at is None
