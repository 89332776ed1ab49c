"""Phones send by script or by plain forms, with the seat's cookie and no token of a form."""

import json

import pytest
import sqlalchemy as sa

from extensions import db
from models.statements import Statement
from operations.workshops.rounds import close_round
from operations.workshops.workshops import close_workshop
from tests.factories import NOW, problems, workshops
from tests.statements import count_statements


@pytest.fixture
def room(app):
    return workshops.workshop()


@pytest.fixture
def phone(app, room):
    return joined(app, room)


def joined(app, room):
    client = app.test_client()
    answer = client.post(f"/workshops/{room.code}/join")
    assert (answer.status_code, answer.location) == (303, f"/workshops/{room.code}")
    return client


def sent(client, room, **body):
    return client.post(f"/workshops/{room.code}/sends", json={"nonce": "1", **body})


def test_a_seat_is_a_cookie_of_this_workshop_that_no_script_reads(app, room):
    cookie = app.test_client().post(f"/workshops/{room.code}/join").headers["Set-Cookie"]
    assert cookie.startswith("seat=")
    for said in ("HttpOnly", "SameSite=Lax", f"Path=/workshops/{room.code}"):
        assert said in cookie
    assert "Secure" not in cookie  # the site of the tests is not https


def test_who_joins_again_keeps_the_seat(phone, room):
    assert "Set-Cookie" not in phone.post(f"/workshops/{room.code}/join").headers


def test_a_replay_is_answered_with_the_same_bytes_also_after_the_round(phone, room):
    opened = workshops.round_of(room, "write")
    first = sent(phone, room, kind="statement", text="Yol", side="cso")
    assert (first.status_code, first.json["state"]) == (200, "received")
    close_round(opened, by=None, at=NOW)
    db.session.commit()
    for body in ({"text": "Yol", "side": "cso"}, {"text": "Su"}, {"text": None}):
        again = sent(phone, room, kind="statement", **body)
        assert (again.status_code, again.data) == (200, first.data)
    assert db.session.scalar(sa.select(sa.func.count(Statement.id))) == 1


def test_refusals_are_problem_details(phone, room):
    workshops.round_of(room)
    road = problems.problem(room.event)
    db.session.commit()
    for nonce, body, status in (
        ("a", {"kind": "statement", "text": "Yol"}, 409),
        ("b", {"kind": "dots", "problem": road.id, "dots": 4}, 422),
        ("c", {"kind": "dots", "problem": road.id + 1, "dots": 1}, 422),
        ("d", {"kind": "dots", "problem": road.id}, 422),
        ("e", {"kind": "dots", "problem": road.id, "dots": -1}, 422),
        ("f", {"kind": "dots", "problem": road.id, "dots": True}, 422),
        ("g", {"kind": "dots", "problem": str(road.id), "dots": 1}, 422),
        ("h", {"kind": "dots", "problem": 2**63, "dots": 1}, 422),
        ("i", {"kind": "shout"}, 422),
        ("", {"kind": "dots"}, 422),
        ("n" * 65, {"kind": "dots"}, 422),
        ("\n", {"kind": "dots"}, 422),
        (7, {"kind": "dots"}, 422),
    ):
        answer = sent(phone, room, **{"nonce": nonce, **body})
        assert (answer.status_code, answer.json["status"]) == (status, status), (nonce, body)
        assert answer.mimetype == "application/problem+json"
    for unreadable in ("[]", "{", '"text"'):
        answer = phone.post(
            f"/workshops/{room.code}/sends", data=unreadable, content_type="application/json"
        )
        assert answer.status_code == 400
    assert sent(phone, room, nonce="z", kind="dots", problem=road.id, dots=3).json["left"] == 2


def test_texts_that_no_database_holds_are_cleaned_or_refused(phone, room):
    workshops.round_of(room, "write")
    for nonce, text, status in (
        ("a", "Yol\u0000 \ud800kötü", 200),
        ("b", " \u200b ", 422),
        ("c", 7, 422),
        ("d", "y" * 2001, 422),
    ):
        body = json.dumps({"nonce": nonce, "kind": "statement", "text": text})
        answer = phone.post(
            f"/workshops/{room.code}/sends", data=body, content_type="application/json"
        )
        assert answer.status_code == status, nonce
    assert db.session.scalars(sa.select(Statement.text)).all() == ["Yol kötü"]


def test_who_has_no_seat_or_a_foreign_one_sends_nothing(app, room, phone):
    workshops.round_of(room, "write")
    what = {"kind": "statement", "text": "Yol"}
    assert sent(app.test_client(), room, **what).status_code == 401
    other = workshops.workshop()
    key = phone.get_cookie("seat", path=f"/workshops/{room.code}").value
    stranger = app.test_client()
    stranger.set_cookie("seat", key)
    assert sent(stranger, other, **what).status_code == 403
    assert sent(phone, room, **what).status_code == 200
    assert app.test_client().post("/workshops/BBBBBB/sends", json=what).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    ],
)
def test_other_sites_can_send_nothing_by_somebodys_phone(phone, room, headers):
    workshops.round_of(room, "write")
    what = {"nonce": "1", "kind": "statement", "text": "Yol"}
    address = f"/workshops/{room.code}"
    assert phone.post(f"{address}/sends", json=what, headers=headers).status_code == 403
    assert phone.post(f"{address}/sends", data=what, headers=headers).status_code == 403
    assert phone.post(f"{address}/join", headers=headers).status_code == 403
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert phone.post(f"{address}/sends", json=what, headers=own).status_code == 200


def test_after_closing_the_seat_is_gone(app, phone, room):
    close_workshop(room, by=None, at=NOW)
    db.session.commit()
    assert sent(phone, room, kind="statement", text="Yol").status_code == 409
    assert sent(app.test_client(), room, kind="statement", text="Yol").status_code == 409
    answer = app.test_client().post(f"/workshops/{room.code}/join")
    assert (answer.status_code, "seat=" in str(answer.headers)) == (303, False)


def test_a_vote_by_a_phone_takes_at_most_ten_statements(phone, room):
    workshops.round_of(room)
    workshops.round_of(room, "write")
    road = problems.problem(room.event)
    db.session.commit()
    sent(phone, room, nonce="0", kind="dots", problem=road.id, dots=1)
    for body, most in (
        ({"kind": "dots", "problem": road.id, "dots": 2}, 8),
        ({"kind": "statement", "text": "Yol"}, 10),
    ):
        with count_statements() as seen:
            assert sent(phone, room, nonce=str(most), **body).status_code == 200
        assert len(seen) <= most, seen
