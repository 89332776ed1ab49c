"""The scanner when things cross: an undoing and a sending, a reload and a question, two tabs, two
clocks, a revocation and a scan."""

import re
from datetime import UTC, datetime

import sqlalchemy as sa
from playwright.sync_api import expect

from extensions import db
from lib import qr
from models.devices import Device
from models.scans import RefusalReason, Verdict
from operations.check_in.checkpoints import remove_checkpoint
from operations.check_in.devices import allow_again, bar_owner, prepare_device, revoke_device
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.browser.camera import film_of
from tests.browser.live import on_both
from tests.browser.scanner import comes_back, goes_offline, is_ready, ledger, staffed, types, visit
from tests.operations.check_in.doors import token_of

_LATER = """if (sessionStorage.shift) {
  const now = Date.now; Date.now = () => now() + Number(sessionStorage.shift);
}"""
_MODULE = """const part = (name) => import(
  document.querySelector("script[src*='check_in/app.js']").src.replace("app.js", name));"""


def _paired(live_server, page, event, **traits):
    device, code = prepare_device(
        event,
        name="Kapı",
        checkpoints=checkpoints_of(event),
        by=factories.user(),
        at=datetime.now(UTC),
        **traits,
    )
    db.session.commit()
    page.goto(f"{live_server}/check-in/pairing#{code}")
    is_ready(page)
    return device


def _undo(page):
    page.get_by_role("button", name=re.compile("Undo")).click()
    expect(page.locator("#recent .badge", has_text="Undone")).to_have_count(1)


@on_both
def test_undoing_and_the_servers_answer_at_once_both_stay(app, open_browser, event, door):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    visit(page, door)
    kept = page.evaluate(
        f"""async () => {{
          {_MODULE}
          const {{ Readings }} = await part("readings.js");
          const readings = new Readings({{ door: 7 }});
          const one = await readings.keep({{ code: "x", ticket: null, direction: "entry", force: false }});
          await Promise.all([
            readings.keepVerdict(one, {{ verdict: "admitted" }}),
            readings.change(one, {{ annulled_at: 5 }}),
          ]);
          return (await readings.all())[0];
        }}"""
    )
    assert (kept["verdict"], kept["annulled_at"]) == ("admitted", 5)


def test_undoing_that_waits_through_a_reload_is_no_refusal(app, open_browser, event, door):
    page = open_browser(phone=True, locale="en-GB")
    page.add_init_script(_LATER)
    staffed(app, event, page, door)
    person = factories.registration(event)
    visit(page, door)
    assert types(page, token_of(person)) == "admitted"
    expect(page.locator("[data-count=admitted]")).to_have_text("1")
    page.context.set_offline(True)
    _undo(page)
    expect(page.locator("#waiting")).to_be_visible()
    page.evaluate("sessionStorage.shift = 120_000")
    page.reload()
    comes_back(page)
    (scan,) = ledger()
    assert (scan.verdict, scan.told, scan.conflict) == (Verdict.ADMITTED, None, False)
    assert scan.annulled_at is not None


def test_undone_without_a_network_may_come_in_again_also_where_the_server_had_told_it(
    app, open_browser, event, door
):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    person = factories.registration(event)
    visit(page, door)
    assert types(page, token_of(person)) == "admitted"
    page.reload()
    is_ready(page)
    goes_offline(page)
    assert types(page, token_of(person)) == "already"
    _undo(page)
    assert types(page, token_of(person)) == "admitted"


def test_phone_whose_clock_is_set_back_lets_no_ticket_in_twice(app, open_browser, event, door):
    page = open_browser(phone=True, locale="en-GB")
    page.add_init_script(_LATER)
    staffed(app, event, page, door)
    before, alone = factories.registration(event), factories.registration(event)
    visit(page, door)
    assert types(page, token_of(before)) == "admitted"
    page.reload()
    is_ready(page)
    goes_offline(page)
    assert types(page, token_of(alone)) == "admitted"
    page.evaluate("sessionStorage.shift = -3 * 3600_000")
    page.reload()
    assert [types(page, token_of(person)) for person in (before, alone)] == ["already"] * 2


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


def test_revoked_phone_lets_nobody_in_and_keeps_nothing(live_server, open_browser, event):
    page = open_browser(phone=True, locale="en-GB")
    person = factories.registration(event)
    device = _paired(live_server, page, event)
    page.evaluate(
        """() => new MutationObserver(() => (window.said = document.querySelector("#verdict").className))
          .observe(document.querySelector("#verdict"), { attributes: true })"""
    )
    revoke_device(device, by=None, at=datetime.now(UTC))
    db.session.commit()
    page.locator("#door-code").fill(token_of(person))
    page.locator("#door-code").press("Enter")
    expect(
        page.get_by_role("heading", name="This phone can no longer check people in")
    ).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("window.said ?? null") is None
    kept = page.evaluate(
        f"""async () => {{ {_MODULE}
          return (await (await part("store.js")).database()).getAll("readings"); }}"""
    )
    assert kept == []
    assert [scan.reason for scan in ledger()] == [RefusalReason.DEVICE_REVOKED]


def test_revoked_own_phone_is_told_so_after_a_reload_and_pairs_itself_once_allowed_again(
    app, open_browser, event, door
):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    visit(page, door)
    device, organizer = db.session.scalars(sa.select(Device)).one(), factories.user()
    bar_owner(device, by=organizer, at=datetime.now(UTC))
    db.session.commit()
    page.locator("#door-code").fill("ABCD-2345")
    page.locator("#door-code").press("Enter")
    expect(
        page.get_by_role("heading", name="This phone can no longer check people in")
    ).to_be_visible()
    page.reload()
    expect(
        page.get_by_role("heading", name="Your phone can no longer check people in")
    ).to_be_visible()
    allow_again(device, by=organizer, at=datetime.now(UTC))
    db.session.commit()
    visit(page, door)
    assert types(page, "ABCD-2345") == "refused"
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Device.id))) == 2


def test_phone_that_can_write_nothing_down_lets_in_whom_the_server_lets_in(
    app, open_browser, event, door
):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    person = factories.registration(event)
    visit(page, door)
    page.evaluate(
        """() => { IDBObjectStore.prototype.add = () => { throw new DOMException("", "QuotaExceededError"); }; }"""
    )
    assert types(page, token_of(person)) == "admitted"
    assert types(page, token_of(person)) == "already"
    assert [scan.told for scan in ledger()] == [None, None]


def test_browser_that_keeps_nothing_at_all_says_where_to_go(live_server, open_browser):
    page = open_browser(phone=True, locale="en-GB")
    page.add_init_script(
        """IDBFactory.prototype.open = () => { throw new DOMException("", "SecurityError"); }"""
    )
    page.goto(f"{live_server}/check-in/shell")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


@on_both
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


@on_both
def test_ticket_that_is_held_while_the_server_thinks_is_read_once(
    app, open_browser, tmp_path, event, door
):
    person = factories.registration(event)
    page = open_browser(film_of(tmp_path / "held.mjpeg", qr.png(token_of(person))), phone=True)
    page.context.route("**/pack", lambda route: route.abort())
    page.add_init_script(
        """{ const own = window.fetch; window.fetch = async (...asked) => {
          const answer = await own(...asked);
          if (asked[1]?.body?.includes("nonce")) await new Promise((go) => setTimeout(go, 3500));
          return answer;
        }; }"""
    )
    staffed(app, event, page, door)
    page.goto(door)
    expect(page.locator("#verdict")).to_have_class(re.compile("verdict--admitted"))
    page.wait_for_timeout(5000)
    assert [scan.verdict for scan in ledger()] == [Verdict.ADMITTED]


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


def test_phone_at_a_door_that_was_removed_says_so_and_lets_nobody_in(
    app, open_browser, event, door
):
    page = open_browser(phone=True, locale="en-GB")
    code = factories.registration(event).ticket.short_code
    staffed(app, event, page, door)
    visit(page, door)
    remove_checkpoint(checkpoints_of(event)[0], by=factories.user(), at=datetime.now(UTC))
    db.session.commit()
    page.locator("#door-code").fill(code)
    page.locator("#door-code").press("Enter")
    expect(page.locator("#gone .door__name")).to_be_focused()
    expect(page.locator("#app")).to_be_hidden()
    expect(page.locator("#unsent")).to_contain_text("1")
    page.context.set_offline(True)
    page.reload()
    page.locator("#door-code").fill(code)
    page.locator("#door-code").press("Enter")
    page.wait_for_timeout(1500)
    expect(page.locator("#verdict")).to_be_hidden()


def test_kiosk_reads_what_a_scanner_types_and_leads_nowhere_else(live_server, open_browser, event):
    token = token_of(factories.registration(event, given_name="Şükrü"))
    page = open_browser(locale="en-GB")
    _paired(live_server, page, event, kiosk=True)
    expect(page.get_by_text("Hold the QR code of your ticket")).to_be_visible()
    for link in page.get_by_role("link").all():
        expect(link).to_be_hidden()
    page.keyboard.type("x7")  # somebody plays with the keys, a while before
    page.wait_for_timeout(1100)
    page.keyboard.type(token)
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_class(re.compile("verdict--admitted"))
    expect(page.locator("#verdict")).to_contain_text("Şükrü")
    page.keyboard.type("ABCD-2345")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_class(re.compile("verdict--refused"))
    expect(page.locator("#verdict")).to_contain_text("Please go to the registration desk.")
    page.wait_for_timeout(4000)
    expect(page.locator("#verdict")).to_be_visible()  # long enough to read why
    assert [scan.verdict for scan in ledger()] == [Verdict.ADMITTED, Verdict.REFUSED]
