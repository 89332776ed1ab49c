"""The scanner without a network: what it answers, what it remembers, what the server makes of it."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from extensions import db
from lib import qr
from lib.ticket_tokens import TicketSigner, TicketToken
from models.checkpoints import Checkpoint
from models.registrations import RegistrationStatus
from models.scans import Attendance, RefusalReason, Verdict
from operations.check_in.devices import prepare_device, revoke_device
from operations.events.events import change_event
from operations.events.stale_edits import details_of
from operations.registrations.entries import change_status
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.browser.camera import film
from tests.browser.live import on_both
from tests.browser.scanner import (
    comes_back,
    eventually,
    goes_offline,
    is_ready,
    ledger,
    staffed,
    types,
    visit,
)
from tests.operations.check_in.doors import ticket_of, token_of

_ALL_STORED = """async () => {
  const texts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => { const o = indexedDB.open(name); o.onsuccess = () => done(o.result); });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((done) => {
        const all = db.transaction(store).objectStore(store).getAll(); all.onsuccess = () => done(all.result);
      });
      const bytes = (key, value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
        ? new TextDecoder().decode(value) : value;
      texts.push(`${store}: ${JSON.stringify(rows, bytes)}`);
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (/shell|language/.test(request.url)) texts.push(await (await cache.match(request)).text());
    }
  }
  return texts;
}"""

_A_MONTH_LATER = """if (location.protocol.startsWith("http") && localStorage.later) {
  const now = Date.now; Date.now = () => now() + 30 * 24 * 3600_000;
}"""


@on_both
def test_camera_goes_on_without_a_network_through_a_reload_and_the_ledger_is_exact(
    app, open_browser, tmp_path, event, door
):
    people = [factories.registration(event) for _ in range(3)]
    pictures = [qr.png(token_of(person)) for person in people]
    scenes = [scene for picture in pictures for scene in ((picture, 2), (None, 3.5))]
    page = open_browser(film(tmp_path / "three.mjpeg", scenes), phone=True, locale="en-GB")
    staffed(app, event, page, door)
    visit(page, door)
    expect(page.locator("#recent li")).to_have_count(1)
    goes_offline(page)
    expect(page.locator("#recent li")).to_have_count(5, timeout=60_000)
    expect(page.locator("#no-network")).to_be_visible()
    expect(page.locator("#waiting")).to_contain_text("waiting")
    page.locator("video").evaluate("video => video.srcObject.getTracks()[0].stop()")
    kept = page.locator("#recent li").count()
    comes_back(page)
    scans = ledger()
    assert len(scans) == kept
    admitted = [scan.registration_id for scan in scans if scan.verdict is Verdict.ADMITTED]
    assert sorted(admitted) == sorted(person.id for person in people)
    assert {scan.verdict for scan in scans} == {Verdict.ADMITTED, Verdict.ALREADY_ADMITTED}
    assert not any(scan.conflict for scan in scans)
    assert len({scan.nonce for scan in scans}) == kept


@on_both
def test_every_answer_without_a_network_is_the_servers_afterwards(app, open_browser, event, door):
    page = open_browser(phone=True, locale="tr-TR")
    staffed(app, event, page, door)
    came, gone, other = (factories.registration(event) for _ in range(3))
    change_status(gone, RegistrationStatus.CANCELLED, at=datetime.now(UTC), by=None)
    stranger = factories.registration(factories.event())
    db.session.commit()
    visit(page, door)
    later = factories.registration(event)  # a ticket of which the phone has never heard
    forged = TicketSigner(["another secret, of 32 characters"]).sign(
        TicketToken(event.id, ticket_of(other).public_id)
    )
    codes = [
        token_of(came),
        ticket_of(came).short_code.lower(),
        token_of(gone),
        token_of(stranger),
        forged,
        "ABCD-2345",
        token_of(later),
    ]
    goes_offline(page)
    tones = [types(page, code) for code in codes]
    assert tones == ["admitted", "already", "refused", "refused", "refused", "refused", "admitted"]
    page.reload()
    expect(page.locator("#recent li")).to_have_count(7)
    assert ledger() == []
    comes_back(page)
    assert [(scan.verdict, scan.reason) for scan in ledger()] == [
        ("admitted", None),
        ("already_admitted", None),
        ("refused", "cancelled"),
        ("refused", "wrong_event"),
        ("refused", "bad_signature"),
        ("refused", "unknown_code"),
        ("admitted", None),
    ]
    assert not any(scan.conflict for scan in ledger())


def test_wrong_door_says_the_right_one_without_a_network_too(app, open_browser, event, door):
    page = open_browser(phone=True, locale="en-GB")
    checkpoints_of(event)[0].sectors = ["public"]
    db.session.add(Checkpoint(event=event, name="STK salonu", sectors=["cso"]))
    person = factories.registration(event)
    staffed(app, event, page, door)
    visit(page, door)
    goes_offline(page)
    assert types(page, person.ticket.short_code) == "refused"
    expect(page.locator("#verdict [data-part=why]")).to_contain_text(
        "The right check-in point: STK salonu. Checked without a connection."
    )
    assert page.locator("#verdict [data-part=next_step]").text_content() == ""
    assert types(page, "ABCD-2345") == "refused"
    expect(page.locator("#verdict [data-part=next_step]")).to_have_text(
        "Send the person to the registration desk."
    )


@on_both
def test_undone_without_a_network_is_undone_for_the_server(app, open_browser, event, door):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    person = factories.registration(event)
    visit(page, door)
    goes_offline(page)
    assert types(page, token_of(person)) == "admitted"
    page.get_by_role("button", name=re.compile("Undo")).click()
    expect(page.locator("#recent .badge").first).to_have_text("Undone")
    assert types(page, token_of(person)) == "admitted"
    comes_back(page)
    assert [bool(scan.annulled_at) for scan in ledger()] == [True, False]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attendance)) == 1
    db.session.rollback()


def test_rows_without_a_name_are_told_apart_and_the_last_alone_is_undone_by_one_touch(
    app, open_browser, event, door
):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    first, last = factories.registration(event), factories.registration(event)
    codes = [ticket_of(person).short_code for person in (first, last)]
    tokens = [token_of(person) for person in (first, last)]
    db.session.commit()
    visit(page, door)
    goes_offline(page)
    for token in tokens:
        assert types(page, token) == "admitted"
    page.reload()
    rows = page.locator("#recent li")
    for row, code in zip((rows.last, rows.first), codes, strict=True):
        expect(row).to_contain_text(f"Ticket …{code[-3:]}")
        expect(row).not_to_contain_text(code)
    asked: list[str] = []

    def refuse(dialog):
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    rows.last.get_by_role("button", name=re.compile("Undo")).click()
    rows.first.get_by_role("button", name=re.compile("Undo")).click()
    expect(rows.first.locator(".badge")).to_have_text("Undone")
    expect(rows.last.locator(".badge")).to_have_text("Admitted")
    assert len(asked) == 1 and codes[0][-3:] in asked[0]


def test_phone_that_is_revoked_while_it_is_away_keeps_nothing_and_loses_nothing(
    live_server, open_browser, event
):
    page = open_browser(phone=True, locale="en-GB")
    before, after = factories.registration(event), factories.registration(event)
    device, code = prepare_device(
        event,
        name="Arka kapı",
        checkpoints=checkpoints_of(event),
        by=factories.user(),
        at=datetime.now(UTC),
    )
    db.session.commit()
    page.goto(f"{live_server}/check-in/pairing#{code}")
    is_ready(page)
    assert code not in page.url
    goes_offline(page)
    assert types(page, token_of(before)) == "admitted"
    revoke_device(device, by=None, at=datetime.now(UTC))
    db.session.commit()
    page.wait_for_timeout(3000)  # a phone's clock is as late as the answer by which it was set
    assert types(page, token_of(after)) == "admitted"
    page.context.set_offline(False)
    expect(
        page.get_by_role("heading", name="This phone can no longer check people in")
    ).to_be_visible()
    first, second = ledger()
    assert (first.verdict, first.conflict) == (Verdict.ADMITTED, False)
    assert (second.reason, second.conflict) == (RefusalReason.DEVICE_REVOKED, True)
    stored = page.evaluate(_ALL_STORED)
    for store in ("devices: []", "packs: []", "secrets: []", "readings: []"):
        assert store in stored


# As in browsers that cannot list their databases; the tests still can.
_CANNOT_LIST = """{
  const { databases } = IDBFactory.prototype;
  delete IDBFactory.prototype.databases;
  window.listAgain = () => { IDBFactory.prototype.databases = databases; };
}"""


@pytest.mark.parametrize("can_list", [True, False])
def test_names_are_found_without_a_network_and_are_nowhere_to_be_read(
    app, open_browser, event, door, can_list
):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    checkpoints_of(event)[0].roster = True
    person = factories.registration(event, given_name="Şükrü", family_name="Ilgın")
    db.session.commit()
    visit(page, door)
    goes_offline(page)
    page.locator("#door-code").fill("Ilgın, Şükrü")
    expect(page.locator("#found li")).to_contain_text("Şükrü Ilgın")
    page.locator("#found button").click()
    expect(page.locator("#verdict")).to_contain_text("Şükrü Ilgın")
    page.keyboard.press("Escape")
    assert not [text for text in page.evaluate(_ALL_STORED) if "Ilgın" in text or "Valilik" in text]
    comes_back(page)
    if not can_list:
        page.add_init_script(_CANNOT_LIST)
    page.goto(f"{door.partition('/check-in/')[0]}/account")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.wait_for_timeout(1000)
    page.evaluate("window.listAgain?.()")
    page.wait_for_function("async () => (await indexedDB.databases()).length > 0")
    stored = page.evaluate(_ALL_STORED)
    for store in ("devices: []", "packs: []", "secrets: []", "readings: []"):
        assert store in stored
    everything = json.dumps(stored, ensure_ascii=False)
    for secret in ("Ilgın", ticket_of(person).short_code, ticket_of(person).public_id.hex()):
        assert secret not in everything


def test_clock_that_is_hours_wrong_gives_the_right_door_time(app, open_browser, event, door):
    page = open_browser(phone=True, locale="en-GB")
    page.add_init_script("{ const now = Date.now; Date.now = () => now() + 3 * 3600_000; }")
    staffed(app, event, page, door)
    person = factories.registration(event)
    visit(page, door)
    goes_offline(page)
    assert types(page, token_of(person)) == "admitted"
    at = datetime.now(UTC)
    page.wait_for_timeout(2000)
    comes_back(page)
    (scan,) = ledger()
    # Not when it arrived; a phone's clock is as late as the answer by which it was set.
    assert scan.scanned_at - timedelta(seconds=1.5) < at < scan.scanned_at + timedelta(seconds=30)
    assert scan.told is Verdict.ADMITTED


def test_browser_without_its_own_signatures_checks_tickets_with_the_bundled_ones(
    app, open_browser, event, door
):
    page = open_browser(phone=True, locale="en-GB")
    page.add_init_script(
        """{ const own = crypto.subtle.importKey.bind(crypto.subtle);
        crypto.subtle.importKey = (form, key, kind, ...rest) => kind?.name === "Ed25519"
          ? Promise.reject(new DOMException("", "NotSupportedError")) : own(form, key, kind, ...rest); }"""
    )
    staffed(app, event, page, door)
    person = factories.registration(event)
    forged = TicketSigner(["another secret, of 32 characters"]).sign(
        TicketToken(event.id, ticket_of(person).public_id)
    )
    visit(page, door)
    goes_offline(page)
    assert types(page, forged) == "refused"
    assert types(page, token_of(person)) == "admitted"


def test_kiosk_shows_the_camera_and_little_else(live_server, open_browser, event):
    page = open_browser(locale="en-GB")
    _device, code = prepare_device(
        event,
        name="Kiosk",
        checkpoints=checkpoints_of(event),
        kiosk=True,
        by=factories.user(),
        at=datetime.now(UTC),
    )
    db.session.commit()
    page.goto(f"{live_server}/check-in/pairing#{code}")
    is_ready(page)
    expect(page.locator("#typed")).to_be_hidden()
    expect(page.locator("#leave")).to_be_hidden()
    expect(page.locator("#recent")).to_be_hidden()


def test_code_is_paired_once(live_server, open_browser, event):
    page = open_browser(phone=True, locale="en-GB")
    _device, code = prepare_device(
        event,
        name="Kapı",
        checkpoints=checkpoints_of(event),
        by=factories.user(),
        at=datetime.now(UTC),
    )
    db.session.commit()
    page.goto(f"{live_server}/check-in/pairing#{code}")
    is_ready(page)
    other = open_browser(phone=True, locale="en-GB")
    other.goto(f"{live_server}/check-in/pairing")
    other.get_by_label("Pairing code").fill(code)
    other.get_by_role("button", name="Pair").click()
    expect(other.locator("#trouble")).to_contain_text("no longer valid")


def test_phone_of_an_event_that_was_moved_stays_as_long_as_the_event_does(
    app, open_browser, event, door
):
    page = open_browser(phone=True, locale="en-GB")
    page.add_init_script(_A_MONTH_LATER)
    staffed(app, event, page, door)
    visit(page, door)
    details = details_of(event)
    later = replace(details, ends_at=details.ends_at + timedelta(days=60))
    change_event(event, later, by=factories.user(), at=datetime.now(UTC))
    db.session.commit()
    visit(page, door)
    until = (later.ends_at + timedelta(days=1)).isoformat()
    assert eventually(page, lambda: any(until in text for text in page.evaluate(_ALL_STORED)))
    page.evaluate("localStorage.later = 'yes'")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#app")).to_be_visible()


def test_days_after_the_event_a_phone_forgets_the_names_even_without_a_network(
    app, open_browser, event, door
):
    page = open_browser(phone=True, locale="en-GB")
    page.add_init_script(_A_MONTH_LATER)
    staffed(app, event, page, door)
    checkpoints_of(event)[0].roster = True
    factories.registration(event)
    db.session.commit()
    visit(page, door)
    assert "packs: []" not in page.evaluate(_ALL_STORED)
    page.evaluate("localStorage.later = 'yes'")
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("link", name="Pair this phone")).to_be_visible()
    stored = page.evaluate(_ALL_STORED)
    for store in ("devices: []", "packs: []", "secrets: []", "readings: []"):
        assert store in stored


def test_page_that_stays_open_forgets_the_names_in_its_time_without_a_network(
    app, open_browser, event, door
):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    checkpoints_of(event)[0].roster = True
    person = factories.registration(event, given_name="Şükriye")
    db.session.commit()
    visit(page, door)
    page.context.set_offline(True)
    page.evaluate(
        """() => {
          const now = Date.now; Date.now = () => now() + 30 * 24 * 3600_000;
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    expect(page.get_by_text("This phone can no longer check people in")).to_be_visible()
    assert person.given_name not in page.locator("body").inner_text()
    stored = page.evaluate(_ALL_STORED)
    for store in ("devices: []", "packs: []", "secrets: []"):
        assert store in stored


def test_smallest_phone_shows_all_of_the_page_without_a_network(app, open_browser, event, door):
    page = open_browser(phone=True, locale="tr-TR")
    page.set_viewport_size({"width": 320, "height": 640})
    staffed(app, event, page, door)
    visit(page, door)
    goes_offline(page)
    expect(page.locator("#no-network")).to_be_visible()
    wide = page.evaluate(
        """() => Array.from(document.querySelectorAll("main *"))
          .filter((one) => one.getBoundingClientRect().right > 320.5).map((one) => one.id || one.className)"""
    )
    assert wide == []
