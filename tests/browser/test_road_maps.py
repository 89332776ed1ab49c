"""Public pages of road maps in a real browser: axe's rules, narrow windows, the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.road_map_site import furnish
from tests.browser.test_accessibility import NARROW, violations_by_day_and_night


@pytest.fixture
def site(app):
    return furnish()


@pytest.mark.parametrize(
    "how",
    [{"phone": True, "locale": "tr-TR"}, {"phone": False, "locale": "en-GB"}],
    ids=["phone in Turkish", "desktop in English"],
)
def test_no_page_breaks_a_rule_of_axe_or_is_cut_off(site, live_server, open_browser, how):
    page, found = open_browser(**how), []
    for path in site.pages:
        page.goto(f"{live_server}{path}")
        found += violations_by_day_and_night(page)
        page.set_viewport_size(NARROW)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{path}: {wide}"] if wide > NARROW["width"] else []
    assert found == []


def test_the_keyboard_narrows_a_road_map_and_confirms_a_subscription(
    site, live_server, open_browser
):
    page = open_browser()
    page.goto(f"{live_server}/roadmaps/{site.slug}")
    page.locator("#by-status").focus()
    page.keyboard.type("Tamam")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "status=done" in page.url
    page.goto(f"{live_server}{site.subscription}")
    page.get_by_role("button", name="Aboneliğimi onayla").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Aboneliğimi sonlandır")).to_be_visible()
