"""A verdict with more to say than a small phone has room for, and with the keyboard alone."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from extensions import db
from models.registrations import RegistrationStatus
from operations.registrations.tags import tag_registration
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.browser.scanner import ledger, staffed, visit
from tests.operations.check_in.doors import token_of

_TAGS = ["Basın mensubu ve protokol", "Tekerlekli sandalye kullanıyor", "Engelli refakatçisi"]


@pytest.fixture
def refused(app, open_browser, event, door):
    """`refused(locale)` is a small phone with the verdict on somebody of whom there is much to say."""

    def at_door(locale="en-GB"):
        person = factories.registration(
            event,
            given_name="Abdülkerim Muhammed Mustafa Kemaleddin",
            family_name="Hacıabdurrahmanoğullarıgiller Karahasanoğulları",
            institution="Türkiye Muharip Gaziler, Şehit, Dul ve Yetimleri Derneği Genel Merkezi",
        )
        for name in _TAGS:
            tag_registration(person, name, by=factories.user(), at=datetime.now(UTC))
        for title in (
            "Derneklerin yükümlülükleri ve beyanname",
            "Proje yazma",
            "Kaynak geliştirme",
        ):
            person.chosen_sessions.append(factories.session(event, title=title))
        checkpoints_of(event)[0].shown_tags = _TAGS
        code = token_of(person)
        person.become(RegistrationStatus.CANCELLED, at=datetime.now(UTC))
        page = open_browser(locale=locale)
        page.set_viewport_size({"width": 360, "height": 640})
        staffed(app, event, page, door)
        page.clock.install()
        visit(page, door)
        page.locator("#door-code").fill(code)
        page.locator("#door-code").press("Enter")
        expect(page.locator("#verdict")).to_have_class(re.compile("verdict--full"))
        return page

    return at_door


@pytest.mark.parametrize("locale", ["tr-TR", "en-GB"])
def test_buttons_are_in_sight_however_much_is_said(refused, locale):
    page = refused(locale)
    is_scrolled = "(verdict) => verdict.scrollHeight > verdict.clientHeight"
    assert page.locator("#verdict").evaluate(is_scrolled)
    for button in ("#go-on", "#admit-anyway"):
        expect(page.locator(button)).to_be_in_viewport(ratio=1)


def test_keyboard_comes_to_the_buttons_at_once_and_stays_with_them(refused):
    page = refused()
    expect(page.locator("#door-code")).to_be_focused()  # for a scanner that types
    for button in ("#go-on", "#admit-anyway", "#go-on", "#admit-anyway"):
        page.keyboard.press("Tab")
        expect(page.locator(button)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#admit-anyway")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_class(re.compile("verdict--admitted"))
    assert [(scan.verdict, scan.forced) for scan in ledger()] == [
        ("refused", False),
        ("admitted", True),
    ]


def test_code_of_a_scanner_that_types_presses_no_button(refused):
    page = refused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("ABCD2345")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_contain_text("This code belongs to no ticket")
    assert [scan.forced for scan in ledger()] == [False, False]


def test_verdict_stays_for_whoever_reads_on(refused):
    page = refused()
    page.clock.run_for(7_000)
    page.locator("#verdict").evaluate("(verdict) => verdict.scrollBy(0, 100)")
    page.wait_for_timeout(100)  # the browser tells of it with its next frame
    page.clock.run_for(7_000)
    expect(page.locator("#verdict")).to_be_visible()
    page.clock.run_for(2_000)
    expect(page.locator("#verdict")).to_be_hidden()
    db.session.rollback()
