"""The participants' list with the keyboard alone, and a long decision that goes on by itself."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from extensions import db
from models.registrations import Registration, RegistrationStatus
from tests import factories
from tests.browser.live import sign_in

pytestmark = pytest.mark.xdist_group("browser")
MOST_STEPS = 120


@pytest.fixture
def event(app):
    made = factories.event(approval=True)
    for name in "ABCDE":
        factories.registration(made, family_name=name)
    return made


def the_list(page: Page, app, live_server, event) -> Page:
    sign_in(page.context, app, live_server, factories.user())
    page.goto(f"{live_server}/organizer/events/{event.id}/registrations?lang=en")
    return page


def tab_to(page: Page, selector: str) -> None:
    wanted = page.locator(selector).first
    for _step in range(MOST_STEPS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector}")


def statuses() -> list[str]:
    db.session.rollback()
    found = db.session.scalars(sa.select(Registration.status).order_by(Registration.id)).all()
    db.session.rollback()
    return list(found)


def test_two_people_are_ticked_and_declined_with_the_keyboard_alone(
    app, open_browser, live_server, event
):
    page = the_list(open_browser(), app, live_server, event)
    for nth in (0, 1):
        tab_to(page, f"input[name=registration] >> nth={nth}")
        page.keyboard.press("Space")
    expect(page.locator("[data-ticked]")).to_have_text("(2)")
    tab_to(page, ".bulk-bar summary")
    page.keyboard.press("Enter")
    tab_to(page, "button[value=decide]")
    page.keyboard.press("Enter")
    tab_to(page, "#status")
    page.keyboard.type("Declined")
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What would happen")
    assert statuses() == [RegistrationStatus.PENDING] * 5
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".notice--success")).to_have_text("2 people: Declined.")
    assert statuses() == [RegistrationStatus.DECLINED] * 2 + [RegistrationStatus.PENDING] * 3


def test_long_decision_goes_on_by_itself_on_a_phone(
    app, open_browser, live_server, event, monkeypatch
):
    monkeypatch.setattr("operations.registrations.status_changes.AT_ONCE", 2)
    page = the_list(open_browser(phone=True), app, live_server, event)
    page.locator(".bulk-bar summary").tap()
    page.locator("#whom-all").check()
    page.locator("button[value=decide]").tap()
    page.select_option("#status", "confirmed")
    page.get_by_role("button", name="See what would happen").tap()
    page.get_by_role("button", name="Change the status of 5 people").tap()
    expect(page.locator(".notice--success")).to_have_text("5 people: Confirmed.")
    assert statuses() == [RegistrationStatus.CONFIRMED] * 5
