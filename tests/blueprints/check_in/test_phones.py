"""What a door phone may not do: as a kiosk, for somebody who has left, after it was revoked."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from blueprints.shared.check_in import packs
from extensions import db
from models.devices import Device
from models.forms import AskedAt, QuestionKind
from models.scans import RefusalReason, Scan, Verdict
from models.users import Role
from operations.check_in.devices import (
    allow_again,
    bar_owner,
    pair_own_phone,
    prepare_device,
    revoke_device,
)
from queries.check_in.checkpoints import checkpoints_of
from queries.forms.answers import rows_of
from tests import factories
from tests.blueprints.check_in.phones import Phone, reading
from tests.factories import forms
from tests.operations.check_in.doors import token_of


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def kiosk(app, event):
    return Phone(app.test_client(), event, kiosk=True)


def _ago(minutes):
    return datetime.now(UTC) - timedelta(minutes=minutes)


def _scans():
    db.session.rollback()
    return db.session.scalars(sa.select(Scan).order_by(Scan.id)).all()


def _staff(event, role=Role.CHECK_IN_STAFF):
    return factories.user(role, province=event.province)


def _own_phone(client, event, staff):
    """Its headers and its door, as `Phone` has them."""
    _device, token = pair_own_phone(
        event, checkpoints_of(event), name=staff.name, by=staff, at=datetime.now(UTC)
    )
    db.session.commit()
    return {"Authorization": f"Bearer {token}"}, checkpoints_of(event)[0].id


def test_kiosk_forces_nobody_in_and_undoes_nothing(kiosk, event):
    sent = reading(token_of(factories.registration(event)))
    assert kiosk.send(sent).get_json()["answers"][0]["verdict"] == "admitted"
    again = kiosk.reads(sent["code"], force=True)
    assert (again["verdict"], again["forced"]) == ("already_admitted", False)
    undone = kiosk.send({**sent, "annulled_at": datetime.now(UTC).isoformat()}).get_json()
    assert undone["answers"][0]["annulled"] is False
    assert not any(scan.forced or scan.annulled_at for scan in _scans())


def test_kiosk_writes_nobodys_answers(app, kiosk, event):
    asked = forms.question(event, QuestionKind.NUMBER, label="Kaç kitap?", asked_at=AskedAt.DOOR)
    person = factories.registration(event)
    kiosk.reads(token_of(person), answers={asked.key: 3})
    assert not rows_of(person)
    Phone(app.test_client(), event).reads(token_of(person), answers={asked.key: 3})
    assert [row.number for row in rows_of(person)] == [3]


def test_kiosk_is_told_no_more_by_the_api_than_by_its_own_addresses(kiosk, event):
    person = factories.registration(event, given_name="Işıl", institution="Valilik")
    body = {"code": token_of(person), "checkpoint_id": kiosk.doors[0].id, "nonce": "n"}
    for sent, path in ((body, ""), ({"scans": [{**body, "nonce": "m"}]}, "/batch")):
        answer = kiosk.client.post(f"/api/v1/check-ins{path}", json=sent, headers=kiosk.headers)
        told = (answer.get_json().get("items") or [answer.get_json()])[0]
        assert told["participant"]["given_name"] == "Işıl"
        assert (told["participant"]["family_name"], told["participant"]["institution"]) == ("", "")
    undone = kiosk.client.post(f"/api/v1/scans/{_scans()[0].id}/annulment", headers=kiosk.headers)
    assert undone.status_code == 403


def test_kiosk_is_told_that_it_is_one_when_it_is_paired(app, event):
    _device, code = prepare_device(
        event,
        name="Kiosk",
        checkpoints=checkpoints_of(event),
        kiosk=True,
        by=factories.user(),
        at=datetime.now(UTC),
    )
    db.session.commit()
    paired = app.test_client().post("/check-in/pairings", json={"code": code}).get_json()
    assert paired["kiosk"] is True


@pytest.mark.parametrize("change", ["left", "another role", "another province"])
def test_own_phone_of_somebody_who_may_not_check_in_any_more_ends_everywhere(app, event, change):
    staff, client = _staff(event), app.test_client()
    headers, door = _own_phone(client, event, staff)
    person = factories.registration(event)
    code, before = token_of(person), token_of(factories.registration(event))
    if change == "left":
        staff.deactivated_at = datetime.now(UTC)
    elif change == "another role":
        staff.role = Role.VIEWER
    else:
        staff.province = "34" if event.province != "34" else "06"
    db.session.commit()
    body = {"code": code, "checkpoint_id": door, "nonce": "api"}
    assert client.post("/api/v1/check-ins", json=body, headers=headers).status_code == 401
    assert client.get(f"/check-in/{door}/pack", headers=headers).status_code == 410
    late = reading(code, nonce="late")
    early = reading(before, nonce="early", at=_ago(5), told="admitted")
    answer = client.post(
        f"/check-in/{door}/readings", json={"readings": [early, late]}, headers=headers
    )
    assert answer.status_code == 410
    assert [(scan.nonce, scan.reason) for scan in _scans()] == [
        ("early", None),
        ("late", RefusalReason.DEVICE_REVOKED),
    ]


def test_phone_of_one_session_is_one_phone_however_often_it_forgets_who_it_is(app, event):
    client, door = app.test_client(), checkpoints_of(event)[0].id
    factories.sign_in(client, _staff(event))
    page = client.get(f"/check-in/{door}?lang=en").text
    csrf = {"X-CSRFToken": page.partition('name="csrf-token" content="')[2].partition('"')[0]}
    paired = [client.post(f"/check-in/{door}/own-phone", headers=csrf).get_json() for _ in range(4)]
    assert len({told["id"] for told in paired}) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Device)) == 1
    tokens = [{"Authorization": f"Bearer {told['token']}"} for told in paired]
    answers = [client.get(f"/check-in/{door}/pack", headers=token) for token in tokens]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 200]


def _pairing(client, door):
    """Opens the scanner as its owner, and what the phone is told when it pairs itself."""
    page = client.get(f"/check-in/{door}?lang=en")
    form = client.get("/account").text.partition('name="csrf_token"')[2]
    csrf = {"X-CSRFToken": form.partition('value="')[2].partition('"')[0]}
    return page, client.post(f"/check-in/{door}/own-phone", headers=csrf)


def test_revoked_own_phone_stays_out_until_an_organizer_allows_it(app, event):
    client, door, staff = app.test_client(), checkpoints_of(event)[0].id, _staff(event)
    organizer, at = factories.user(), datetime.now(UTC)
    factories.sign_in(client, staff)
    _page, paired = _pairing(client, door)
    lost = {"Authorization": f"Bearer {paired.get_json()['token']}"}
    device = db.session.scalars(sa.select(Device)).one()
    bar_owner(device, by=organizer, at=at)
    db.session.commit()
    again = app.test_client()
    factories.sign_in(again, staff)
    for browser in (client, again):
        page, paired = _pairing(browser, door)
        assert (page.status_code, paired.status_code) == (403, 403)
        assert "can no longer check people in" in page.text
        for end in ("/desk", "/walk-ins/new", "/conflicts", "/ticks/new"):
            assert browser.get(f"/check-in/{door}{end}").status_code == 403, end
        assert browser.get(f"/check-in/{door}/live").status_code == 200
    assert client.get(f"/check-in/{door}/pack", headers=lost).status_code == 410
    assert client.post(f"/check-in/{door}/readings", json={"readings": []}, headers=lost).is_json
    elsewhere = checkpoints_of(factories.event(province=event.province))[0].id
    assert _pairing(client, elsewhere)[1].status_code == 200
    allow_again(device, by=organizer, at=at)
    db.session.commit()
    assert client.get(f"/check-in/{door}/pack", headers=lost).status_code == 410
    page, paired = _pairing(client, door)
    assert (page.status_code, paired.status_code) == (200, 200)
    token = {"Authorization": f"Bearer {paired.get_json()['token']}"}
    assert client.get(f"/check-in/{door}/pack", headers=token).status_code == 200


def test_own_phone_that_its_owner_left_pairs_itself_again(app, event):
    client, door = app.test_client(), checkpoints_of(event)[0].id
    factories.sign_in(client, _staff(event))
    _page, paired = _pairing(client, door)
    token = {"Authorization": f"Bearer {paired.get_json()['token']}"}
    assert client.post("/check-in/departures", headers=token).status_code == 204
    assert _pairing(client, door)[1].status_code == 200


def test_barred_person_checks_in_with_a_phone_that_was_paired_by_a_code(app, event):
    client, door, staff = app.test_client(), checkpoints_of(event)[0].id, _staff(event)
    factories.sign_in(client, staff)
    _pairing(client, door)
    bar_owner(db.session.scalars(sa.select(Device)).one(), by=staff, at=datetime.now(UTC))
    db.session.commit()
    phone = Phone(client, event)
    assert phone.reads(token_of(factories.registration(event)))["verdict"] == "admitted"
    assert phone.pack().status_code == 200


def test_revoked_phone_writes_no_answers_and_undoes_nothing_any_more(app, event):
    phone = Phone(app.test_client(), event)
    asked = forms.question(event, QuestionKind.NUMBER, label="Kaç kitap?", asked_at=AskedAt.DOOR)
    person, other = factories.registration(event), factories.registration(event)
    before = reading(token_of(person), at=_ago(9), told="admitted")
    phone.send(before)
    revoke_device(phone.device, by=None, at=_ago(5))
    db.session.commit()
    phone.send(
        {**before, "annulled_at": _ago(4).isoformat()},
        reading(token_of(other), at=_ago(3), told="admitted", answers={asked.key: 3}),
    )
    assert not any(scan.annulled_at for scan in _scans())
    assert rows_of(other) == []


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
@pytest.mark.parametrize("which", ["scanned_at", "annulled_at"])
def test_time_that_is_none_spoils_no_other_reading(app, event, time, which):
    phone = Phone(app.test_client(), event)
    sent = [reading(token_of(factories.registration(event)), told="admitted") for _ in range(2)]
    answer = phone.send({**sent[0], which: time}, sent[1])
    assert answer.status_code == 200
    assert [said["verdict"] for said in answer.get_json()["answers"]] == [None, "admitted"]


def test_page_to_which_somebody_goes_back_answers_another_code_anew(browser_of_pages, event):
    client, door = browser_of_pages.client, checkpoints_of(event)[0].id
    factories.sign_in(client, _staff(event))
    assert client.get(f"/check-in/{door}").headers["Cache-Control"] == "no-store"
    good = token_of(factories.registration(event))
    for code in (good, good, "ABCD-2345"):
        typed = {"code": code, "nonce": "same"}
        browser_of_pages.submit(f"/check-in/{door}/scans", typed, page=f"/check-in/{door}")
    assert [scan.verdict for scan in _scans()] == [Verdict.ADMITTED, Verdict.REFUSED]


def test_phones_of_a_large_door_are_told_together_what_was_read_once(app, event, monkeypatch):
    monkeypatch.setattr(packs, "CHEAP", 0)
    monkeypatch.setattr(packs, "_SHARE", 100_000)
    person, (door,) = factories.registration(event), checkpoints_of(event)
    phones = [Phone(app.test_client(), event, kiosk=kiosk) for kiosk in (False, True)]
    answers = [phones[0].pack()]
    phones[0].reads(token_of(person))
    answers += [phone.pack() for phone in phones]
    assert [answer.get_json()["known"] for answer in answers] == [[], [], []]
    assert len({answer.headers["X-Door-Time"] for answer in answers}) == 1
    again = phones[0].pack(**{"If-None-Match": answers[0].headers["ETag"]})
    assert again.headers["X-Door-Time"] == answers[0].headers["X-Door-Time"]
    door.roster = True
    db.session.commit()
    assert [bool(phone.pack().get_json()["names"]) for phone in phones] == [True, False]
