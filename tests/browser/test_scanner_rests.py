"""The camera of a phone before which nobody moves."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from lib import qr
from tests import factories
from tests.browser.camera import film
from tests.browser.scanner import is_ready, staffed
from tests.operations.check_in.doors import token_of

_IS_ON = "() => document.querySelector('video').srcObject?.getTracks()[0].readyState === 'live'"


def _white():
    out = io.BytesIO()
    Image.new("RGB", (380, 380), (240, 240, 240)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def phone(app, open_browser, tmp_path, event, door):
    """`phone([(picture, seconds), …])` stands at the door and sees these, again and again."""

    def seeing(scenes):
        page = open_browser(film(tmp_path / "film.mjpeg", scenes), locale="en-GB")
        staffed(app, event, page, door)
        page.clock.install()
        page.goto(door)
        is_ready(page)
        page.wait_for_function(_IS_ON)
        return page

    return seeing


def _pass(page, seconds):
    """Second by second, so that the page looks at each."""
    for _ in range(seconds):
        page.clock.fast_forward(1000)
        page.wait_for_timeout(60)


@pytest.mark.parametrize("wake", ["button", "key", "touch", "return"])
def test_camera_rests_after_a_still_minute_and_goes_on_at_a_touch_or_key(phone, wake):
    page = phone([(None, 1)])
    _pass(page, 40)
    expect(page.locator("#resting")).to_be_hidden()
    page.keyboard.press("Shift")  # somebody is there after all
    _pass(page, 40)
    expect(page.locator("#resting")).to_be_hidden()
    _pass(page, 40)
    expect(page.locator("#resting")).to_contain_text("nothing has moved in front of it")
    expect(page.locator("#camera")).to_be_hidden()
    assert page.evaluate("document.querySelector('video').srcObject") is None
    if wake == "button":
        page.get_by_role("button", name="Turn on the camera").press("Enter")
    elif wake == "key":
        page.keyboard.press("a")
    elif wake == "touch":
        page.locator("#door-name").click()
    else:  # somebody has switched the dark phone on again
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#resting")).to_be_hidden()
    expect(page.locator("#camera")).to_be_visible()
    page.wait_for_function(_IS_ON)
    if wake in {"button", "key"}:
        expect(page.locator("#door-code")).to_be_focused()


def test_camera_before_which_somebody_moves_stays_on(phone):
    page = phone([(None, 0.25), (_white(), 0.25)] * 2)
    _pass(page, 130)
    expect(page.locator("#resting")).to_be_hidden()
    assert page.evaluate(_IS_ON)


def test_ticket_is_read_by_the_camera_that_was_woken(phone, event):
    page = phone([(qr.png(token_of(factories.registration(event))), 1)])
    expect(page.locator("#recent li")).to_have_count(1)
    _pass(page, 80)
    expect(page.locator("#resting")).to_be_visible()
    page.keyboard.press("Shift")
    # It was out of sight meanwhile.
    expect(page.locator("#recent li")).to_have_count(2)
