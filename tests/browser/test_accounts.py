"""Pages of one's account that no address alone opens: they come after an act, or before one."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from extensions import db
from models.sign_ins import SignIn
from models.users import Role
from tests import factories
from tests.browser.live import sign_in
from tests.browser.test_accessibility import NARROW, violations_by_day_and_night
from tests.factories import PASSWORD


@pytest.fixture
def user(app):
    return factories.user(name="Uzunköprülüoğullarından İğneci", locale="en")


@pytest.fixture
def page(open_browser) -> Any:
    return open_browser(phone=True, locale="en-GB")


def faults(page: Page) -> list[str]:
    """What breaks a rule of axe, or is cut off in a narrow window."""
    found = violations_by_day_and_night(page)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found if wide <= NARROW["width"] else [*found, f"{page.url}: {wide}"]


def submit(page: Page) -> None:
    page.locator("main form.form button[type=submit]").first.click()


def test_second_step_keeps_the_rules_with_a_passkey_and_when_it_is_refused(page, live_server, user):
    factories.authenticator(user)
    factories.passkey(user)
    page.goto(f"{live_server.replace('127.0.0.1', 'localhost')}/sign-in?lang=en")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    submit(page)
    expect(page.get_by_role("button", name="Use a passkey")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Number from your authenticator app").fill("123 456")
    submit(page)
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#code-error")).to_contain_text("Wait for the next one")
    assert faults(page) == []


def test_what_is_shown_once_keeps_the_rules_and_leads_on(page, app, live_server, user):
    sign_in(page.context, app, live_server, user)
    page.goto(f"{live_server}/account/factors/authenticator?next=/organizer/events")
    seed = "".join(page.locator("main code").first.inner_text().split())
    page.get_by_label("Number that the app shows now").fill(pyotp.TOTP(seed).now())
    submit(page)
    expect(page.locator("#codes code")).to_have_count(10)
    assert faults(page) == []
    page.emulate_media(media="print")
    assert page.locator("#codes code").last.is_visible()
    assert page.get_by_text(user.email).is_visible()
    assert not page.get_by_role("button").first.is_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(f"{live_server}/organizer/events")
    page.goto(f"{live_server}/account/factors")
    assert faults(page) == []
    page.goto(f"{live_server}/account/tokens")
    page.get_by_label("What it is for").fill("Pano")
    submit(page)
    expect(page.get_by_text("It is shown only now.")).to_be_visible()
    assert faults(page) == []


def test_form_that_waits_for_a_proof_keeps_the_rules(page, app, live_server, user):
    sign_in(page.context, app, live_server, user)
    page.goto(f"{live_server}/account/tokens")
    page.get_by_label("What it is for").fill("Pano")
    db.session.execute(sa.update(SignIn).values(proved_at=datetime.now(UTC) - timedelta(hours=1)))
    db.session.commit()
    submit(page)
    expect(page.get_by_role("link", name="Confirm that it is you")).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize("width", [320, 390])
def test_all_pages_of_the_bar_are_within_reach_on_a_small_phone(page, app, live_server, width):
    """Those of an administrator are the most."""
    admin = factories.user(Role.CENTRAL_ADMIN)
    sign_in(page.context, app, live_server, admin)
    page.goto(f"{live_server}/organizer/?lang=tr")
    page.set_viewport_size({"width": width, "height": 640})
    boxes = [link.bounding_box() for link in page.locator(".rail a span").all()]
    assert len(boxes) == 7
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    assert all(one["x"] + one["width"] <= other["x"] for one, other in pairwise(boxes))
    assert page.locator(".side").bounding_box()["height"] < 44 * 1.5
