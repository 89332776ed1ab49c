"""A phone with the scanner, as the browser tests hold it."""

import re

import sqlalchemy as sa
from playwright.sync_api import expect

from extensions import db
from models.scans import Scan
from models.users import Role
from queries.forms.answers import rows_of
from tests import factories
from tests.browser.live import sign_in


def staffed(app, event, page, door):
    staff = factories.user(Role.CHECK_IN_STAFF, province=event.province)
    sign_in(page.context, app, door.partition("/check-in/")[0], staff)
    db.session.commit()


def visit(page, door):
    """Once online, until the phone can do without."""
    page.goto(door)
    is_ready(page)


def is_ready(page):
    expect(page.locator("html")).to_have_attribute("data-offline", "ready")
    expect(page.locator("#door-event")).not_to_be_empty()


def types(page, code):
    field = page.locator("#door-code")
    field.fill(code)
    field.press("Enter")
    expect(page.locator("#verdict")).to_have_class(re.compile("verdict--full"))
    tone = re.search(r"verdict--(?!full)(\w+)", page.locator("#verdict").get_attribute("class"))[1]
    page.keyboard.press("Escape")
    return tone


def goes_offline(page):
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#app")).to_be_visible()


# Writes down so many readings that wait, as this phone does, at the door of this number.
QUEUE_READINGS = """async ([door, number]) => {
  const db = await new Promise((done) => {
    const opening = indexedDB.open("meydan-door");
    opening.onsuccess = () => done(opening.result);
  });
  const writing = db.transaction("readings", "readwrite");
  for (let at = 0; at < number; at += 1) {
    writing.objectStore("readings").add({ nonce: `queued ${at}`, door,
      code: "M".padEnd(121, "0"), ticket: String(at).padStart(16, "0"),
      direction: "entry", force: false, scanned_at: Date.now(), told: "admitted", told_reason: null,
      state: "waiting" });
  }
  await new Promise((done) => (writing.oncomplete = done));
  db.close();
}"""
_NOTHING_WAITS = """async () => {
  const db = await new Promise((done) => {
    const opening = indexedDB.open("meydan-door");
    opening.onsuccess = () => done(opening.result);
  });
  const waiting = db.transaction("readings").objectStore("readings").index("state").count("waiting");
  const count = await new Promise((done) => (waiting.onsuccess = () => done(waiting.result)));
  db.close();
  return count === 0;
}"""


def comes_back(page):
    """Until all that waited is sent: what the phone wrote down says so, not what it shows."""
    page.context.set_offline(False)
    eventually(page, lambda: page.evaluate(_NOTHING_WAITS))
    expect(page.locator("#waiting")).to_be_hidden()


def eventually(page, look):
    """What `look` finds as soon as it finds something, within half a minute."""
    for _ in range(300):
        if found := look():
            return found
        page.wait_for_timeout(100)
    return look()


def answers_of(person):
    """The number that is kept of each, by its question's label; of words none."""
    kept = {row.question.label: row.number for row in rows_of(person)}
    db.session.rollback()
    return kept


def ledger():
    db.session.rollback()
    scans = db.session.scalars(sa.select(Scan).order_by(Scan.scanned_at, Scan.id)).all()
    db.session.rollback()
    return scans
