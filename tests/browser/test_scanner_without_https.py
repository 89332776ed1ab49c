"""The scanner where browsers give it less: no encryption, no service worker, no camera."""

from playwright.sync_api import expect

from extensions import db
from lib.ticket_tokens import TicketSigner, TicketToken
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.browser.scanner import comes_back, goes_offline, ledger, staffed, types, visit
from tests.browser.test_scanner_pairings import prepared
from tests.operations.check_in.doors import ticket_of, token_of


def _codes(event):
    """Forged, good, and short."""
    person, other = (factories.registration(event) for _ in range(2))
    forged = TicketSigner(["another secret, of 32 characters"]).sign(
        TicketToken(event.id, ticket_of(person).public_id)
    )
    codes = [forged, token_of(person), ticket_of(other).short_code]
    db.session.commit()
    return codes


def test_browser_that_cannot_encrypt_checks_tickets_keeps_no_name_and_says_so(
    app, live_server, open_browser, event
):
    page = open_browser(phone=True, locale="en-GB")
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined });")
    door = f"{live_server}/check-in/{checkpoints_of(event)[0].id}"
    checkpoints_of(event)[0].roster = True
    staffed(app, event, page, door)
    codes = _codes(event)
    visit(page, door)
    expect(page.locator("#limits")).to_contain_text("cannot encrypt")
    goes_offline(page)
    assert [types(page, code) for code in codes] == ["refused", "admitted", "admitted"]
    page.locator("#door-code").fill("şükrü")
    expect(page.locator("#found-status")).to_contain_text("knows no names")
    comes_back(page)
    assert [scan.reason for scan in ledger()] == ["bad_signature", None, None]


def test_plain_http_opens_the_door_of_a_phone_that_was_paired_by_a_code(
    live_server, open_browser, event
):
    page = open_browser(
        phone=True,
        locale="en-GB",
        switches=["--host-resolver-rules=MAP meydan.example.org 127.0.0.1"],
    )
    codes = _codes(event)
    _device, code = prepared(event, checkpoints_of(event))
    address = live_server.replace("127.0.0.1", "meydan.example.org")
    page.goto(f"{address}/check-in/pairing#{code}")
    expect(page.locator("#door-event")).not_to_be_empty()
    assert page.evaluate("[isSecureContext, Boolean(crypto.subtle)]") == [False, False]
    expect(page.locator("#limits")).to_contain_text("not secure")
    page.evaluate("location.hash = 'main'")  # as the link over the page does that skips its head
    page.context.set_offline(True)
    assert [types(page, code) for code in codes] == ["refused", "admitted", "admitted"]
    page.context.set_offline(False)
    page.evaluate("history.back()")
    page.reload()
    comes_back(page)
    assert [scan.reason for scan in ledger()] == ["bad_signature", None, None]
