from base64 import b64decode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from extensions import db
from lib.ticket_tokens import LENGTH
from models.checkpoints import Checkpoint
from models.scans import Scan
from models.users import Role
from tests import factories
from tests.blueprints.api.check_in.tickets import code_of
from tests.statements import count_statements


class Door:
    """One checkpoint of a published event, with people to admit."""

    def __init__(self, program):
        self.program = program
        self.event = factories.event()
        self.id = program.get(f"/events/{self.event.id}")["checkpoints"][0]["id"]
        self.nonce = 0

    def person(self):
        return factories.registration(self.event)

    def code(self, registration=None):
        return code_of(registration or self.person())

    def reading(self, code, **more):
        self.nonce += 1
        return {"code": code, "checkpoint_id": self.id, "nonce": f"n{self.nonce}", **more}

    def scan(self, code, *, by=None, **more):
        return (by or self.program).post("/check-ins", self.reading(code, **more), 200)


@pytest.fixture
def door(program):
    return Door(program)


def scans():
    return db.session.scalar(sa.select(sa.func.count(Scan.id)))


def test_a_ticket_is_admitted_once_and_then_known(door):
    person = door.person()
    first = door.scan(door.code(person))
    assert (first["verdict"], first["reason"], first["conflict"]) == ("admitted", None, False)
    assert first["participant"] == {
        "registration_id": person.id,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "sector": "cso",
        "institution": person.institution,
    }
    again = door.scan(person.ticket.short_code.lower())
    assert again["verdict"] == "already_admitted"
    assert again["admitted_at"] == first["admitted_at"]
    assert datetime.fromisoformat(first["admitted_at"]).utcoffset() == timedelta(hours=3)


def test_the_same_nonce_again_gives_the_same_answer_and_no_new_scan(door):
    sent = door.reading(door.code())
    first = door.program.post("/check-ins", sent, 200)
    assert door.program.post("/check-ins", sent, 200) == first
    assert scans() == 1


@pytest.mark.parametrize("what", ["another code", "garbage", "another direction"])
def test_nonce_used_for_something_else_is_a_conflict_and_tells_nothing_of_the_first(door, what):
    person = door.person()
    sent = door.reading(door.code(person))
    door.program.post("/check-ins", sent, 200)
    codes = {"another code": door.code(), "garbage": "GARBAGE"}
    other = {**sent, "code": codes[what]} if what in codes else {**sent, "direction": "exit"}
    told = door.program.post("/check-ins", other, 409)
    assert told["type"].endswith("#nonce-reused")
    assert person.given_name not in str(told) and "scan_id" not in told
    items = door.program.post("/check-ins/batch", {"scans": [other, sent]}, 200)["items"]
    assert [item.get("status") or item["verdict"] for item in items] == [409, "admitted"]
    assert scans() == 1


def test_two_callers_with_one_nonce_are_two_readings(door, program_of):
    sent = door.reading(door.code())
    door.program.post("/check-ins", sent, 200)
    other = door.person()
    seen = program_of(Role.CHECK_IN_STAFF).post(
        "/check-ins", {**sent, "code": door.code(other)}, 200
    )
    assert (seen["verdict"], seen["participant"]["registration_id"]) == ("admitted", other.id)
    assert scans() == 2


@pytest.mark.parametrize("code", ["x", " ", "M" + "0" * (LENGTH - 1), "1", "<script>", "ı" * 9000])
def test_a_code_that_is_no_ticket_gets_a_verdict_not_an_error(door, code):
    seen = door.scan(code)
    assert seen["verdict"] == "refused"
    assert seen["reason"] in ("unknown_code", "bad_signature")
    assert seen["participant"] is None


def test_the_ticket_of_another_event_names_nobody(door, program):
    seen = door.scan(Door(program).code())
    assert (seen["verdict"], seen["reason"]) == ("refused", "wrong_event")
    assert seen["participant"] is None


def test_someone_leaves(door):
    code = door.code()
    door.scan(code)
    said = door.scan(code, direction="exit")
    assert (said["verdict"], said["unmatched"]) == ("left", False)
    again = door.scan(code, direction="exit")
    assert (again["verdict"], again["reason"]) == ("refused", "not_inside")
    assert not again["unmatched"]


@pytest.mark.parametrize("force", [False, True])
def test_exit_that_comes_before_its_entry_leaves_nobody_inside(door, force):
    code, now = door.code(), datetime.now(UTC)
    gone, came = (
        door.reading(code, scanned_at=(now - timedelta(minutes=ago)).isoformat()) for ago in (5, 10)
    )
    gone |= {"direction": "exit", "force": force}
    said = door.program.post("/check-ins", gone, 200)
    assert (said["verdict"], said["reason"], said["unmatched"]) == ("left", None, True)
    assert door.program.post("/check-ins", came, 200)["verdict"] == "admitted"
    status = door.program.get(f"/checkpoints/{door.id}/status")
    assert (status["admitted"], status["inside"], status["conflicts"]) == (1, 0, 0)
    assert door.program.post("/check-ins", gone, 200) == said


def test_a_cancelled_ticket_is_refused_unless_forced(door):
    person = door.person()
    code = door.code(person)
    door.program.patch(f"/registrations/{person.id}", {"status": "cancelled"})
    assert door.scan(code)["reason"] == "cancelled"
    said = door.scan(code, force=True)
    assert (said["verdict"], said["forced"]) == ("admitted", True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", None),
        ("code", ""),
        ("code", 7),
        ("code", "\ud800"),
        ("code", "ABCD\x00EFGH"),
        ("code", "\x00"),
        ("checkpoint_id", "1"),
        ("checkpoint_id", True),
        ("checkpoint_id", 2**31),
        ("checkpoint_id", 1.0),
        ("nonce", ""),
        ("nonce", None),
        ("nonce", "n" * 101),
        ("direction", "up"),
        ("force", "yes"),
        ("force", 1),
        ("scanned_at", "now"),
        ("scanned_at", "2027-03-12T10:00:00"),
        ("scanned_at", 1),
        ("scanned_at", "1970-01-01T00:00:00Z"),
    ],
)
def test_a_bad_field_is_named_and_no_scan_is_kept(door, field, value):
    sent = {**door.reading(door.code()), field: value}
    assert list(door.program.post("/check-ins", sent, 422)["errors"]) == [field]
    assert scans() == 0


def test_a_clock_that_is_ahead_is_bad_input(door):
    ahead = (datetime.now(UTC) + timedelta(minutes=6)).isoformat()
    sent = door.reading(door.code(), scanned_at=ahead)
    assert "scanned_at" in door.program.post("/check-ins", sent, 422)["errors"]
    slightly = (datetime.now(UTC) + timedelta(minutes=4)).isoformat()
    assert door.scan(door.code(), scanned_at=slightly)["verdict"] == "admitted"


def test_two_tokens_are_two_devices_and_can_clash(door, program_of):
    code, other = door.code(), program_of(Role.CHECK_IN_STAFF)
    now = datetime.now(UTC)
    door.scan(code, scanned_at=(now - timedelta(minutes=10)).isoformat())
    late = door.scan(code, by=other, scanned_at=(now - timedelta(minutes=20)).isoformat())
    assert (late["verdict"], late["conflict"]) == ("admitted", True)
    assert door.program.get(f"/checkpoints/{door.id}/status")["conflicts"] == 1


def test_a_batch_answers_each_scan_in_order_and_no_bad_one_spoils_the_rest(door):
    good, other = door.code(), door.code()
    ahead = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    sent = [
        door.reading(good),
        7,
        None,
        [],
        {},
        door.reading(good, force="yes"),
        door.reading("\ud800"),
        door.reading("yok"),
        door.reading(other, checkpoint_id=2**31 - 1),
        door.reading(other, scanned_at=ahead),
        door.reading(other),
    ]
    items = door.program.post("/check-ins/batch", {"scans": sent}, 200)["items"]
    told = [item.get("verdict") or item["status"] for item in items]
    assert told == ["admitted", 422, 422, 422, 422, 422, 422, "refused", 404, 422, "admitted"]
    assert scans() == 3


def test_a_batch_sent_again_gives_the_same_answers(door):
    sent = {"scans": [door.reading(door.code()) for _ in range(3)]}
    first = door.program.post("/check-ins/batch", sent, 200)
    assert door.program.post("/check-ins/batch", sent, 200) == first
    assert scans() == 3


def test_a_batch_takes_five_hundred_and_no_more(door):
    code = door.code()
    readings = [door.reading(code) for _ in range(501)]
    assert "scans" in door.program.post("/check-ins/batch", {"scans": readings}, 422)["errors"]
    assert scans() == 0
    items = door.program.post("/check-ins/batch", {"scans": readings[:500]}, 200)["items"]
    assert [item["verdict"] for item in items] == ["admitted"] + ["already_admitted"] * 499
    none_sent: list[Any] = [[], None, {}, 7]
    for sent in none_sent:
        door.program.post("/check-ins/batch", {"scans": sent}, 422)
    door.program.post("/check-ins/batch", {}, 422)


def test_an_annulled_scan_stays_and_admits_no_more(door):
    code = door.code()
    scan = door.scan(code)["scan_id"]
    undone = door.program.post(f"/scans/{scan}/annulment", status=200)
    assert undone["annulled_at"]
    assert door.program.post(f"/scans/{scan}/annulment", status=200) == undone
    assert scans() == 1
    assert door.program.get(f"/checkpoints/{door.id}/status")["admitted"] == 0
    assert door.scan(code)["verdict"] == "admitted"


def test_the_counter_counts(door):
    stays, leaves, _absent = door.code(), door.code(), door.code()
    for code in (stays, leaves, leaves, "yok"):
        door.scan(code)
    door.scan(leaves, direction="exit")
    counts = door.program.get(f"/checkpoints/{door.id}/status")
    assert {name: counts[name] for name in ("expected", "admitted", "inside", "refused")} == {
        "expected": 3,
        "admitted": 2,
        "inside": 1,
        "refused": 1,
    }
    assert counts["by_sector"] == {"public": 0, "cso": 2, "academia": 0, "private": 0, "other": 0}
    assert datetime.fromisoformat(counts["as_of"]).tzinfo


def test_the_keys_verify_a_ticket_without_us(door):
    answer = door.program.get("/check-in/keys")
    code = door.code()
    body = int(code[1:], 36).to_bytes(77, "big")
    key = next(key for key in answer["keys"] if key["key_id"] == body[0])
    public = Ed25519PublicKey.from_public_bytes(b64decode(key["public_key"]))
    public.verify(body[13:], b"M" + body[:13])
    assert b64decode(key["public_key"]).hex() == key["public_key_hex"]


def test_the_keys_come_with_the_tickets_that_admit_no_more(door, program_of):
    person = door.person()
    assert door.program.get("/check-in/keys")["revoked"] == []
    door.program.patch(f"/registrations/{person.id}", {"status": "cancelled"})
    revoked = door.program.get("/check-in/keys")["revoked"]
    assert revoked == [{"event_id": door.event.id, "ticket_id": person.ticket.public_id.hex()}]
    stranger = program_of(Role.CHECK_IN_STAFF, province="06")
    assert stranger.get("/check-in/keys")["revoked"] == []


def test_an_admission_takes_five_statements(door):
    sent = door.reading(door.code())
    db.session.rollback()
    db.session.expunge_all()
    with count_statements() as statements:
        assert door.program.post("/check-ins", sent, 200)["verdict"] == "admitted"
    kinds = [s.split()[0] for s in statements]
    assert kinds == ["SELECT", "SELECT", "SELECT", "INSERT", "INSERT"], statements


def test_ticket_at_the_wrong_door_is_told_the_right_one(door):
    salon = Checkpoint(event=door.event, name="Kamu salonu", sectors=["public"])
    own = Checkpoint(event=door.event, name="STK salonu", sectors=["cso"])
    db.session.add_all([salon, own])
    db.session.commit()
    reading = {**door.reading(door.code()), "checkpoint_id": salon.id}
    said = door.program.post("/check-ins", reading, 200)
    assert (said["verdict"], said["reason"]) == ("refused", "wrong_checkpoint")
    assert said["right_doors"] == [{"id": own.id, "name": "STK salonu"}]
    (batched,) = door.program.post("/check-ins/batch", {"scans": [reading]}, 200)["items"]
    assert batched == said
    assert door.scan(door.code())["right_doors"] == []
