"""What door phones send, and what they are answered."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.checkpoints import Checkpoint
from models.forms import AskedAt, QuestionKind
from models.registrations import RegistrationStatus
from models.scans import Attendance, RefusalReason, Scan, Verdict
from models.users import Role
from operations.check_in.devices import revoke_device
from operations.registrations.entries import change_status
from queries.check_in.checkpoints import checkpoints_of
from queries.forms.answers import rows_of
from tests import factories
from tests.blueprints.check_in.phones import Phone, reading
from tests.factories import forms
from tests.operations.check_in.doors import ticket_of, token_of
from tests.statements import count_statements

NOBODY = ("", "no such", "Bearer", "myd_" + "x" * 40)


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def phone(app, event):
    return Phone(app.test_client(), event)


def _ago(minutes):
    return datetime.now(UTC) - timedelta(minutes=minutes)


def _scans():
    db.session.rollback()
    return db.session.scalars(sa.select(Scan).order_by(Scan.id)).all()


def test_reading_is_answered_with_who_it_is_and_the_counts(phone, event):
    person = factories.registration(event, given_name="Şükrü", institution="Valilik")
    answer = phone.send(reading(token_of(person), nonce="n1"), waiting=3).get_json()
    (said,) = answer["answers"]
    assert (said["verdict"], said["reason"], said["nonce"]) == ("admitted", None, "n1")
    assert said["person"] == {
        "name": person.name,
        "sector": "cso",
        "institution": "Valilik",
        "sessions": [],
        "tags": [],
        "group": "",
    }
    assert (answer["counts"]["admitted"], answer["counts"]["expected"]) == (1, 1)
    db.session.refresh(phone.device)
    assert phone.device.waiting == 3
    (scan,) = _scans()
    assert (scan.device_id, scan.user_id, scan.told) == (phone.device.id, None, None)


def test_same_nonce_is_the_same_answer_and_one_scan(phone, event):
    sent = reading(token_of(factories.registration(event)))
    answers = [phone.send(sent).get_json()["answers"][0] for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert len(_scans()) == 1


def test_queue_is_answered_in_its_order_and_a_bad_one_spoils_no_other(phone, event):
    person = factories.registration(event)
    sent = [
        reading(token_of(person), nonce="first", at=_ago(30), told="admitted"),
        {"nonce": "broken"},
        7,
        {"code": "x" * 5000, "nonce": "long", "scanned_at": "yesterday"},
        reading("ABCD-1234", nonce="unknown", at=_ago(29), told="refused"),
        reading(token_of(person), nonce="again", at=_ago(28), told="already_admitted"),
    ]
    answers = phone.send(*sent).get_json()["answers"]
    assert [answer["nonce"] for answer in answers] == [
        "first",
        "broken",
        "",
        "long",
        "unknown",
        "again",
    ]
    assert [answer["verdict"] for answer in answers] == [
        "admitted",
        None,
        None,
        None,
        "refused",
        "already_admitted",
    ]
    assert [scan.nonce for scan in _scans()] == ["first", "unknown", "again"]


def test_door_time_of_an_answer_given_alone_is_the_phones_and_never_ahead_of_ours(phone, event):
    early, late = factories.registration(event), factories.registration(event)
    phone.reads(token_of(early), at=_ago(90), told="admitted")
    ahead = datetime.now(UTC) + timedelta(hours=3)
    phone.reads(token_of(late), at=ahead, told="admitted")
    first, second = _scans()
    assert first.scanned_at < datetime.now(UTC) - timedelta(minutes=80)
    assert second.scanned_at <= second.received_at < ahead
    assert [scan.verdict for scan in (first, second)] == [Verdict.ADMITTED] * 2


def test_no_phone_read_anything_before_there_was_such_a_phone(phone, event):
    phone.reads(token_of(factories.registration(event)), at=_ago(60 * 24 * 400), told="admitted")
    (scan,) = _scans()
    assert scan.scanned_at == phone.device.created_at


def test_wrong_clock_does_not_matter_where_the_door_waits_for_us(phone, event):
    said = phone.reads(token_of(factories.registration(event)), at=_ago(60 * 24 * 400))
    assert datetime.fromisoformat(said["admitted_at"]) > _ago(1)


def test_two_phones_that_admitted_alone_make_a_conflict(app, phone, event):
    other = Phone(app.test_client(), event, name="Arka kapı")
    code = token_of(factories.registration(event))
    assert phone.reads(code, at=_ago(20), told="admitted")["verdict"] == "admitted"
    said = other.reads(code, at=_ago(25), told="admitted")
    assert (said["verdict"], said["conflict"]) == ("admitted", True)
    attendance = db.session.scalars(sa.select(Attendance)).one()
    assert attendance.admitted_at < _ago(24)


def test_whom_a_phone_let_in_alone_and_we_refuse_is_a_conflict_and_not_admitted(phone, event):
    person = factories.registration(event)
    change_status(person, RegistrationStatus.CANCELLED, at=_ago(60), by=None)
    db.session.commit()
    said = phone.reads(token_of(person), at=_ago(5), told="admitted")
    assert (said["verdict"], said["reason"], said["conflict"]) == ("refused", "cancelled", True)
    assert db.session.scalars(sa.select(Attendance)).all() == []


def test_whom_a_phone_turned_away_alone_did_not_come_in(phone, event):
    person = factories.registration(event)
    said = phone.reads(
        ticket_of(person).short_code, at=_ago(5), told="refused", told_reason="room_full"
    )
    assert (said["verdict"], said["reason"], said["conflict"]) == ("refused", "room_full", False)
    assert db.session.scalars(sa.select(Attendance)).all() == []


def test_answer_that_came_too_late_and_another_at_the_door_are_a_conflict(app, phone, event):
    person = factories.registration(event)
    Phone(app.test_client(), event).reads(token_of(person))
    slow = reading(token_of(person))
    assert phone.send(slow).get_json()["answers"][0]["verdict"] == "already_admitted"
    said = phone.send({**slow, "told": "admitted"}).get_json()["answers"][0]
    assert (said["verdict"], said["conflict"]) == ("already_admitted", True)


def test_nonces_are_each_phones_own_and_an_earlier_pairings_stay_its_own(app, phone, event):
    sent = reading(token_of(factories.registration(event)), at=_ago(20), told="admitted")
    (first,) = phone.send(sent).get_json()["answers"]
    anew = Phone(app.test_client(), event)
    (again,) = anew.send(sent, read_by=phone.device.id).get_json()["answers"]
    assert again["scan_id"] == first["scan_id"]
    (other,) = anew.send(sent).get_json()["answers"]
    assert (other["verdict"], other["scan_id"] == first["scan_id"]) == ("already_admitted", False)


def test_nonce_sent_again_with_another_code_is_unreadable_and_tells_nothing(phone, event):
    first, other = (token_of(factories.registration(event)) for _ in range(2))
    sent = reading(first)
    phone.send(sent)
    (said,) = phone.send({**sent, "code": other}).get_json()["answers"]
    assert said == {"nonce": sent["nonce"], "verdict": None, "unreadable": True}


def test_unknown_code_is_never_admitted_even_by_force(phone, event):
    person = factories.registration(event)
    for code in ("ABCD-1234", str(person.id), "M" + "A" * 120):
        assert phone.reads(code, force=True)["verdict"] == "refused"
        assert phone.reads(code, force=True, at=_ago(9), told="admitted")["verdict"] == "refused"


def test_forced_admission_is_marked(phone, event):
    person = factories.registration(event)
    phone.reads(token_of(person))
    said = phone.reads(token_of(person), force=True)
    assert (said["verdict"], said["forced"]) == ("admitted", True)


def test_undone_reading_is_annulled_also_when_it_arrives_for_the_first_time(phone, event):
    person, other = factories.registration(event), factories.registration(event)
    sent = reading(token_of(person))
    phone.send(sent)
    said = phone.send({**sent, "annulled_at": datetime.now(UTC).isoformat()}).get_json()
    assert said["answers"][0]["annulled"] is True
    phone.reads(token_of(other), at=_ago(50), told="admitted", annulled_at=_ago(49).isoformat())
    assert all(scan.annulled_at for scan in _scans())
    assert db.session.scalars(sa.select(Attendance)).all() == []


def test_reading_of_another_phone_or_of_an_hour_ago_is_not_undone(app, phone, event):
    sent = reading(token_of(factories.registration(event)))
    phone.send(sent)
    undone = {**sent, "annulled_at": datetime.now(UTC).isoformat()}
    Phone(app.test_client(), event).send(undone, read_by=phone.device.id)
    late = reading(token_of(factories.registration(event)), at=_ago(60), told="admitted")
    phone.send({**late, "annulled_at": _ago(40).isoformat()})
    assert not any(scan.annulled_at for scan in _scans())


@pytest.mark.parametrize("token", NOBODY)
def test_without_a_phones_token_nothing_is_answered(app, event, token):
    client, door = app.test_client(), checkpoints_of(event)[0].id
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    for answer in (
        client.post(f"/check-in/{door}/readings", json={"readings": []}, headers=headers),
        client.get(f"/check-in/{door}/pack", headers=headers),
        client.post(f"/check-in/{door}/searches", json={"text": "isil"}, headers=headers),
    ):
        assert answer.status_code == 401


def test_session_of_staff_is_no_phone(app, event):
    client = app.test_client()
    factories.sign_in(client, factories.user())
    answer = client.post(f"/check-in/{checkpoints_of(event)[0].id}/readings", json={"readings": []})
    assert answer.status_code == 401


def test_phone_stands_at_its_own_doors_alone(app, event):
    mine, not_mine = checkpoints_of(event)[0], Checkpoint(event=event, name="Salon")
    db.session.add(not_mine)
    elsewhere = checkpoints_of(factories.event())[0]
    db.session.commit()
    phone = Phone(app.test_client(), event, doors=[mine])
    assert phone.pack().status_code == 200
    for door in (not_mine, elsewhere):
        assert phone.pack(door).status_code == 404
        assert phone.send(door=door).status_code == 404


def test_revoked_phone_sends_what_it_read_before_and_learns_no_name(phone, event):
    before, after = factories.registration(event), factories.registration(event)
    revoke_device(phone.device, by=None, at=_ago(10))
    db.session.commit()
    answer = phone.send(
        reading(token_of(before), nonce="before", at=_ago(20), told="admitted"),
        reading(token_of(after), nonce="after", at=_ago(5), told="admitted"),
    )
    assert answer.status_code == 410
    assert answer.get_json() == {
        "ended": True,
        "answers": [
            {"nonce": "before", "verdict": "admitted"},
            {"nonce": "after", "verdict": "refused"},
        ],
    }
    kept = _scans()[1]
    assert (kept.reason, kept.conflict) == (RefusalReason.DEVICE_REVOKED, True)
    assert phone.pack().status_code == 410


def test_phone_whose_time_is_over_is_revoked_by_itself(app, event):
    phone = Phone(app.test_client(), event, ends_at=_ago(1))
    assert phone.pack().status_code == 410


def test_own_phone_ends_with_its_persons_sign_out(app, event):
    client = app.test_client()
    staff = factories.user(Role.CHECK_IN_STAFF, province=event.province)
    factories.sign_in(client, staff)
    door = checkpoints_of(event)[0].id
    page = client.get(f"/check-in/{door}?lang=en").text
    token = page.partition('name="csrf-token" content="')[2].partition('"')[0]
    paired = client.post(f"/check-in/{door}/own-phone", headers={"X-CSRFToken": token}).get_json()
    headers = {"Authorization": f"Bearer {paired['token']}"}
    assert app.test_client().get(f"/check-in/{door}/pack", headers=headers).status_code == 200
    client.post("/sign-out", data={"csrf_token": token})
    assert app.test_client().get(f"/check-in/{door}/pack", headers=headers).status_code == 410


@pytest.mark.parametrize("body", [None, [], {}, "x", {"readings": 7}, {"readings": [{}] * 201}])
def test_body_that_is_no_queue_is_refused(phone, body):
    answer = phone.client.post(f"{phone.address()}/readings", json=body, headers=phone.headers)
    assert answer.status_code == 422
    assert _scans() == []


@pytest.mark.parametrize("text", ["\x00ABC", "عربي", "🎫" * 200, "'; --", "%00"])
def test_any_text_as_code_and_nonce_is_answered(phone, text):
    assert phone.reads(text, nonce=text[:60])["reason"] == "unknown_code"


def test_ticket_at_the_wrong_door_is_told_the_right_one(app, event):
    main = checkpoints_of(event)[0]
    hall = Checkpoint(event=event, name="Kamu salonu", sectors=["public"])
    other = Checkpoint(event=event, name="STK salonu", sectors=["cso"])
    db.session.add_all([hall, other])
    db.session.commit()
    phone = Phone(app.test_client(), event)
    code = token_of(factories.registration(event))
    said = phone.reads(code, door=hall)
    assert (said["verdict"], said["reason"]) == ("refused", "wrong_checkpoint")
    assert said["right_doors"] == [other.id]
    assert phone.reads(code, door=main)["verdict"] == "admitted"


def test_answers_given_at_the_door_are_kept_by_the_forms_own_rules(phone, event):
    asked = forms.question(event, QuestionKind.NUMBER, label="Kaç kitap?", asked_at=AskedAt.DOOR)
    person = factories.registration(event)
    good = phone.reads(token_of(person), answers={asked.key: 3})
    bad = phone.reads(token_of(person), answers={asked.key: "many"})
    assert (good["answers_unfit"], bad["answers_unfit"]) == (False, True)
    assert [row.number for row in rows_of(person)] == [3]


def test_kiosk_says_first_names_alone_and_finds_nobody(app, event):
    kiosk = Phone(app.test_client(), event, kiosk=True)
    person = factories.registration(event, given_name="Işıl")
    said = kiosk.reads(token_of(person))
    assert (said["person"]["name"], said["person"]["institution"]) == ("Işıl", "")
    answer = kiosk.searches("isil")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("ışıl", 1),
        ("ISI", 1),
        ("Çağlar, Işıl", 1),
        ("is", 0),
        ("i s", 0),
        ("", 0),
        ("%%%", 0),
        ("\0\0\0", 0),
        ("\u200b\u200b\u200b", 0),
        ("i\u00ads", 0),
    ],
)
def test_somebody_is_found_by_three_letters_of_the_name(phone, event, typed, finds):
    one = {"given_name": "Işıl", "family_name": "Çağlar", "institution": ""}
    factories.registration(event, at=None, by=None, **one, email="a@example.org")
    factories.registration(factories.event(), given_name="Işıl")
    assert len(phone.searches(typed).get_json()["people"]) == finds


def test_one_reading_takes_a_handful_of_statements(phone, event):
    code = token_of(factories.registration(event))
    phone.send()
    db.session.remove()
    with count_statements() as statements:
        phone.send(reading(code))
    assert len(statements) == 8, statements


def test_pack_tells_what_the_door_needs_and_no_name(phone, event):
    person = factories.registration(event, given_name="Gizli", institution="Saklı Derneği")
    gone = factories.registration(event)
    change_status(gone, RegistrationStatus.CANCELLED, at=_ago(1), by=None)
    db.session.commit()
    phone.reads(token_of(person))
    answer = phone.pack()
    pack = answer.get_json()
    tickets = {ticket[0]: ticket[2] for ticket in pack["tickets"]}
    assert tickets[ticket_of(person).public_id.hex()] == ""
    assert tickets[ticket_of(gone).public_id.hex()] == "cancelled"
    assert [known[0] for known in pack["known"]] == [ticket_of(person).public_id.hex()]
    assert pack["names"] is None
    for secret in ("Gizli", "Saklı", ticket_of(person).short_code, person.email):
        assert secret not in answer.text
    same = phone.pack(**{"If-None-Match": answer.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")


def test_names_are_taken_along_where_the_organizer_allows_it_and_only_of_this_door(app, event):
    hall = Checkpoint(event=event, name="Kamu salonu", sectors=["public"], roster=True)
    db.session.add(hall)
    db.session.commit()
    factories.registration(event, given_name="Dışarıda")
    inside = factories.registration(event, given_name="İçeride", sector="public")
    pack = Phone(app.test_client(), event).pack(hall).get_json()
    assert [name[1] for name in pack["names"]] == [inside.name]
    kiosk = Phone(app.test_client(), event, kiosk=True)
    assert kiosk.pack(hall).get_json()["names"] is None


@pytest.mark.parametrize("body", [None, [], {}, {"text": 7}, {"text": None}])
def test_search_without_a_text_is_refused(phone, body):
    answer = phone.client.post(f"{phone.address()}/searches", json=body, headers=phone.headers)
    assert answer.status_code == 422
