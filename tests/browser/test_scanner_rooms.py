"""A room with so many chairs, at a door without a network."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from extensions import db
from operations.check_in.scans import check_in
from queries.check_in.checkpoints import checkpoints_of
from queries.check_in.scans import checkpoint_counts
from tests import factories
from tests.browser.live import on_both
from tests.browser.scanner import comes_back, goes_offline, ledger, staffed, types, visit
from tests.operations.check_in.doors import token_of


@pytest.fixture
def door(app, live_server, event):
    """The address of a door to a room with two chairs."""
    checkpoint = checkpoints_of(event)[0]
    checkpoint.capacity = 2
    db.session.commit()
    return f"{live_server}/check-in/{checkpoint.id}"


def _at_door(app, open_browser, event, door):
    page = open_browser(phone=True, locale="en-GB")
    staffed(app, event, page, door)
    tokens = [token_of(factories.registration(event)) for _ in range(4)]
    db.session.commit()
    visit(page, door)
    return page, tokens


def test_room_is_full_by_what_the_phone_knows_and_says_so(app, open_browser, event, door):
    page, (one, two, three, _four) = _at_door(app, open_browser, event, door)
    assert types(page, one) == "admitted"
    goes_offline(page)
    assert types(page, two) == "admitted"
    page.locator("#door-code").fill(three)
    page.locator("#door-code").press("Enter")
    verdict = page.locator("#verdict")
    expect(verdict).to_contain_text("As far as this phone knows, 2 of 2 are inside.")
    expect(verdict).to_contain_text("Ask them to wait until someone leaves.")
    expect(verdict).to_contain_text("Checked without a connection.")
    expect(page.get_by_role("button", name="Admit anyway")).to_be_visible()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator("#recent li")).to_have_count(3)
    assert types(page, three) == "refused"
    page.get_by_label("Out").check()
    assert types(page, one) == "left"
    page.get_by_label("In", exact=True).check()
    assert types(page, three) == "admitted"
    comes_back(page)
    assert [(scan.verdict, scan.reason, scan.conflict) for scan in ledger()] == [
        ("admitted", None, False),
        ("admitted", None, False),
        ("refused", "room_full", False),
        ("refused", "room_full", False),
        ("left", None, False),
        ("admitted", None, False),
    ]


@pytest.mark.parametrize("locale", ["tr-TR", "en-GB"])
def test_all_that_is_said_of_a_full_room_fits_on_a_small_phone(
    app, open_browser, event, door, locale
):
    room = checkpoints_of(event)[0]
    room.capacity, room.roster = 1, True
    page = open_browser(phone=True, locale=locale)
    page.set_viewport_size({"width": 360, "height": 640})
    staffed(app, event, page, door)
    person = factories.registration(
        event,
        given_name="Abdurrahman Selahattin",
        family_name="Karaosmanoğlu Büyükkılıç",
        institution="Kahramanmaraş Engelsiz Yaşam ve Dayanışma Derneği",
    )
    first, code = token_of(factories.registration(event)), token_of(person)
    db.session.commit()
    visit(page, door)
    goes_offline(page)
    assert types(page, first) == "admitted"
    page.locator("#door-code").fill(code)
    page.locator("#door-code").press("Enter")
    expect(page.locator("#verdict")).to_have_class(re.compile("verdict--full"))
    for part in ("strong", "[data-part=name]", "[data-part=next_step]", "#go-on", "#admit-anyway"):
        expect(page.locator(f"#verdict {part}").first).to_be_in_viewport(ratio=1)


def test_phone_goes_by_what_the_server_counted_last(app, open_browser, event, door):
    page, (one, two, three, four) = _at_door(app, open_browser, event, door)
    checkpoint, at = checkpoints_of(event)[0], datetime.now(UTC)
    for number, token in enumerate((one, two)):  # at another phone
        check_in(checkpoint, code=token, nonce=f"{number}", scanned_at=at, at=at, by=None)
    db.session.commit()
    page.wait_for_timeout(1000)  # for so long the server's own count may be kept
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#inside strong")).to_have_text("2")
    page.context.set_offline(True)
    assert types(page, three) == "refused"
    page.get_by_label("Out").check()
    assert types(page, two) == "left"  # of whom it has not heard, and so counts nobody less
    page.get_by_label("In", exact=True).check()
    assert types(page, four) == "refused"


@on_both
@pytest.mark.parametrize("first", ["who let in", "who let out"])
def test_room_that_two_phones_filled_and_emptied_offline_is_empty(
    app, open_browser, event, door, first
):
    checkpoint = checkpoints_of(event)[0]
    checkpoint.capacity, checkpoint.reentry = 3, True
    inner, (one, two, three, last) = _at_door(app, open_browser, event, door)
    outer, _tokens = _at_door(app, open_browser, event, door)
    for page in (inner, outer):
        goes_offline(page)
    outer.get_by_label("Out").check()
    for code in (one, two, three):
        assert types(inner, code) == "admitted"
    outer.wait_for_timeout(2000)  # both know the time from answers that may have been slow
    for code in (one, two, three):
        assert types(outer, code) == "left"
        expect(outer.locator("#recent li").first).to_contain_text("No entry is known yet.")
    pages = (inner, outer) if first == "who let in" else (outer, inner)
    for page in pages:
        comes_back(page)
    counts = checkpoint_counts(checkpoints_of(event)[0], as_of=datetime.now(UTC))
    assert (counts.admitted, counts.inside, counts.conflicts) == (3, 0, 0)
    db.session.rollback()  # SQLite lets one write at a time
    assert types(inner, last) == "admitted"
