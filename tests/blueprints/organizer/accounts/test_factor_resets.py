"""Two administrators reset somebody's second step on the user's page."""

import pytest

from extensions import db
from lib.clock import utc_now
from models.factors import Authenticator
from models.users import Role, User
from queries.accounts.factor_resets import open_reset_of
from queries.accounts.factors import has_factor
from tests import factories
from tests.browser_of_pages import PageBrowser

USERS = "/organizer/users"


@pytest.fixture
def lost(app) -> User:
    user = factories.user(Role.MODERATOR, province="19", name="Işıl Kayıp")
    db.session.add(Authenticator(user=user, seed="sealed", confirmed_at=utc_now()))
    db.session.commit()
    return user


def browser_of(app, admin: User) -> PageBrowser:
    browser = PageBrowser(app.test_client())
    factories.sign_in(browser.client, admin)
    return browser


def press(browser: PageBrowser, user: User, address: str) -> str:
    """Press the button, and read what the page says then."""
    page = f"{USERS}/{user.id}"
    answer = browser.submit(address, {}, page=page)
    assert answer.location == page
    return browser.get(page).words()


def test_one_asks_and_another_one_grants(app, lost):
    one = browser_of(app, factories.user(name="Ayşe Bir"))
    two = browser_of(app, factories.user(province="19"))
    press(one, lost, f"{USERS}/{lost.id}/factor-resets")
    reset = open_reset_of(lost, at=utc_now())
    grant = f"/organizer/factor-resets/{reset.id}/grant"
    assert grant not in one.client.get(f"{USERS}/{lost.id}").text
    press(one, lost, grant)
    assert has_factor(lost)
    assert "Işıl Kayıp" in two.get(USERS).words() and "Ayşe Bir" in two.get(USERS).words()
    press(two, lost, grant)
    assert not has_factor(lost)
    assert open_reset_of(lost, at=utc_now()) is None


def test_a_request_can_be_dropped_and_then_grants_nothing(app, lost):
    one, two = (browser_of(app, factories.user()) for _ in range(2))
    press(one, lost, f"{USERS}/{lost.id}/factor-resets")
    reset = open_reset_of(lost, at=utc_now())
    press(one, lost, f"/organizer/factor-resets/{reset.id}/drop")
    press(two, lost, f"/organizer/factor-resets/{reset.id}/grant")
    assert has_factor(lost)


def test_an_administrator_of_another_province_finds_nothing(app, lost):
    press(browser_of(app, factories.user()), lost, f"{USERS}/{lost.id}/factor-resets")
    reset = open_reset_of(lost, at=utc_now())
    elsewhere = browser_of(app, factories.user(province="06"))
    token = elsewhere.get(USERS).form_values().get("csrf_token") or ""
    answer = elsewhere.client.post(
        f"/organizer/factor-resets/{reset.id}/grant", data={"csrf_token": token}
    )
    assert answer.status_code == 404
    assert "Işıl Kayıp" not in elsewhere.get(USERS).words()
