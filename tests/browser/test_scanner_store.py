"""The scanner and what it has written down: much of it, by an older release, or not at all."""

from playwright.sync_api import expect

from extensions import db
from tests import factories
from tests.browser.scanner import (
    QUEUE_READINGS,
    comes_back,
    goes_offline,
    ledger,
    staffed,
    types,
    visit,
)
from tests.operations.check_in.doors import token_of

# What an older release kept, with a reading that was not sent yet; its tab makes way for nobody.
_OLDER = """async ([door, code]) => {
  window.held = await new Promise((done) => {
    const opening = indexedDB.open("meydan-door", 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("devices", { keyPath: "event_id" });
      opening.result.createObjectStore("packs", { keyPath: "door" });
      opening.result.createObjectStore("secrets");
      const readings = opening.result.createObjectStore("readings", { keyPath: "order", autoIncrement: true });
      readings.createIndex("nonce", "nonce", { unique: true });
      readings.createIndex("state", "state");
      readings.createIndex("door", "door");
    };
    opening.onsuccess = () => done(opening.result);
  });
  const writing = window.held.transaction("readings", "readwrite");
  writing.objectStore("readings").add({ nonce: "older", door, code, ticket: null, direction: "entry",
    force: false, scanned_at: Date.now(), told: "admitted", told_reason: null, state: "waiting" });
  await new Promise((done) => (writing.oncomplete = done));
}"""
_SPOIL = """async () => {
  const db = await new Promise((done) => {
    const opening = indexedDB.open("meydan-door");
    opening.onsuccess = () => done(opening.result);
  });
  const writing = db.transaction("readings", "readwrite");
  const readings = writing.objectStore("readings");
  readings.getAll().onsuccess = ({ target }) => readings.put({ ...target.result[0], code: "" });
  await new Promise((done) => (writing.oncomplete = done));
  db.close();
}"""
_COUNT_READ_ROWS = """{
  window.rowsRead = 0;
  for (const kind of [IDBIndex, IDBObjectStore]) {
    for (const [name, size] of [["getAll", (rows) => rows.length], ["openCursor", () => 1]]) {
      const own = kind.prototype[name];
      kind.prototype[name] = function (...asked) {
        const request = own.apply(this, asked);
        request.addEventListener("success", () => (window.rowsRead += request.result ? size(request.result) : 0));
        return request;
      };
    }
  }
}"""


def _number(door):
    return int(door.rpartition("/")[2])


def test_one_reading_looks_at_few_rows_however_many_wait(app, open_browser, event, door):
    page = open_browser(phone=True, locale="en-GB")
    page.add_init_script(_COUNT_READ_ROWS)
    staffed(app, event, page, door)
    person = factories.registration(event)
    db.session.commit()
    visit(page, door)
    goes_offline(page)
    page.evaluate(QUEUE_READINGS, [_number(door), 2000])
    assert types(page, token_of(person)) == "admitted"
    page.evaluate("window.rowsRead = 0")
    assert types(page, token_of(person)) == "already"
    expect(page.locator("#waiting")).to_contain_text("2002")
    page.wait_for_timeout(500)
    assert 0 < page.evaluate("window.rowsRead") < 300


def test_tab_of_an_older_release_holds_nothing_up_once_it_is_closed(
    app, live_server, open_browser, event, door
):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    person = factories.registration(event)
    db.session.commit()
    older = page.context.new_page()
    older.goto(f"{live_server}/check-in/pairing")
    older.evaluate(_OLDER, [_number(door), token_of(person)])
    page.goto(door)
    expect(page.locator("#store-trouble")).to_contain_text("Close that tab")
    older.close()
    expect(page.locator("#store-trouble")).to_be_hidden()
    expect(page.locator("#door-event")).not_to_be_empty()
    comes_back(page)
    assert [(scan.nonce, scan.verdict) for scan in ledger()] == [("older", "admitted")]


def test_tab_makes_way_for_a_newer_release_and_says_so(app, live_server, open_browser, event, door):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    person = factories.registration(event)
    db.session.commit()
    visit(page, door)
    newer = page.context.new_page()
    newer.goto(f"{live_server}/check-in/pairing")
    opened = newer.evaluate(
        """() => new Promise((done) => {
          const opening = indexedDB.open("meydan-door", 99);
          opening.onsuccess = () => { done("opened"); };
          opening.onblocked = () => done("blocked");
        })"""
    )
    assert opened == "opened"
    expect(page.locator("#store-trouble")).to_contain_text("Reload this page")
    assert types(page, token_of(person)) == "admitted"  # as the server says


def test_answer_that_cannot_be_written_down_is_told_all_the_same(app, open_browser, event, door):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    person = factories.registration(event)
    db.session.commit()
    visit(page, door)
    page.evaluate(
        """() => { IDBObjectStore.prototype.put = () => { throw new DOMException("", "QuotaExceededError"); }; }"""
    )
    assert types(page, token_of(person)) == "admitted"
    assert types(page, token_of(person)) == "already"


def test_reading_that_the_server_cannot_read_is_warned_of_with_the_reason(
    app, open_browser, event, door
):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    visit(page, door)
    goes_offline(page)
    page.evaluate(QUEUE_READINGS, [_number(door), 1])
    page.evaluate(_SPOIL)
    comes_back(page)
    expect(page.locator("#conflicts")).to_contain_text("Ticket: This scan could not be checked.")
    assert ledger() == []
