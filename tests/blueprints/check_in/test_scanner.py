from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
import sqlalchemy as sa

from blueprints.shared.check_in.counts import kept_counts
from extensions import db
from models.scans import Attendance, Scan, Verdict
from models.users import Role
from operations.check_in.scans import check_in
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.operations.check_in.doors import ticket_of, token_of
from tests.statements import count_statements


@pytest.fixture
def staff(browser_of_pages):
    someone = factories.user(Role.CHECK_IN_STAFF, province="19")
    factories.sign_in(browser_of_pages.client, someone)
    return someone


def _door_of(event):
    return checkpoints_of(event)[0]


def _address(event):
    return f"/check-in/{_door_of(event).id}"


def _send(browser, event, code, nonce="n"):
    """Type a code; the scan that it made."""
    typed = {"code": code, "nonce": nonce}
    answer = browser.submit(f"{_address(event)}/scans", typed, page=_address(event))
    return db.session.get_one(Scan, int(answer.location.rpartition("=")[2]))


def _undo_address(event, scan):
    return f"{_address(event)}/scans/{scan.id}/annulment"


def _scan_count():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Scan))


def test_doors_of_todays_and_coming_events_of_the_province_are_listed(browser_of_pages, staff):
    now = datetime.now(UTC)
    coming = factories.event(title="Gelecek gün")
    today = factories.event(title="Bugün", over=True)
    factories.event(title="Geçmiş gün", at=now - timedelta(days=30))
    factories.event(title="Taslak", draft=True)
    factories.event(title="Başka il", province="06")
    page = browser_of_pages.get("/check-in/")
    assert [h.text for h in page.all("h2")] == ["Bugün", "Gelecek gün"]
    for event in (coming, today):
        assert page.all("a", href=_address(event))


def test_list_without_doors_says_so(browser_of_pages, staff):
    page = browser_of_pages.get("/check-in/?lang=en")
    assert "Your province has no published event" in page.words("main")


@pytest.mark.parametrize("events", [1, 3])
def test_list_of_doors_takes_the_same_statements_for_any_number(browser_of_pages, staff, events):
    for _ in range(events):
        factories.event()
    db.session.remove()
    with count_statements() as statements:
        browser_of_pages.get("/check-in/")
    assert len(statements) == 3, statements


@pytest.mark.parametrize("cursor", ["x", "W10", "eyJhIjoxfQ", "\x00"])
def test_cursor_that_is_none_shows_the_first_page(browser_of_pages, staff, cursor):
    event = factories.event()
    page = browser_of_pages.get("/check-in/", query_string={"after": cursor})
    assert page.all("a", href=_address(event))


def test_signed_out_staff_is_asked_to_sign_in_and_comes_back(browser_of_pages):
    answer = browser_of_pages.client.get(_address(factories.event()))
    assert answer.status_code == 302
    assert "sign-in?next=/check-in/" in unquote(answer.location)


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.MODERATOR, Role.VIEWER])
def test_roles_without_a_door_are_told_so(browser_of_pages, role):
    factories.sign_in(browser_of_pages.client, factories.user(role))
    event = factories.event()
    for address in ("/check-in/", _address(event), f"{_address(event)}/status"):
        browser_of_pages.get(address, status=403)


def test_door_of_another_province_is_not_there(browser_of_pages, staff):
    elsewhere = factories.event(province="06")
    here = factories.event()
    browser_of_pages.get(_address(elsewhere), status=404)
    browser_of_pages.get(f"{_address(elsewhere)}/status", status=404)
    answer = browser_of_pages.submit(
        f"{_address(elsewhere)}/scans", {"code": "x"}, page=_address(here)
    )
    assert answer.status_code == 404
    assert _scan_count() == 0


@pytest.mark.parametrize("number", [0, 2**31 - 1, 2**31, 2**63, 10**40])
def test_number_that_is_no_door_is_not_there(browser_of_pages, staff, number):
    browser_of_pages.get(f"/check-in/{number}", status=404)
    event = factories.event()
    status = 200 if 0 < number < 2**31 else 400
    browser_of_pages.get(f"{_address(event)}?scan={number}", status=status)


def test_scanner_may_run_webassembly_and_nothing_else_more(browser_of_pages, staff):
    event = factories.event()
    policy = browser_of_pages.client.get(_address(event)).headers["Content-Security-Policy"]
    others = browser_of_pages.client.get("/check-in/").headers["Content-Security-Policy"]
    assert policy.replace(" 'wasm-unsafe-eval'", "") == others
    assert "'wasm-unsafe-eval'" in policy


def test_short_code_typed_without_javascript_admits_and_says_it_loudly(browser_of_pages, staff):
    event = factories.event()
    person = factories.registration(event, given_name="Şükrü", family_name="Ilgın")
    typed = {"code": ticket_of(person).short_code.lower()}
    answer = browser_of_pages.submit(f"{_address(event)}/scans", typed, page=_address(event))
    assert answer.status_code == 303
    page = browser_of_pages.get(f"{answer.location}&lang=en")
    verdict = page.all("section", id="said")[0]
    assert "verdict--admitted" in verdict.attributes["class"]
    words = " ".join(verdict.text.split())
    assert words.startswith("Admitted Şükrü Ilgın Civil society organisation")
    assert "1 admitted" in page.words("main")


def test_second_click_on_the_form_is_one_reading(browser_of_pages, staff):
    event = factories.event()
    code = ticket_of(factories.registration(event)).short_code
    form = {**browser_of_pages.get(_address(event)).form_values(), "code": code}
    clicks = [browser_of_pages.client.post(f"{_address(event)}/scans", data=form) for _ in (1, 2)]
    assert clicks[0].location == clicks[1].location
    assert _scan_count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "Fill in this field."), ("x" * 2000, "Use at most 1000 characters.")],
)
def test_form_that_cannot_be_read_says_why_beside_the_field(browser_of_pages, staff, typed, says):
    event = factories.event()
    hidden = browser_of_pages.get(f"{_address(event)}?lang=en").form_values()
    answer = browser_of_pages.client.post(
        f"{_address(event)}/scans", data={**hidden, "code": typed}
    )
    assert answer.status_code == 422
    assert says in answer.text
    assert _scan_count() == 0


def test_live_counter_sends_nothing_twice(app, browser_of_pages, staff):
    event = factories.event()
    person = factories.registration(event)
    address = f"{_address(event)}/status"
    first = browser_of_pages.client.get(address)
    assert first.get_json()["expected"] == 1
    same = browser_of_pages.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    _send(browser_of_pages, event, token_of(person))
    kept_counts().clear()  # or it is kept for a moment
    changed = browser_of_pages.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.get_json()["admitted"] == 1
    assert changed.get_json()["by_sector"] == {"cso": 1}


def test_own_scan_is_undone_from_the_page_without_javascript(browser_of_pages, staff):
    event = factories.event()
    person = factories.registration(event)
    undo = _undo_address(event, _send(browser_of_pages, event, token_of(person)))
    page = browser_of_pages.get(f"{_address(event)}?lang=en")
    assert page.all("form", action=undo)
    answer = browser_of_pages.submit(undo, {}, page=_address(event))
    assert answer.status_code == 303
    page = browser_of_pages.get(answer.location)
    assert "The scan is undone." in page.words("main")
    assert not page.all("form", action=undo)
    assert db.session.scalars(sa.select(Attendance)).all() == []


def test_scan_that_moved_nobody_offers_nothing_to_undo(browser_of_pages, staff):
    event = factories.event()
    ticket = token_of(factories.registration(event))
    said = [
        _send(browser_of_pages, event, code, f"n{number}")
        for number, code in enumerate((ticket, ticket, "ABCD-1234"))
    ]
    assert [scan.verdict for scan in said] == ["admitted", "already_admitted", "refused"]
    page = browser_of_pages.get(_address(event))
    offered = [bool(page.all("form", action=_undo_address(event, scan))) for scan in said]
    assert offered == [True, False, False]


def test_way_of_the_last_typed_code_stays_chosen(browser_of_pages, staff):
    event = factories.event()
    _door_of(event).reentry = True
    person = factories.registration(event)
    db.session.commit()
    for way in ("entry", "exit"):
        typed = {"code": ticket_of(person).short_code, "direction": way, "nonce": f"n-{way}"}
        answer = browser_of_pages.submit(f"{_address(event)}/scans", typed, page=_address(event))
        page = browser_of_pages.get(answer.location)
        chosen = [box for box in page.all("input", name="direction") if "checked" in box.attributes]
        assert [box.attributes["value"] for box in chosen] == [way]


def test_scan_of_someone_else_or_of_an_hour_ago_is_not_undone(browser_of_pages, staff):
    event = factories.event()
    door, now = _door_of(event), datetime.now(UTC)
    scans = [
        check_in(
            door,
            code=token_of(factories.registration(event)),
            nonce=f"n{at}",
            by=by,
            scanned_at=now - timedelta(minutes=at),
            at=now - timedelta(minutes=at),
        ).scan
        for by, at in ((factories.user(), 1), (staff, 16))
    ]
    db.session.commit()
    for scan in scans:
        address = f"{_address(event)}/scans/{scan.id}/annulment"
        browser_of_pages.submit(address, {}, page=_address(event))
        db.session.refresh(scan)
        assert scan.annulled_at is None


def test_scan_of_another_door_is_not_there(browser_of_pages, staff):
    here, there = factories.event(), factories.event()
    _send(browser_of_pages, there, "x")
    scan_id = db.session.scalars(sa.select(Scan.id)).one()
    for number in (scan_id, 2**31, 10**30):
        address = f"{_address(here)}/scans/{number}/annulment"
        assert browser_of_pages.submit(address, {}, page=_address(here)).status_code == 404
    page = browser_of_pages.get(f"{_address(here)}?scan={scan_id}")
    assert not page.all("section", id="said")


@pytest.mark.parametrize("scans", [1, 3])
def test_scanner_takes_the_same_statements_for_any_number_of_scans(browser_of_pages, staff, scans):
    event = factories.event()
    now = datetime.now(UTC)
    for number in range(scans):
        person = factories.registration(event)
        check_in(
            _door_of(event),
            code=token_of(person),
            nonce=f"n{number}",
            scanned_at=now,
            at=now,
            by=staff,
        )
    db.session.commit()
    address = _address(event)
    db.session.remove()
    with count_statements() as statements:
        browser_of_pages.get(address)
    assert len(statements) == 6, statements


def test_ledger_shows_what_was_refused_too(browser_of_pages, staff):
    event = factories.event()
    _send(browser_of_pages, event, "nothing")
    scan = db.session.scalars(sa.select(Scan)).one()
    assert (scan.verdict, scan.user_id) == (Verdict.REFUSED, staff.id)
    assert "Unknown code" in browser_of_pages.get(f"{_address(event)}?lang=en").words("main")
