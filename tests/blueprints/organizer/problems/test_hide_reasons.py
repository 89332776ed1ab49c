"""The reasons that moderators are offered belong to the list."""

import pytest

from extensions import db
from models.scopes import Scope
from models.users import Role
from operations.problems.lists import list_of
from tests import factories


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def path(event):
    return f"/organizer/events/{event.id}/problems/hide-reasons"


@pytest.fixture
def moderator(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user(Role.MODERATOR))
    return browser_of_pages


def kept(event_id):
    db.session.remove()
    return list_of(Scope(event_id=event_id)).hide_reasons


def test_one_reason_a_line_is_kept_each_once(moderator, event, path):
    number = event.id
    assert moderator.get(path).all("textarea")[0].text.strip().splitlines()[0] == "Konu dışı"
    sent = {"reasons": "Konu dışı\r\n\r\n Tekrar \r\nKonu dışı"}
    assert moderator.submit(path, sent).status_code == 303
    assert kept(number) == ["Konu dışı", "Tekrar"]
    assert moderator.submit(path, {"reasons": " "}).status_code == 303
    assert kept(number) == []


@pytest.mark.parametrize("reasons", ["a" * 201, "\n".join("abcdefghijklmnopqrstu")])
def test_too_many_or_too_long_ones_are_refused(moderator, event, path, reasons):
    number = event.id
    assert moderator.post(path, {"reasons": reasons}).all("textarea")[0].text.strip() == reasons
    assert kept(number) == []


def test_a_list_of_a_province_has_its_own(moderator):
    path = "/organizer/problems/lists/19/hide-reasons"
    assert moderator.submit(path, {"reasons": "Kısa"}).status_code == 303
    assert list_of(Scope(province="19")).hide_reasons == ["Kısa"]
