"""A phone that is paired anew, and a door that is gone: nothing that was read is lost."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from extensions import db
from models.checkpoints import Checkpoint
from operations.check_in.devices import prepare_again, prepare_device
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.browser.scanner import comes_back, eventually, goes_offline, is_ready, ledger, types
from tests.operations.check_in.doors import token_of

_STATES = """async () => {
  const db = await new Promise((done) => {
    const o = indexedDB.open("meydan-door"); o.onsuccess = () => done(o.result);
  });
  const rows = await Promise.all(["former", "packs", "readings"].map((name) => {
    const all = db.transaction(name).objectStore(name).getAll();
    return new Promise((done) => (all.onsuccess = () => done(all.result)));
  }));
  db.close();
  return [rows[0].length, rows[1].map(({ door }) => door), rows[2].map(({ state }) => state)];
}"""


@pytest.fixture
def doors(event):
    """The event's first door and another one."""
    other = Checkpoint(event=event, name="Salon")
    db.session.add(other)
    db.session.commit()
    return checkpoints_of(event)


def prepared(event, doors):
    device, code = prepare_device(
        event, name="Kapı", checkpoints=doors, by=factories.user(), at=datetime.now(UTC)
    )
    db.session.commit()
    return device, code


def _pairs(page, live_server, code):
    page.goto("about:blank")
    page.goto(f"{live_server}/check-in/pairing#{code}")


def _reads_offline(page, person):
    goes_offline(page)
    assert types(page, token_of(person)) == "admitted"


def _owes_nothing(page):
    assert eventually(page, lambda: page.evaluate(_STATES)[0] == 0)


def test_what_is_not_sent_goes_under_the_pairing_that_read_it(
    live_server, open_browser, event, doors
):
    page = open_browser(phone=True, locale="en-GB")
    person = factories.registration(event)
    first, code = prepared(event, doors[:1])
    _pairs(page, live_server, code)
    is_ready(page)
    _reads_offline(page, person)
    _second, code = prepared(event, doors[1:])
    page.context.route("**/readings", lambda route: route.abort())
    page.context.set_offline(False)
    _pairs(page, live_server, code)
    expect(page.locator("#door-name")).to_have_text("Salon")
    page.wait_for_timeout(500)
    assert page.evaluate(_STATES)[2] == [f"owed {first.id}"]
    page.context.unroute("**/readings")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    comes_back(page)
    _owes_nothing(page)
    (scan,) = ledger()
    assert (scan.verdict, scan.device_id, scan.checkpoint_id) == ("admitted", first.id, doors[0].id)
    assert page.evaluate(_STATES)[1] == [doors[1].id]  # and no pack of the first door
    expect(page.locator("#owed")).to_be_hidden()


def test_what_nobody_takes_now_is_kept_and_said_until_the_phone_is_paired_for_its_door(
    live_server, open_browser, event, doors
):
    page = open_browser(phone=True, locale="en-GB")
    person = factories.registration(event)
    first, code = prepared(event, doors[:1])
    number, name, phone = doors[0].id, doors[0].name, first.id
    db.session.commit()
    _pairs(page, live_server, code)
    is_ready(page)
    _reads_offline(page, person)
    again = prepare_again(first, by=factories.user(), at=datetime.now(UTC))
    _second, code = prepared(event, doors[1:])
    page.goto("about:blank")  # the scanner itself hears nothing of it
    page.context.set_offline(False)
    _pairs(page, live_server, code)
    expect(page.locator("#owed")).to_contain_text(f"pair it with {name} again")
    assert ledger() == []
    _pairs(page, live_server, again)
    expect(page.locator("#door-name")).to_have_text(name)
    comes_back(page)
    _owes_nothing(page)
    expect(page.locator("#owed")).to_be_hidden()
    (scan,) = ledger()
    assert (scan.verdict, scan.device_id, scan.checkpoint_id) == ("admitted", phone, number)


def test_door_that_is_gone_says_so_keeps_what_waits_and_goes_on_when_it_is_back(
    live_server, open_browser, event, doors
):
    page = open_browser(phone=True, locale="en-GB")
    person = factories.registration(event)
    device, code = prepared(event, doors[:1])
    _pairs(page, live_server, code)
    is_ready(page)
    _reads_offline(page, person)
    device.checkpoints = doors[1:]
    db.session.commit()
    page.context.set_offline(False)
    expect(
        page.get_by_role("heading", name="This phone is no longer used at this check-in point")
    ).to_be_visible()
    expect(page.locator("#unsent")).to_contain_text("not sent yet: 1")
    expect(page.locator("#app")).to_be_hidden()
    assert page.evaluate(_STATES)[2] == ["waiting"]
    device.checkpoints = doors
    db.session.commit()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#app")).to_be_visible()
    comes_back(page)
    assert [scan.verdict for scan in ledger()] == ["admitted"]


@pytest.mark.parametrize("status", [401, 404, 410])
def test_network_that_answers_for_the_server_ends_nothing(
    live_server, open_browser, event, doors, status
):
    page = open_browser(phone=True, locale="en-GB")
    person = factories.registration(event)
    _device, code = prepared(event, doors[:1])
    _pairs(page, live_server, code)
    is_ready(page)
    page.context.route(
        "**/readings",
        lambda route: route.fulfill(status=status, body="<h1>Welcome, please pay</h1>"),
    )
    assert types(page, token_of(person)) == "admitted"
    expect(page.locator("#no-network")).to_be_visible()
    expect(page.locator("#app")).to_be_visible()
    page.context.unroute("**/readings")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    comes_back(page)
    assert [scan.verdict for scan in ledger()] == ["admitted"]


def test_browser_that_keeps_nothing_uses_up_no_code(live_server, open_browser, event, doors):
    page = open_browser(phone=True, locale="en-GB")
    page.add_init_script(
        """if (location.protocol !== "about:" && !location.search) {
          IDBFactory.prototype.open = () => { throw new DOMException("", "SecurityError"); };
        }"""
    )
    _device, code = prepared(event, doors[:1])
    _pairs(page, live_server, code)
    expect(page.locator("#trouble")).to_contain_text("The pairing code is still valid")
    page.goto(f"{live_server}/check-in/pairing?allowed")
    page.get_by_label("Pairing code").fill(code)
    page.get_by_role("button", name="Pair").click()
    expect(page).to_have_url(f"{live_server}/check-in/{doors[0].id}")
