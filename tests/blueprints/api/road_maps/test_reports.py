"""Links for institutions and reports by the API."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.letters import Letter
from tests.blueprints.api.road_maps.test_road_maps import ACTION, DONE, ROAD_MAP

LINK = {"institution": "İl Özel İdaresi", "email": "idare@example.org", "period": "2099-1"}


@pytest.fixture
def road_map(program):
    return program.post("/roadmaps", ROAD_MAP)["id"]


@pytest.fixture
def action(program, road_map):
    return program.post(f"/roadmaps/{road_map}/actions", ACTION)["id"]


def test_a_link_is_shown_once_and_opens_until_it_is_revoked(app, program, road_map, action):
    first, second = (program.post(f"/roadmaps/{road_map}/links", LINK) for _ in "12")
    assert (first["due_on"], first["lapses_at"]) == ("2099-06-30", "2099-07-31T00:00:00+03:00")
    assert first["url"] != second["url"]
    assert first["url"].startswith("http://meydan.example.org/progress/")
    page = app.test_client()
    paths = [made["url"].removeprefix("http://meydan.example.org") for made in (first, second)]
    assert [page.get(path).status_code for path in paths] == [200, 200]
    revoked = program.call("DELETE", f"/roadmaps/{road_map}/links/{first['id']}")
    assert revoked["revoked_at"] and "url" not in revoked
    assert [page.get(path).status_code for path in paths] == [410, 200]
    program.call("DELETE", f"/roadmaps/{road_map}/links/999999", 404)


@pytest.mark.parametrize(
    "change",
    [{"period": "2027-3"}, {"period": "2027"}, {"email": "idare"}, {"lapses_at": "yarın"}],
)
def test_a_bad_link_is_refused_and_nobody_is_written_to(app, program, road_map, change):
    program.post(f"/roadmaps/{road_map}/links", {**LINK, **change}, 422)
    assert db.session.scalar(sa.select(sa.func.count(Letter.id))) == 0


def test_a_report_waits_and_is_approved_once(program, road_map, action):
    body = {"measured": 35, "measured_on": "2027-02-01", "explanation": "25 km bitti"}
    report = program.post(f"/actions/{action}/reports", {**body, "status": "under_way"})
    assert (report["state"], report["status"], report["action"]) == ("waiting", "under_way", action)
    waiting = f"/roadmaps/{road_map}/reports?status=waiting"
    assert [each["id"] for each in program.get(waiting)["items"]] == [report["id"]]
    assert program.get(f"/roadmaps/{road_map}")["actions"][0]["measured"] is None
    program.post(f"/reports/{report['id']}/approval", None, 200)
    refused = program.post(f"/reports/{report['id']}/approval", None, 409)
    assert refused["type"].endswith("#already-decided")
    program.post(f"/reports/{report['id']}/return", {"note": "Eksik"}, 409)
    told = program.get(f"/roadmaps/{road_map}")
    [shown] = told["actions"]
    assert (shown["measured"], shown["progress"], shown["status"]) == (35, 50.0, "under_way")
    assert told["changes"][0]["what"] == "status"
    assert program.get(waiting)["items"] == []


def test_a_returned_report_changes_nothing(program, road_map, action):
    report = program.post(f"/actions/{action}/reports", {"explanation": "Bitti", **DONE})["id"]
    program.post(f"/reports/{report}/return", {"note": " "}, 422)
    returned = program.post(f"/reports/{report}/return", {"note": "Kaç km?"}, 200)
    assert (returned["state"], returned["note"]) == ("returned", "Kaç km?")
    assert program.get(f"/roadmaps/{road_map}")["actions"][0]["status"] == "planned"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"explanation": "Bitti", "status": "done"}, "evidence"),
        ({"explanation": ""}, "explanation"),
        ({}, "explanation"),
        ({"explanation": "Bitti", "measured": "çok"}, "measured"),
        ({"explanation": "Bitti", "period": "2027-3"}, "period"),
    ],
)
def test_a_bad_report_is_refused(program, action, body, field):
    refused = program.post(f"/actions/{action}/reports", body, 422)
    assert list(refused["errors"]) == [field]


def test_a_dropped_action_says_why(program, road_map, action):
    report = program.post(
        f"/actions/{action}/reports", {"explanation": "Ödenek yok", "status": "dropped"}
    )["id"]
    program.post(f"/reports/{report}/approval", None, 200)
    [shown] = program.get(f"/roadmaps/{road_map}")["actions"]
    assert (shown["status"], shown["reason"]) == ("dropped", "Ödenek yok")
