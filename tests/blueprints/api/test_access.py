"""A role answers what (403), the province answers which (404)."""

from datetime import timedelta

import pytest

from extensions import db
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from models.users import Role
from operations.check_in.scans import check_in
from policy import Permission, may
from tests import factories
from tests.blueprints.api.check_in.tickets import code_of
from tests.factories import feedback, workshops
from tests.operations.problems.sorting import Board

EVENT = {
    "title": "Gün",
    "kind": "meeting",
    "starts_at": "2027-03-12T10:00:00+03:00",
    "ends_at": "2027-03-12T17:00:00+03:00",
    "province": "19",
}
PERSON = {"given_name": "Işıl", "family_name": "Çağ", "sector": "cso"}
SURVEY = {"title": "Anket", "province": "19", "questions": []}
ROAD_MAP = {"title": "Yol", "scope": "province:19", "period": "2026-2028"}
ACTION = {
    "no": "1",
    "title": "Yol onarılır",
    "institution": "Belediye",
    "starts_on": "2026-01-01",
    "ends_on": "2027-01-01",
}
LINK = {"institution": "Belediye", "email": "b@example.org", "period": "2027-1"}
WAVE = {"name": "İlk", "opens_at": "2020-03-12T10:00:00+03:00", "link": "personal"}

CALLS = [
    ("GET", "/events", None, None),
    ("POST", "/events", EVENT, Permission.EDIT_EVENTS),
    ("GET", "/events/{event}", None, None),
    ("PATCH", "/events/{event}", {"venue": "Salon"}, Permission.EDIT_EVENTS),
    ("GET", "/events/{event}/checkpoints", None, None),
    ("POST", "/events/{event}/checkpoints", {"name": "Arka"}, Permission.EDIT_EVENTS),
    ("GET", "/events/{event}/registrations", None, Permission.SEE_REGISTRATIONS),
    ("POST", "/events/{event}/registrations", PERSON, Permission.MANAGE_REGISTRATIONS),
    ("GET", "/events/{event}/questions", None, Permission.SEE_REGISTRATIONS),
    ("GET", "/registrations/{registration}", None, Permission.SEE_REGISTRATIONS),
    ("PATCH", "/registrations/{registration}", {"phone": None}, Permission.MANAGE_REGISTRATIONS),
    ("POST", "/check-ins", "scan", Permission.CHECK_IN),
    ("POST", "/check-ins/batch", {"scans": [1]}, Permission.CHECK_IN),
    ("POST", "/scans/{scan}/annulment", None, Permission.CHECK_IN),
    ("GET", "/checkpoints/{checkpoint}/status", None, Permission.CHECK_IN),
    ("GET", "/check-in/keys", None, Permission.CHECK_IN),
    ("GET", "/events/{event}/feedback", None, Permission.SEE_RESULTS),
    ("GET", "/events/{event}/feedback/texts?question={question}", None, Permission.SEE_RESULTS),
    ("GET", "/events/{event}/statements", None, Permission.SEE_RESULTS),
    ("POST", "/events/{event}/statements", {"text": "Yol"}, Permission.MODERATE_PROBLEMS),
    ("PATCH", "/statements/{statement}", {"state": "visible"}, Permission.MODERATE_PROBLEMS),
    ("GET", "/statements/{statement}/mates", None, Permission.MODERATE_PROBLEMS),
    ("GET", "/events/{event}/problems", None, Permission.SEE_RESULTS),
    ("POST", "/events/{event}/problems/publication", None, Permission.MODERATE_PROBLEMS),
    ("POST", "/events/{event}/problems/closing", None, Permission.MODERATE_PROBLEMS),
    ("POST", "/events/{event}/acts", "rename", Permission.MODERATE_PROBLEMS),
    ("GET", "/events/{event}/acts", None, Permission.MODERATE_PROBLEMS),
    ("POST", "/acts/{act}/undo", None, Permission.MODERATE_PROBLEMS),
    ("GET", "/problems?scope=event:{event}", None, Permission.SEE_RESULTS),
    (
        "PUT",
        "/problems/{problem}/score",
        {"impact": 5, "feasibility": 1},
        Permission.MODERATE_PROBLEMS,
    ),
    ("GET", "/surveys", None, Permission.SEE_RESULTS),
    ("POST", "/surveys", SURVEY, Permission.EDIT_EVENTS),
    ("GET", "/surveys/{survey}", None, Permission.SEE_RESULTS),
    ("PATCH", "/surveys/{survey}", {"title": "Anket"}, Permission.EDIT_EVENTS),
    ("POST", "/surveys/{survey}/waves", WAVE, Permission.EDIT_EVENTS),
    ("POST", "/surveys/{survey}/publication", None, Permission.EDIT_EVENTS),
    (
        "GET",
        "/surveys/{survey}/comparison?waves={wave},{later}",
        None,
        Permission.SEE_RESULTS,
    ),
    ("GET", "/waves/{wave}", None, Permission.SEE_RESULTS),
    ("GET", "/waves/{wave}/results", None, Permission.SEE_RESULTS),
    ("POST", "/waves/{wave}/rights", {"count": 1}, Permission.EDIT_EVENTS),
    ("POST", "/waves/{wave}/answers", {"answers": {}}, Permission.MODERATE_PROBLEMS),
    ("POST", "/waves/{wave}/closing", {}, Permission.EDIT_EVENTS),
    ("POST", "/events/{event}/workshops", {"title": "Atölye"}, Permission.MODERATE_PROBLEMS),
    ("POST", "/workshops/{workshop}/rounds", {"kind": "write"}, Permission.MODERATE_PROBLEMS),
    ("POST", "/rounds/{round}/closing", None, Permission.MODERATE_PROBLEMS),
    ("POST", "/workshops/{workshop}/closing", None, Permission.MODERATE_PROBLEMS),
    ("GET", "/workshops/{workshop}", None, Permission.SEE_RESULTS),
    ("POST", "/roadmaps", ROAD_MAP, Permission.EDIT_ROAD_MAPS),
    ("GET", "/roadmaps/{road_map}", None, Permission.SEE_RESULTS),
    ("POST", "/roadmaps/{road_map}/actions", {**ACTION, "no": "2"}, Permission.EDIT_ROAD_MAPS),
    ("PATCH", "/actions/{action}", {"title": "Yol"}, Permission.EDIT_ROAD_MAPS),
    ("POST", "/roadmaps/{road_map}/links", LINK, Permission.EDIT_ROAD_MAPS),
    ("DELETE", "/roadmaps/{road_map}/links/{link}", None, Permission.EDIT_ROAD_MAPS),
    ("GET", "/roadmaps/{road_map}/reports?status=waiting", None, Permission.SEE_RESULTS),
    ("POST", "/actions/{action}/reports", {"explanation": "Oldu"}, Permission.EDIT_ROAD_MAPS),
    ("POST", "/reports/{report}/approval", None, Permission.EDIT_ROAD_MAPS),
    ("POST", "/reports/{other_report}/return", {"note": "Eksik"}, Permission.EDIT_ROAD_MAPS),
]


@pytest.fixture
def rows(program):
    """One of each thing, in Çorum (19)."""
    event = factories.event()
    checkpoint = program.get(f"/events/{event.id}")["checkpoints"][0]["id"]
    registration = factories.registration(event)
    code = code_of(registration)
    scan = program.post(
        "/check-ins", {"code": code, "checkpoint_id": checkpoint, "nonce": "1"}, 200
    )
    survey = program.post("/surveys", SURVEY)["id"]
    wave = program.post(f"/surveys/{survey}/waves", WAVE)["id"]
    later = program.post(f"/surveys/{survey}/waves", WAVE)["id"]
    statement = program.post(f"/events/{event.id}/statements", {"text": "Yol"})["id"]
    board = Board(event)
    problem, _said = board.heading("a")
    act = board.rename(board.heading("b")[0], "Ad")
    db.session.commit()
    workshop = workshops.workshop(event)
    road_map = program.post("/roadmaps", ROAD_MAP)["id"]
    action = program.post(f"/roadmaps/{road_map}/actions", ACTION)["id"]
    report, other_report = (
        program.post(f"/actions/{action}/reports", {"explanation": "Oldu"})["id"] for _ in "12"
    )
    return {
        "problem": problem,
        "act": act.id,
        "workshop": workshop.id,
        "round": workshops.round_of(workshop).id,
        "road_map": road_map,
        "action": action,
        "link": program.post(f"/roadmaps/{road_map}/links", LINK)["id"],
        "report": report,
        "other_report": other_report,
        "survey": survey,
        "statement": statement,
        "wave": wave,
        "later": later,
        "event": event.id,
        "question": feedback.wave_of(event).form.questions[0].id,
        "checkpoint": checkpoint,
        "registration": registration.id,
        "scan": scan["scan_id"],
        "code": code,
    }


def body_of(body, rows):
    if body == "rename":
        return {"act": "rename", "problems": [rows["problem"]], "title": "Yeni"}
    if body != "scan":
        return body
    return {"code": rows["code"], "checkpoint_id": rows["checkpoint"], "nonce": "2"}


@pytest.mark.parametrize("role", list(Role))
def test_every_call_asks_for_its_permission(program_of, rows, role):
    program = program_of(role)
    for method, path, body, permission in CALLS:
        answer = program.answer(method, path.format(**rows), json=body_of(body, rows))
        allowed = permission is None or may(program.user, permission)
        if path.startswith("/scans") and role is Role.CHECK_IN_STAFF:
            allowed = False  # someone else's scan
        assert (answer.status_code == 403) != allowed, (method, path, answer.status_code)
        assert answer.status_code in (200, 201, 202, 403), (method, path, answer.text)


def test_what_lies_in_another_province_is_not_there(program_of, rows):
    stranger = program_of(Role.PROVINCIAL_ORGANIZER, province="06")
    for method, path, body, _permission in CALLS:
        if "{" in path or body == "scan":
            answer = stranger.answer(method, path.format(**rows), json=body_of(body, rows))
            assert answer.status_code == 404, (method, path, answer.status_code)
    assert stranger.get("/events")["items"] == []
    assert stranger.get("/check-in/keys")["revoked"] == []


def test_what_lies_in_the_own_province_is_there(program_of, rows):
    organizer = program_of(Role.PROVINCIAL_ORGANIZER, province="19")
    for method, path, body, _permission in CALLS:
        answer = organizer.answer(method, path.format(**rows), json=body_of(body, rows))
        assert answer.status_code in (200, 201, 202), (method, path, answer.text)


def _rule(path):
    """The address as a route has it; statements have larger numbers than other rows."""
    rule = path.partition("?")[0].replace("{", "<int:").replace("}", "_id>")
    return rule.replace("<int:statement_id>", "<bigint:statement_id>")


def test_every_call_of_the_api_stands_in_this_matrix(app):
    known = {(method, _rule(path.replace("{other_", "{"))) for method, path, *_ in CALLS}
    routes = {
        (method, rule.rule.removeprefix("/api/v1"))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1/")
    }
    assert routes - known == {("GET", "/openapi.json"), ("GET", "/docs")}


def test_numbers_that_no_row_can_have_are_not_there(program):
    for path in ("/events/0", "/events/2147483648", f"/registrations/{'9' * 400}"):
        program.get(path, 404)
    program.post(f"/scans/{2**63}/annulment", status=404)


def test_check_in_staff_undo_their_own_scan_only(program_of, rows):
    staff = program_of(Role.CHECK_IN_STAFF)
    staff.post(f"/scans/{rows['scan']}/annulment", status=403)
    own = staff.post("/check-ins", body_of("scan", rows), 200)["scan_id"]
    assert staff.post(f"/scans/{own}/annulment", status=200)["annulled_at"]


def test_old_scans_are_undone_by_organizers_alone(program_of, rows):
    staff = program_of(Role.CHECK_IN_STAFF)
    checkpoint = db.session.get_one(Checkpoint, rows["checkpoint"])
    earlier = utc_now() - timedelta(minutes=20)
    old = check_in(checkpoint, code="yok", nonce="3", scanned_at=earlier, at=earlier, by=staff.user)
    db.session.commit()
    staff.post(f"/scans/{old.scan.id}/annulment", status=403)
    program_of().post(f"/scans/{old.scan.id}/annulment", status=200)


def test_who_may_only_look_gets_no_key_to_act_as_the_person(program_of, rows):
    seen = program_of(Role.EVALUATOR).get(f"/registrations/{rows['registration']}")
    assert (seen["ticket_code"], seen["short_code"], seen["self_service_url"]) == (None, None, None)
