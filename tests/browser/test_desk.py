"""The desk with a keyboard alone: a walk-in within seconds, and badges as people arrive."""

from time import monotonic

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from extensions import db
from models.registrations import Registration
from models.scans import Attendance, Scan
from models.users import Role
from operations.check_in.walk_ins import admit
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.blueprints.check_in.desks import todays_event
from tests.browser.live import on_both, sign_in

_PAUSE = 11_000
"""In ms: within it the page of arrivals looks again."""


@pytest.fixture
def event(app):
    return todays_event()


@pytest.fixture
def door(event):
    return checkpoints_of(event)[0]


@pytest.fixture
def desk(app, live_server, open_browser, door):
    """`desk(page)` opens a page of the door, signed in as its staff."""
    page = open_browser()
    page.clock.install()
    sign_in(page.context, app, live_server, factories.user(Role.CHECK_IN_STAFF, province="19"))

    def go(path):
        page.goto(f"{live_server}/check-in/{door.id}/{path}")
        return page

    db.session.commit()
    return go


def count(kind):
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind))


def types_a_person(page, given_name, family_name):
    expect(page.get_by_label("Ad", exact=True)).to_be_focused()
    keyboard = page.keyboard
    keyboard.type(given_name)
    keyboard.press("Tab")
    keyboard.type(family_name)
    keyboard.press("Tab")
    keyboard.press("Space")
    keyboard.press("Tab")
    keyboard.type("Iğdır Valiliği")
    keyboard.press("Enter")


def test_a_walk_in_and_the_next_one_with_the_keyboard_alone(desk):
    page = desk("walk-ins/new")
    begun = monotonic()
    types_a_person(page, "Şükrü", "Ilgın")
    expect(page.get_by_role("heading", level=1)).to_have_text("Şükrü Ilgın")
    expect(page.locator("main")).to_contain_text("Girişi yapıldı")
    expect(page.get_by_role("img", name="Biletin karekodu")).to_be_visible()
    badge = page.get_by_role("link", name="Yaka kartını yazdır")
    expect(badge).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Sıradaki kişiyi kaydet")).to_be_focused()
    page.keyboard.press("Enter")
    types_a_person(page, "Ali", "Kaya")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ali Kaya")
    assert monotonic() - begun < 20
    assert count(Registration) == count(Attendance) == count(Scan) == 2


def test_badge_is_a_pdf_that_opens_in_a_tab_of_its_own(desk):
    page = desk("walk-ins/new")
    types_a_person(page, "Şükrü", "Ilgın")
    link = page.get_by_role("link", name="Yaka kartını yazdır")
    answer = page.request.get(page.url.rsplit("/check-in", 1)[0] + link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf" and answer.body().startswith(
        b"%PDF-"
    )
    assert link.get_attribute("target") == "_blank"


def test_the_same_name_is_read_first_and_the_known_one_comes_in_by_a_button(desk, event):
    factories.registration(event, given_name="Şükrü", family_name="Ilgın", institution="Valilik")
    page = desk("walk-ins/new")
    types_a_person(page, "Şükrü", "Ilgın")
    expect(page.locator("section[data-focus]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Girişi yapıldı")
    assert (count(Registration), count(Attendance)) == (1, 1)


def test_somebody_on_the_list_comes_in_with_the_keyboard_alone(desk, event):
    for name in ("Ilgın", "Ilgaz"):
        factories.registration(event, given_name="Şükrü", family_name=name)
    page = desk("desk")
    page.set_viewport_size({"width": 640, "height": 450})  # 1280 pixels at 200 per cent
    page.get_by_role("searchbox").fill("sukru ilgi")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 kişi bulundu.")).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Şükrü Ilgın")
    expect(page.locator("main")).to_contain_text("Girişi yapıldı")


@on_both
def test_double_click_registers_once(desk):
    page = desk("walk-ins/new")
    page.get_by_label("Ad", exact=True).fill("Şükrü")
    page.get_by_label("Soyad").fill("Ilgın")
    page.get_by_label("Üniversite").check()
    page.get_by_label("Kurum veya kuruluş").fill("ODTÜ")
    page.get_by_role("button", name="Kaydet ve içeri al").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Şükrü Ilgın")
    assert count(Registration) == count(Scan) == 1


@on_both
def test_arrivals_appear_by_themselves_until_they_are_held_still(desk, event, door):
    page = desk("arrivals")
    still = page.get_by_role("button", name="Yenilemeyi duraklat")
    expect(still).to_be_visible()
    _comes_in(event, door, "Yeni")
    page.clock.fast_forward(_PAUSE)
    expect(page.locator("#arrivals")).to_contain_text("Işıl Yeni")
    still.click()
    expect(still).to_have_attribute("aria-pressed", "true")
    _comes_in(event, door, "Sonraki")
    page.clock.fast_forward(3 * _PAUSE)
    page.wait_for_timeout(500)
    expect(page.locator("#arrivals")).not_to_contain_text("Işıl Sonraki")
    still.click()
    expect(page.locator("#arrivals")).to_contain_text("Işıl Sonraki")


def _comes_in(event, door, family_name):
    person = factories.registration(event, family_name=family_name)
    admit(door, person, nonce=family_name, by=factories.user(), at=event.starts_at)
    db.session.commit()


def test_arrivals_go_on_while_one_prints_badge_after_badge(desk, event, door):
    first, next_one = (factories.registration(event, family_name=n) for n in ("İlk", "Sonraki"))
    admit(door, first, nonce="1", by=factories.user(), at=event.starts_at)
    db.session.commit()
    page = desk("arrivals")
    badge = page.locator("#arrivals tr", has_text="Işıl İlk").get_by_role("link", name="yazdır")
    badge.evaluate("link => link.addEventListener('click', (event) => event.preventDefault())")
    badge.click()
    admit(door, next_one, nonce="2", by=factories.user(), at=event.starts_at)
    db.session.commit()
    page.clock.fast_forward(_PAUSE)
    expect(page.locator("#arrivals")).to_contain_text("Işıl Sonraki")
    expect(badge).to_be_focused()


def test_faulty_ticks_are_kept_as_they_were_typed(desk):
    page = desk("ticks/new")
    page.get_by_label("İşaretler").fill("ABCD-EFGH 9.05\nAli 9.06")
    page.get_by_role("button", name="İşaretleri kaydet").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("İşaretler")).to_have_value("ABCD-EFGH 9.05\nAli 9.06")
    expect(page.locator("main")).to_contain_text("Satır 2")
