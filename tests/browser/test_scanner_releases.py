"""A new release comes while phones stand at their doors."""

from playwright.sync_api import expect
from whitenoise import WhiteNoise

from extensions import db
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.browser.scanner import eventually, staffed, visit

_LATE = """(mark) => import(`/static/${mark}/vendor/noble-ed25519/index.js`).then(() => "read", String)"""

_IS_ACTIVE = """() => navigator.serviceWorker.getRegistration().then(
  ({ installing, waiting, active }) => !installing && !waiting && active.state === "activated")"""


def _is_released(app, page, mark):
    """Until the phone's service worker has it."""
    app.config["STATIC_MARK"] = mark
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=app.static_folder, prefix=f"static/{mark}")
    page.evaluate("navigator.serviceWorker.getRegistration().then((own) => own.update())")
    release = f"meydan-door-{mark}"
    assert eventually(page, lambda: release in _releases(page) and page.evaluate(_IS_ACTIVE))


def _releases(page):
    return sorted(
        name for name in page.evaluate("caches.keys()") if name.startswith("meydan-door-")
    )


def test_old_files_stay_while_an_old_page_is_open_and_go_afterwards(app, live_server, open_browser):
    page, event, mark = open_browser(phone=True), factories.event(), app.config["STATIC_MARK"]
    door = f"{live_server}/check-in/{checkpoints_of(event)[0].id}"
    staffed(app, event, page, door)
    visit(page, door)
    _is_released(app, page, "next")
    page.wait_for_timeout(500)
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.context.set_offline(True)
    assert page.evaluate(_LATE, mark) == "read"
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("script[src*='/static/next/js/check_in/app.js']")).to_have_count(1)
    assert eventually(page, lambda: _releases(page) == ["meydan-door-next"])


def test_language_that_was_chosen_stays_through_a_release(app, live_server, open_browser):
    page, event = open_browser(phone=True, locale="en-GB"), factories.event()
    door = f"{live_server}/check-in/{checkpoints_of(event)[0].id}"
    staffed(app, event, page, door)
    db.session.commit()
    visit(page, door)
    page.goto(f"{door}?lang=tr")
    expect(page.locator("html")).to_have_attribute("lang", "tr")
    _is_released(app, page, "next")
    page.goto(door)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#app")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "tr")
