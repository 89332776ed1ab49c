"""A member of staff after the upgrade: led to an authenticator app, and signed in with it the next
day; the recovery code of who has lost the phone."""

import re
from datetime import UTC, datetime

import pyotp
import pytest
from playwright.sync_api import Page, expect

from extensions import db
from models.users import User
from tests import factories
from tests.conftest import make_app
from tests.factories import PASSWORD


@pytest.fixture
def app(app):
    """The site where SECOND_FACTOR is required, on the same database."""
    strict = make_app(app.config["SQLALCHEMY_DATABASE_URI"], second_factor="required")
    with strict.app_context():
        yield strict
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def organizer(app) -> User:
    return factories.user()


def give_password(page: Page, site: str, user: User, address: str = "/sign-in") -> None:
    page.goto(f"{site}{address}")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_staff_are_led_to_an_app_and_sign_in_with_it_from_then_on(
    live_server, open_browser, organizer
):
    page = open_browser(locale="en-GB")
    give_password(page, live_server, organizer, "/sign-in?next=/organizer/events")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    page.get_by_role("link", name="Set up an authenticator app").click()
    totp = pyotp.TOTP("".join(page.locator("code").inner_text().split()))
    first = totp.now()
    page.get_by_label("Number that the app shows now").fill(first)
    page.get_by_role("button", name="Finish setting up").click()
    expect(page.locator("#codes code")).to_have_count(10)
    recovery_code = page.locator("#codes code").first.inner_text()
    page.get_by_role("link", name="I have kept them: continue").click()
    expect(page).to_have_url(f"{live_server}/organizer/events")

    page.get_by_role("button", name="Sign out").click()
    give_password(page, live_server, organizer)
    number = page.get_by_label("Number from your authenticator app")
    number.fill(first)  # it has counted
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#code-error")).to_contain_text("This number is wrong, or was used before.")
    later = totp.at(datetime.now(UTC), counter_offset=1)
    number.fill(f"{later[:3]} {later[3:]}")
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(f"{live_server}/organizer/")

    phone = open_browser(phone=True, locale="en-GB")
    give_password(phone, live_server, organizer)
    phone.get_by_text("Use a recovery code").click()
    phone.get_by_label(re.compile("^Recovery code")).fill(recovery_code.lower())
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_text("9 codes are left")).to_be_visible()
    page.reload()
    expect(page).to_have_url(re.compile("/sign-in"))
