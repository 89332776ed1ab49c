"""What comes in at the scanner besides tickets, and how scanners type."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from extensions import db
from models.forms import AskedAt, QuestionKind
from operations.check_in.devices import prepare_device
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.browser.scanner import comes_back, goes_offline, is_ready, ledger, staffed, types, visit
from tests.factories import forms
from tests.operations.check_in.doors import token_of

_LONG = "https://example.org/?" + "Ayşe Yılmaz, 0532 000 00 00; " * 80


def _at_door(app, open_browser, event, door, **browser):
    page = open_browser(**browser)
    staffed(app, event, page, door)
    people = [factories.registration(event) for _ in range(2)]
    db.session.commit()
    visit(page, door)
    return page, [token_of(person) for person in people]


def _said(scans):
    return [(scan.verdict.value, scan.reason and scan.reason.value) for scan in scans]


@pytest.mark.parametrize("offline", [False, True])
def test_endless_foreign_code_is_refused_like_any_other_and_kept_nowhere(
    app, open_browser, event, door, offline
):
    page, tokens = _at_door(app, open_browser, event, door, phone=True, locale="en-GB")
    if offline:
        goes_offline(page)
    page.locator("#door-code").evaluate("field => field.removeAttribute('maxlength')")
    assert types(page, _LONG) == "refused"
    expect(page.locator("#recent li").first).to_contain_text("belongs to no ticket")
    assert types(page, tokens[0]) == "admitted"
    kept = page.evaluate(
        """async () => {
          const db = await new Promise((done) => {
            const o = indexedDB.open("meydan-door"); o.onsuccess = () => done(o.result);
          });
          const all = db.transaction("readings").objectStore("readings").getAll();
          return new Promise((done) => (all.onsuccess = () => done(JSON.stringify(all.result))));
        }"""
    )
    assert "Yılmaz" not in kept
    comes_back(page)
    assert _said(ledger()) == [("refused", "unknown_code"), ("admitted", None)]


def test_two_tickets_typed_at_once_are_two_scans(app, open_browser, event, door):
    page, tokens = _at_door(app, open_browser, event, door)
    for token in tokens:
        page.keyboard.type(token)
        page.keyboard.press("Enter")
    expect(page.locator("#recent li")).to_have_count(2)
    expect(page.locator("#waiting")).to_be_hidden()
    assert _said(ledger()) == [("admitted", None)] * 2


def test_foreign_code_that_is_typed_leaves_nothing_before_the_next_ticket(
    app, open_browser, event, door
):
    page, tokens = _at_door(app, open_browser, event, door)
    for text in ("https://example.org/abc", tokens[0], "Ayşe Yılmaz", tokens[1]):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    expect(page.locator("#recent li")).to_have_count(3)
    expect(page.locator("#waiting")).to_be_hidden()
    assert _said(ledger()) == [("refused", "unknown_code"), ("admitted", None), ("admitted", None)]


@pytest.mark.parametrize("typed", [str.lower, lambda token: token.lower().replace("i", "ı")])
def test_scanner_with_capitals_the_wrong_way_round_is_understood(
    app, open_browser, event, door, typed
):
    page, tokens = _at_door(app, open_browser, event, door, locale="tr-TR")
    page.keyboard.type(typed(tokens[0]))
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_class(re.compile("verdict--admitted"))


def test_scanner_that_types_is_heard_after_the_way_was_chosen_or_a_button_pressed(
    app, open_browser, event, door
):
    checkpoints_of(event)[0].reentry = True
    page, tokens = _at_door(app, open_browser, event, door, locale="en-GB")
    page.get_by_label("Out").check()
    page.get_by_label("In", exact=True).check()
    page.keyboard.type(tokens[0])
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_class(re.compile("verdict--admitted"))
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Check the code").focus()
    page.keyboard.type(tokens[1])
    page.keyboard.press("Enter")
    expect(page.locator("#recent li")).to_have_count(2)


def test_next_ticket_typed_into_a_question_is_the_next_ticket(app, open_browser, event, door):
    forms.question(event, QuestionKind.SHORT_TEXT, label="Masa?", asked_at=AskedAt.DOOR)
    page, tokens = _at_door(app, open_browser, event, door)
    for token in tokens:
        page.keyboard.type(token)
        page.keyboard.press("Enter")
        expect(page.locator("#door-questions")).to_be_visible()
        expect(page.locator("#door-questions input")).to_be_focused()
    expect(page.locator("#recent li")).to_have_count(2)
    assert _said(ledger()) == [("admitted", None)] * 2


def test_kiosk_hears_a_scanner_that_types(live_server, open_browser, event):
    page = open_browser(locale="en-GB")
    person = factories.registration(event)
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
    page.keyboard.type(token_of(person))
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_class(re.compile("verdict--admitted"))
