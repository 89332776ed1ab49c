"""Pages beside the door that change by themselves, in a real browser."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from extensions import db
from operations.check_in.devices import pair, pair_own_phone
from operations.check_in.scans import check_in
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.browser.live import sign_in
from tests.operations.check_in.doors import token_of


@pytest.fixture
def page(app, live_server, open_browser, event):
    page = open_browser(phone=True)
    sign_in(page.context, app, live_server, factories.user())
    factories.commit()
    return page


def _admit(event, nonce):
    at = datetime.now(UTC)
    person = factories.registration(event)
    check_in(
        checkpoints_of(event)[0],
        code=token_of(person),
        nonce=nonce,
        scanned_at=at,
        at=at,
        by=factories.user(),
    )
    factories.commit()


def test_screen_counts_on_by_itself_and_keeps_open_what_was_opened(page, live_server, event):
    _admit(event, "first")
    page.goto(f"{live_server}/check-in/{checkpoints_of(event)[0].id}/live")
    db.session.rollback()
    admitted = page.locator(".figure__number").first
    expect(admitted).to_have_text("1")
    page.get_by_text("Sayılar tablo olarak").click()
    expect(page.get_by_role("table", name="ilk girişler")).to_be_visible()
    _admit(event, "second")
    expect(admitted).to_have_text("2")
    expect(page.get_by_role("table", name="ilk girişler")).to_be_visible()
    assert page.evaluate("document.activeElement.localName") == "summary"


def test_screen_can_be_held_still_and_says_when_there_is_no_network(page, live_server, event):
    page.clock.install()
    page.goto(f"{live_server}/organizer/events/{event.id}/attendance")
    db.session.rollback()
    still = page.get_by_role("button", name="Yenilemeyi duraklat")
    still.click()
    expect(still).to_have_attribute("aria-pressed", "true")
    _admit(event, "first")
    page.clock.fast_forward(10_000)
    page.wait_for_timeout(500)
    expect(page.locator(".figure__number").first).to_have_text("0")
    still.click()
    expect(page.locator(".figure__number").first).to_have_text("1")
    page.context.set_offline(True)
    expect(page.get_by_text("Bağlantı yok")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Bağlantı yok")).to_be_hidden()


def test_code_goes_away_as_soon_as_the_phone_is_paired(page, live_server, event):
    page.goto(f"{live_server}/organizer/events/{event.id}/devices/new")
    db.session.rollback()
    page.get_by_label("Telefonun adı").fill("Sol kapı")
    page.get_by_role("button", name="Eşleme kodunu göster").click()
    picture = page.get_by_role("img", name="Telefonu eşleyen karekod")
    expect(picture).to_be_visible()
    code = page.locator(".short-code").text_content()
    assert code.replace("-", "") not in page.url
    assert code not in str(page.context.cookies())
    pair(code, at=datetime.now(UTC))
    factories.commit()
    expect(picture).to_be_hidden()
    expect(page.get_by_text("Sol kapı artık giriş kontrolü yapabilir.")).to_be_visible()
    expect(page.locator(".short-code")).to_have_count(0)


@pytest.mark.parametrize(("wide", "high"), [(1920, 1080), (1280, 800), (390, 844), (320, 640)])
def test_large_number_stays_in_one_line_within_its_box(page, live_server, event, wide, high):
    door = checkpoints_of(event)[0]
    door.capacity = 9000
    _admit(event, "first")
    page.set_viewport_size({"width": wide, "height": high})
    page.goto(f"{live_server}/check-in/{door.id}/live")
    db.session.rollback()
    page.locator("[data-refresh-controls] button").click()
    lines = page.evaluate(
        """() => [...document.querySelectorAll(".figure__number")].map((number) => {
          number.textContent = "12.345";
          number.classList.add("figure__number--long");
          return number;
        }).map((number) => {
          const text = document.createRange();
          text.selectNodeContents(number);
          return [text.getClientRects().length, number.scrollWidth <= number.clientWidth];
        })"""
    )
    assert lines == [[1, True]] * 5
    if wide == 1920:  # all of it is on the projector
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 80")


def test_what_a_phone_loses_is_read_with_the_button_that_revokes_it_in_sight(
    page, live_server, event
):
    at, staff = datetime.now(UTC), factories.user(name="Ayşe Yılmaz")
    checkpoints_of(event)[0].name = "Büyük konferans salonunun doğu kapısı " * 5
    pair_own_phone(event, checkpoints_of(event), name=staff.name, by=staff, at=at)
    factories.commit()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server}/organizer/events/{event.id}/devices")
    db.session.rollback()
    page.locator("table summary", has_text="Yetkisini kaldır").click()
    button = page.get_by_role("button", name="Bu telefonun yetkisini kaldır")
    expect(button).to_be_in_viewport(ratio=1)
