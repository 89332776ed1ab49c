"""The scanner when things cross: an undoing and a sending, a reload and a question, two tabs, two
clocks, a revocation and a scan."""

import re
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from extensions import db
from lib import qr
from models.devices import Device
from operations.devices import prepare_device
from queries.checkpoints import checkpoints_of
from tests import factories
from tests.browser.camera import film_of
from tests.browser.scanner import is_ready, staffed, types, visit
from tests.operations.doors import token_of

_LATER = """if (sessionStorage.shift) {
  const now = Date.now; Date.now = () => now() + Number(sessionStorage.shift);
}"""
_MODULE = """const part = (name) => import(
  document.querySelector("script[src*='check_in/app.js']").src.replace("app.js", name));"""


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def door(app, live_server, event):
    """The address of the event's scanner."""
    return f"{live_server}/check-in/{checkpoints_of(event)[0].id}"


def _paired(live_server, page, event, **traits):
    device, code = prepare_device(
        event, name="Kapı", checkpoints=checkpoints_of(event), by=factories.user(),
        at=datetime.now(UTC), **traits,
    )  # fmt: skip
    db.session.commit()
    page.goto(f"{live_server}/check-in/pairing#{code}")
    is_ready(page)
    return device


def _undo(page):
    page.get_by_role("button", name=re.compile("Undo")).click()
    expect(page.locator("#recent .badge", has_text="Undone")).to_have_count(1)


def test_door_time_goes_on_while_the_phone_sleeps_and_never_back_for_a_slow_answer(
    app, open_browser, event, door
):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    page.goto(door)
    slow, slept = page.evaluate(
        f"""async () => {{
          {_MODULE}
          const {{ compareClock, doorTime }} = await import(`${{(await part("clock.js"), document
            .querySelector("script[src*='check_in/app.js']").src.replace("app.js", "clock.js"))}}#own`);
          const at = Date.now();
          compareClock(new Date(at).toISOString());
          compareClock(new Date(at - 6000).toISOString());
          const slow = doorTime() - at;
          const now = Date.now;
          Date.now = () => now() + 2 * 3600_000;
          document.dispatchEvent(new Event("visibilitychange"));
          const slept = doorTime() - at;
          Date.now = now;
          return [slow, slept];
        }}"""
    )
    assert slow >= 0
    assert slept >= 2 * 3600_000 - 1000


def test_browser_that_keeps_nothing_at_all_says_where_to_go(live_server, open_browser):
    page = open_browser(phone=True, locale="en-GB")
    page.add_init_script(
        """IDBFactory.prototype.open = () => { throw new DOMException("", "SecurityError"); }"""
    )
    page.goto(f"{live_server}/check-in/shell")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_two_tabs_that_open_at_once_are_one_phone(app, open_browser, event, door):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    other = page.context.new_page()
    page.goto(door, wait_until="commit")
    other.goto(door, wait_until="commit")
    for tab in (page, other):
        expect(tab.locator("#door-event")).not_to_be_empty()
    assert len(db.session.scalars(sa.select(Device)).all()) == 1
    db.session.rollback()


def test_phone_that_forgot_who_it_is_stays_the_same_phone_and_its_other_tab_goes_on(
    app, open_browser, event, door
):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    person = factories.registration(event)
    visit(page, door)
    other = page.context.new_page()
    other.goto(door)
    is_ready(other)
    other.evaluate(
        f"""async () => {{ {_MODULE}
          await (await (await part("store.js")).database()).clear("devices"); }}"""
    )
    other.reload()
    expect(other.locator("#door-event")).not_to_be_empty()
    assert types(page, token_of(person)) == "admitted"
    expect(page.locator("[data-count=admitted]")).to_have_text("1")
    assert len(db.session.scalars(sa.select(Device)).all()) == 1
    db.session.rollback()


def test_kiosk_that_was_asleep_still_looks_at_who_stands_before_it(
    live_server, open_browser, tmp_path, event
):
    picture = qr.png(token_of(factories.registration(event)))
    page = open_browser(film_of(tmp_path / "held.mjpeg", picture), locale="en-GB")
    page.add_init_script(
        """{ window.asked = []; const media = navigator.mediaDevices;
          const own = media.getUserMedia.bind(media);
          media.getUserMedia = (wanted) => (window.asked.push(wanted.video.facingMode.ideal), own(wanted)); }"""
    )
    _paired(live_server, page, event, kiosk=True)
    expect(page.locator("#camera")).to_be_visible()
    page.evaluate(
        """() => { document.querySelector("video").srcObject.getTracks()[0].stop();
          document.dispatchEvent(new Event("visibilitychange")); }"""
    )
    page.wait_for_function("window.asked.length === 2")
    assert page.evaluate("window.asked") == ["user", "user"]
