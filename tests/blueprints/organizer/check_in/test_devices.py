"""Phones at the doors as organizers see them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.devices import Device, DeviceState
from operations.check_in.devices import pair, pair_own_phone, revoke_device
from queries.check_in.checkpoints import checkpoints_of
from queries.check_in.devices import is_barred
from tests import factories
from tests.blueprints.check_in.phones import Phone
from tests.statements import count_statements


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user(name="Ayşe Yılmaz"))
    return browser_of_pages


def _list(event):
    return f"/organizer/events/{event.id}/devices"


def _add(browser, event, **fields):
    doors = [str(door.id) for door in checkpoints_of(event)]
    return browser.submit(f"{_list(event)}/new", {"name": "Sol kapı", "doors": doors, **fields})


def _code(answer):
    from tests.browser_of_pages import Document

    (shown,) = Document(answer.text).all("p", class_="short-code short-code--large")
    return shown.text.strip()


def _device():
    db.session.expire_all()
    return db.session.scalars(sa.select(Device)).one()


def test_code_is_shown_once_in_the_answer_and_pairs_one_phone(browser, event):
    answer = _add(browser, event, kiosk="y")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Location" not in answer.headers and "Set-Cookie" not in answer.headers
    code, device = _code(answer), _device()
    assert (device.name, device.kiosk, device.state(datetime.now(UTC))) == (
        "Sol kapı",
        True,
        DeviceState.WAITING,
    )
    assert code.replace("-", "") not in browser.client.get(_list(event)).text.replace("-", "")
    paired = browser.client.post("/check-in/pairings", json={"code": code})
    assert paired.status_code == 200
    assert browser.client.post("/check-in/pairings", json={"code": code}).status_code == 422
    assert "Eşlendi" in browser.get(_list(event)).words("table")
    actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id.desc())).all()
    assert actions[:2] == [AuditAction.DEVICE_PAIRED, AuditAction.DEVICE_PREPARED]


def test_page_with_the_code_is_told_when_the_phone_is_paired(browser, event):
    code = _code(_add(browser, event))
    address = f"/organizer/devices/{_device().id}/state"
    assert browser.client.get(address).get_json()["done"] is False
    pair(code, at=datetime.now(UTC))
    factories.commit()
    told = browser.client.get(address).get_json()
    assert told["done"] is True
    assert "Sol kapı" in told["part"]


def test_form_that_is_sent_again_makes_no_second_phone(browser, event):
    assert _add(browser, event).status_code == 200
    assert _add(browser, event).status_code == 422
    assert _device().name == "Sol kapı"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "x" * 61),
        ("doors", []),
        ("doors", ["999999"]),
        ("doors", ["x"]),
        ("ends_at", "2020-01-01T10:00"),
        ("ends_at", "gestern"),
        ("ends_at", "2099-06-01T12:00"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(browser, event, field, typed):
    answer = _add(browser, event, **{field: typed})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert db.session.scalars(sa.select(Device)).all() == []


def test_door_of_another_event_is_no_choice(browser, event):
    other = checkpoints_of(factories.event())[0]
    assert _add(browser, event, doors=[str(other.id)]).status_code == 422


def test_time_that_was_set_is_when_it_ends(browser, event):
    until = (event.ends_at - timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    local = until.astimezone(ZoneInfo("Europe/Istanbul"))
    _add(browser, event, ends_at=local.strftime("%Y-%m-%dT%H:%M"))
    assert _device().ends_at == until


def test_pairing_again_puts_the_former_phone_out_at_once(app, browser, event):
    phone = Phone(app.test_client(), event)
    address = f"/organizer/devices/{phone.device.id}/pairing"
    answer = browser.submit(address, {}, page=_list(event))
    assert answer.status_code == 200 and _code(answer)
    assert phone.send().status_code == 401
    assert phone.pack().status_code == 401


def test_revoked_phone_is_out_at_once_and_stays_out(app, browser, event):
    phone = Phone(app.test_client(), event)
    address = f"/organizer/devices/{phone.device.id}"
    assert browser.submit(f"{address}/revocation", {}, page=_list(event)).status_code == 303
    assert phone.pack().status_code == 410
    assert browser.submit(f"{address}/revocation", {}, page=_list(event)).status_code == 303
    assert browser.submit(f"{address}/pairing", {}, page=_list(event)).status_code == 303
    assert _device().pairing_hash is None
    revoked = sa.select(sa.func.count()).where(AuditEntry.action == AuditAction.DEVICE_REVOKED)
    assert db.session.scalar(revoked) == 1


def test_list_says_in_words_how_each_phone_is(app, browser, event):
    at, staff = datetime.now(UTC), factories.user(name="Mehmet Demir")
    doors = checkpoints_of(event)
    Phone(app.test_client(), event, name="Eşlenen").send(waiting=7)
    own, _token = pair_own_phone(event, doors, name=staff.name, by=staff, at=at)
    own.last_seen_at = at - timedelta(minutes=3)
    gone = Phone(app.test_client(), event, name="Giden").device
    revoke_device(gone, by=staff, at=at)
    over = Phone(app.test_client(), event, name="Biten").device
    over.ends_at = at - timedelta(minutes=1)
    factories.commit()
    _add(browser, event, name="Bekleyen")
    words = browser.get(_list(event)).words("table")
    for said in (
        "Eşlenen",
        "Mehmet Demir",
        "3 dakika önce",
        "Yetkisi kaldırıldı",
        "Süresi doldu",
        "Eşlenmeyi bekliyor",
        "kendi telefonu",
        " 7 ",
    ):
        assert said in words, said


def test_own_phone_can_be_revoked_and_is_paired_by_no_code(browser, event):
    staff = factories.user()
    own, _token = pair_own_phone(
        event, checkpoints_of(event), name="x", by=staff, at=datetime.now(UTC)
    )
    factories.commit()
    page = browser.get(_list(event))
    actions = [form.attributes.get("action", "") for form in page.all("form")]
    assert f"/organizer/devices/{own.id}/revocation" in actions
    assert f"/organizer/devices/{own.id}/pairing" not in actions
    browser.submit(f"/organizer/devices/{own.id}/pairing", {}, page=_list(event))
    assert _device().token_hash is not None


def test_own_phones_of_one_person_are_out_together_and_allowed_again_in_one_press(browser, event):
    at, doors, staff = datetime.now(UTC), checkpoints_of(event), factories.user(name="Zeki Ak")
    phones = [pair_own_phone(event, doors, name=staff.name, by=staff, at=at)[0] for _ in range(2)]
    other, _token = pair_own_phone(event, doors, name="x", by=factories.user(), at=at)
    factories.commit()
    page = browser.get(_list(event))
    assert "Zeki Ak adlı kişinin kendi telefonlarının hepsi" in page.words("table")
    first, second = (f"/organizer/devices/{phone.id}" for phone in phones)
    browser.submit(f"{first}/revocation", {}, page=_list(event))
    db.session.expire_all()
    assert [phone.revoked_at is not None for phone in (*phones, other)] == [True, True, False]
    assert is_barred(staff, doors[0].id) and not is_barred(other.user, doors[0].id)
    actions = [f.attributes.get("action") for f in browser.get(_list(event)).all("form")]
    assert f"{first}/allowance" in actions and f"{second}/allowance" not in actions
    for _ in range(2):
        browser.submit(f"{first}/allowance", {}, page=_list(event))
    db.session.expire_all()
    assert not is_barred(staff, doors[0].id)
    assert "Zeki Ak yeniden giriş kontrolü yapabilir" in browser.get(_list(event)).words("main")
    allowed = sa.select(sa.func.count()).where(AuditEntry.action == AuditAction.DEVICE_ALLOWED)
    assert db.session.scalar(allowed) == 1


@pytest.mark.parametrize("phones", [1, 3])
def test_list_takes_the_same_statements_for_any_number_of_phones(app, browser, event, phones):
    for number in range(phones):
        Phone(app.test_client(), event, name=f"Kapı {number}")
    db.session.remove()
    with count_statements() as statements:
        browser.get(_list(event))
    assert len(statements) == 4, statements
