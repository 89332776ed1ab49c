"""Whatever is sent, the answer is an answer: never a 5xx, and never half a problem."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extensions import db
from models.events import EventKind, EventStatus
from models.registrations import RegistrationStatus
from models.scans import Direction
from models.sectors import Sector
from tests import factories
from tests.blueprints.api.check_in.tickets import code_of
from tests.blueprints.api.test_access import ACTION, CALLS, ROAD_MAP, SURVEY, WAVE
from tests.factories import workshops
from tests.operations.problems.sorting import Board

ANY_TEXT = st.text(st.characters(categories=None), max_size=30)  # lone surrogates and NUL too
WORDS = st.sampled_from(
    [
        *EventKind,
        *EventStatus,
        *RegistrationStatus,
        *Sector,
        *Direction,
        "06",
        "6",
        "TR",
        "tr",
        "Europe/Istanbul",
        "2027-03-12T10:00:00+03:00",
        "2027-03-12T10:00:00Z",
        "2027-03-12",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "a@example.org",
        "05321234567",
    ]
).map(str)
LEAF = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(1, 9)
    | st.floats()
    | ANY_TEXT
    | WORDS
    | st.sampled_from([10**400, -(2**63) - 1, 2**31, "a" * 20_000, "\x00", "\ud800", "İ" * 101])
)
ANYTHING = st.recursive(
    LEAF, lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner), max_leaves=6
)
WRITING = [
    (method, path.replace("{other_", "{"))
    for method, path, *_ in CALLS
    if method in ("POST", "PATCH")
]


@pytest.fixture
def numbers(program):
    event = factories.event(capacity=5, waitlist=True)
    registration = factories.registration(event)
    door = program.get(f"/events/{event.id}")["checkpoints"][0]["id"]
    code = code_of(registration)
    sent = {"code": code, "checkpoint_id": door, "nonce": "0"}
    scan = program.post("/check-ins", sent, 200)["scan_id"]
    survey = program.post("/surveys", SURVEY)["id"]
    wave = program.post(f"/surveys/{survey}/waves", WAVE)["id"]
    board = Board(event)
    [said] = board.say("a")
    act = board.file([said], title="Yol")
    db.session.commit()
    room = workshops.workshop(event)
    road_map = program.post("/roadmaps", ROAD_MAP)["id"]
    action = program.post(f"/roadmaps/{road_map}/actions", ACTION)["id"]
    report = program.post(f"/actions/{action}/reports", {"explanation": "Oldu"})["id"]
    return {
        "act": act.id,
        "road_map": road_map,
        "action": action,
        "report": report,
        "statement": said,
        "workshop": room.id,
        "round": workshops.round_of(room).id,
        "survey": survey,
        "wave": wave,
        "event": event.id,
        "registration": registration.id,
        "scan": scan,
        "checkpoint": door,
    }


@pytest.fixture
def document(app):
    return app.test_client().get("/api/v1/openapi.json").json


def fields_of(document, method, path):
    operation = document["paths"][path.replace("}", "_id}")][method.lower()]
    if "requestBody" not in operation:
        return []
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    return list(document["components"]["schemas"][reference.rsplit("/", 1)[1]]["properties"])


@pytest.mark.parametrize("call", WRITING, ids=" ".join)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(chosen=st.data())
def test_any_json_gets_an_answer(program, numbers, document, call, chosen):
    method, path = call
    fields = fields_of(document, method, path)
    known = st.dictionaries(st.sampled_from(fields), ANYTHING) if fields else st.nothing()
    body = chosen.draw(known | ANYTHING | st.fixed_dictionaries(dict.fromkeys(fields, ANYTHING)))
    sent = json.dumps(body)
    answer = program.answer(
        method, path.format(**numbers), data=sent, content_type="application/json"
    )
    assert answer.status_code < 500


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    scans=st.lists(
        ANYTHING
        | st.fixed_dictionaries(
            {"code": ANYTHING, "checkpoint_id": st.integers(1, 2) | ANYTHING, "nonce": ANYTHING},
            optional={"scanned_at": ANYTHING, "direction": ANYTHING, "force": ANYTHING},
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_batch_is_answered_scan_by_scan(app, program, numbers, scans):
    answer = program.answer(
        "POST",
        "/check-ins/batch",
        data=json.dumps({"scans": scans}),
        content_type="application/json",
    )
    # A number too long for JSON readers spoils the whole document, as broken brackets would.
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert len(answer.json["items"]) == len(scans)


BROKEN = [
    (b"", 400),
    (b"{", 400),
    (b"nonsense", 400),
    (b"null", 400),
    (b"[]", 400),
    (b'"text"', 400),
    (b"7", 400),
    (b"\xff\xfe", 400),
    (b"\x80", 400),
    (b"[" * 100_000, 400),
    (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, 400),
    (b'{"capacity": NaN}', 400),
    (b'{"capacity": -Infinity}', 400),
    (b'{"capacity": 1e999}', 422),
    (b'{"capacity": ' + b"9" * 5000 + b"}", 400),
    (b'{"title": "\xed\xa0\x80"}', 422),
    (b'{"title": "\\ud800"}', 422),
    (b'{"title": "\\u0000"}', 422),
    (b"{}", 422),
]


@pytest.mark.parametrize(("sent", "status"), BROKEN)
def test_what_is_no_json_object_is_refused(program, sent, status):
    answer = program.answer("POST", "/events", data=sent, content_type="application/json")
    assert answer.status_code == status


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "json"])
def test_another_type_than_json_is_refused(program, kind):
    answer = program.answer("POST", "/events", data=b"{}", content_type=kind)
    assert answer.status_code == 415


def test_a_body_that_is_too_large_is_refused(program):
    answer = program.answer(
        "POST", "/events", data=b" " * (3 * 1024 * 1024), content_type="application/json"
    )
    assert answer.status_code == 413


def test_what_is_nowhere_and_what_does_not_work_are_problems_too(program):
    program.get("/nothing", 404)
    answer = program.answer("DELETE", "/events")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_problems_are_told_in_english(program):
    program.headers["Accept-Language"] = "tr"
    assert program.get("/events/77", 404)["title"] == "Not Found"
    assert "URL" in program.get("/events/77", 404)["detail"]
