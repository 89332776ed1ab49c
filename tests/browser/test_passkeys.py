"""A passkey of a real browser: made, used alone, used as the second step, and renamed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from extensions import db
from models.sign_ins import SignIn
from tests import factories
from tests.browser.live import sign_in
from tests.factories import PASSWORD

ORIGINAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(live_server: str) -> str:
    """By its name: addresses by numbers have no passkeys."""
    return live_server.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(open_browser):
    return open_browser(locale="en-GB")


@pytest.fixture
def device(page: Page) -> str:
    """The number of the browser's own authenticator."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": ORIGINAL})
    return str(made["authenticatorId"])


def test_a_passkey_is_made_and_signs_in_alone(app, page, site, device):
    user = factories.user(locale="en")
    sign_in(page.context, app, site, user)
    page.goto(f"{site}/account/factors")
    page.get_by_label("Name of the passkey").fill("Work laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{site}/account/factors")
    expect(page.get_by_text("Work laptop", exact=True)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{site}/organizer/")


def test_a_passkey_is_the_second_step_after_the_password(app, page, site, device):
    user = factories.user(locale="en")
    sign_in(page.context, app, site, user)
    page.goto(f"{site}/account/factors")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{site}/account")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.goto(f"{site}/organizer/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(f"{site}/sign-in/second-factor?next=/account")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{site}/account")


def test_a_device_that_does_not_confirm_is_told_in_words(app, page, site, device):
    user = factories.user(locale="en")
    sign_in(page.context, app, site, user)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto(f"{site}/account/factors")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("did not confirm")


def test_who_waited_too_long_is_asked_for_a_proof_and_adds_it_then(app, page, site, device):
    user = factories.user(locale="en")
    sign_in(page.context, app, site, user)
    page.goto(f"{site}/account/factors?next=/organizer/events")
    db.session.execute(sa.update(SignIn).values(proved_at=datetime.now(UTC) - timedelta(hours=1)))
    db.session.commit()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page).to_have_url(re.compile("/sign-in/second-factor"))
    page.get_by_label("Your current password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(f"{site}/account/factors?next=/organizer/events")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(f"{site}/organizer/events")


def test_addresses_by_numbers_offer_no_passkey(page, live_server):
    page.goto(f"{live_server}/sign-in?lang=en")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
