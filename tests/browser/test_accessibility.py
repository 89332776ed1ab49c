"""What a machine can tell of accessibility: axe's rules, narrow windows, the keyboard alone.

The pages come from one database: what they look like is not a matter of SQLite or PostgreSQL.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.live import sign_in
from tests.browser.site import furnish

AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text("utf-8")
_AT_REST = "document.getAnimations().forEach((change) => change.finish())"
"""Colours that change with the theme would be measured half-way."""
_BENEATH_THE_BAR = """() => {
  const bar = document.querySelector(".rail"), at = document.activeElement;
  const inside = at === document.body || bar.contains(at);
  const isHidden = at.getBoundingClientRect().bottom > bar.getBoundingClientRect().top + 1;
  return !inside && isHidden ? [at.outerHTML.slice(0, 200)] : [];
}"""
NARROW = {"width": 320, "height": 640}
TWICE_AS_LARGE = {"width": 640, "height": 450}
"""A window of 1280 pixels at 200 per cent."""


@pytest.fixture
def site(app):
    return furnish()


@pytest.fixture
def visit(app, live_server, open_browser, site):
    """`visit(phone=True)` is a browser's way to open paths, those of the back office signed in."""

    def begin(**how: Any) -> Any:
        page = open_browser(**how)

        def go(path: str) -> Any:
            if path in site.staff:
                sign_in(page.context, app, live_server, site.admin)
            page.goto(f"{live_server}{path}")
            return page

        return go

    return begin


def _violations(page: Page, *, only: str | None = None) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    page.evaluate(_AT_REST)
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False, "iframes": False}
    if only:
        options["runOnly"] = [only]
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{page.url} {rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


def violations_by_day_and_night(page: Page) -> list[str]:
    """All rules in the light; only the contrast depends on the theme."""
    page.emulate_media(color_scheme="light")
    found = _violations(page)
    page.emulate_media(color_scheme="dark")
    return [*found, *_violations(page, only="color-contrast")]


@pytest.mark.parametrize(
    "how",
    [{"phone": True, "locale": "tr-TR"}, {"phone": False, "locale": "en-GB"}],
    ids=["phone in Turkish", "desktop in English"],
)
def test_no_page_breaks_a_rule_of_axe_by_day_or_night(visit, site, how):
    go = visit(**how)
    assert [
        violation
        for path in [*site.public, *site.staff]
        for violation in violations_by_day_and_night(go(path))
    ] == []


def test_axe_would_notice_a_careless_page(visit):
    page = visit()("/events")
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('h1').style.color = '#AAAAAA'")
    assert {re.split(r"[ :]+", found)[3] for found in _violations(page)} >= {
        "label",
        "color-contrast",
    }


@pytest.mark.parametrize("form", ["register", "sign-in", "events/new"])
def test_refused_forms_keep_the_rules_too(visit, site, form):
    page = visit(phone=True)(next(p for p in [*site.public, *site.staff] if p.endswith(form)))
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert violations_by_day_and_night(page) == []


def test_all_verdicts_keep_the_rules(visit, site):
    page = visit(phone=True)(site.staff[-1])
    for tone, code in [*site.codes.items(), ("already", site.codes["admitted"])]:
        page.get_by_label("Kısa kod veya ad").fill(code)
        page.locator("#typed button.button--primary").click()
        expect(page.locator("#verdict")).to_have_class(re.compile(f"verdict--{tone}"))
        assert violations_by_day_and_night(page) == []
        page.locator("#go-on").click()


def test_nothing_is_cut_off_in_narrow_windows_or_at_twice_the_size(visit, site):
    go, too_wide = visit(), []
    for path in [*site.public, *site.staff]:
        page = go(path)
        for window in (TWICE_AS_LARGE, NARROW):
            page.set_viewport_size(window)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > window["width"]:
                too_wide.append(f"{path}: {wide} of {window['width']}")
    assert too_wide == []


def test_where_the_keyboard_is_never_lies_beneath_the_bar_of_a_phone(visit, site):
    go, beneath = visit(), []
    for path in [path for path in site.staff if path.endswith(("desk", "walk-ins/new"))]:
        page = go(path)
        page.set_viewport_size(TWICE_AS_LARGE)
        for _ in range(30):
            page.keyboard.press("Tab")
            beneath += page.evaluate(_BENEATH_THE_BAR)
    assert beneath == []


def test_the_pages_of_an_event_are_all_seen_at_once_on_a_desktop(visit, site):
    page = visit(locale="tr-TR")(next(p for p in site.staff if p.endswith("/sessions")))
    page.set_viewport_size({"width": 1280, "height": 720})
    first, last = page.locator(".event-head + .tabs a").first, page.locator(".tabs a").last
    assert first.bounding_box()["y"] == last.bounding_box()["y"]
    expect(last).to_be_in_viewport(ratio=1)


def test_a_person_is_ticked_with_a_fingertip_anywhere_in_the_corner_of_the_card(visit, site):
    page = visit(phone=True)(next(p for p in site.staff if p.endswith("/registrations")))
    row = page.locator("tbody tr").first
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    for across, down in ((-8, 8), (-40, 40)):
        before = row.get_by_role("checkbox").is_checked()
        page.mouse.click(box["x"] + box["width"] + across, box["y"] + down)
        assert row.get_by_role("checkbox").is_checked() is not before


@pytest.mark.parametrize("locale", ["tr-TR", "en-GB"])
@pytest.mark.parametrize("width", [320, 360])
def test_the_head_of_a_public_page_is_one_row_on_a_small_phone(visit, width, locale):
    page = visit(locale=locale)("/events")
    page.set_viewport_size({"width": width, "height": 640})
    assert page.locator(".site-header").bounding_box()["height"] < 44 * 1.5


def test_participants_are_printed_without_the_boxes_that_are_ticked_on_screen(visit, site):
    page = visit()(next(path for path in site.staff if path.endswith("/registrations")))
    page.emulate_media(media="print")
    assert page.locator("tbody th").first.is_visible()
    assert not page.locator("tbody input").first.is_visible()
    assert not page.get_by_role("button").first.is_visible()


def _focused(page: Page) -> dict[str, Any]:
    """What has the focus: its id, how thick its ring is, and whether it is on the screen."""
    focused: dict[str, Any] = page.evaluate(
        """() => {
          const it = document.activeElement, box = it.getBoundingClientRect();
          const { outlineStyle, outlineWidth } = getComputedStyle(it);
          return {
            id: it.id, type: it.type ?? it.localName,
            ring: outlineStyle === "none" ? 0 : parseFloat(outlineWidth),
            seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
          };
        }"""
    )
    return focused


def _tab_to(page: Page, name: str) -> None:
    """Forward with the keyboard until the element has the focus, seeing it all the way."""
    for _press in range(40):
        page.keyboard.press("Tab")
        here = _focused(page)
        assert here["ring"] >= 3, here
        assert here["seen"], here
        if name in (here["id"], here["type"]):
            return
    raise AssertionError(f"{name} cannot be reached with the keyboard")


def test_someone_registers_with_the_keyboard_alone(visit, site):
    page = visit()(site.form)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert _focused(page)["seen"]
    page.keyboard.press("Enter")
    assert _focused(page)["id"] == "main"
    for name, typed in (
        ("given_name", "Şükrü"),
        ("family_name", "Ilgın"),
        ("email", "sukru@example.org"),
        ("phone", "0532 123 45 67"),
    ):
        _tab_to(page, name)
        page.keyboard.type(typed)
    _tab_to(page, "radio")
    page.keyboard.press("Space")
    _tab_to(page, "institution")
    page.keyboard.type("Iğdır Valiliği")
    _tab_to(page, "province")
    page.keyboard.type("Iğdır")
    _tab_to(page, "photos")
    page.keyboard.press("Space")
    _tab_to(page, "submit")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kaydınız onaylandı")
    expect(page.locator("main")).to_contain_text("0532 123 45 67")
