"""Road maps and their actions by the API."""

from datetime import timedelta
from typing import Any

import pytest

from lib.clock import utc_now
from models.users import Role
from tests.factories import problems
from tests.statements import count_statements

ROAD_MAP: dict[str, Any] = {
    "title": "Iğdır Yol Haritası",
    "scope": "province:76",
    "period": "2026-2028",
    "published": True,
}
ACTION: dict[str, Any] = {
    "no": "1.10",
    "theme": "Ulaşım",
    "title": "Yol onarılır",
    "institution": "İl Özel İdaresi",
    "partners": ["Belediye"],
    "starts_on": "2026-01-01",
    "ends_on": "2099-12-31",
    "indicator": {
        "name": "Onarılan yol",
        "unit": "km",
        "baseline": 10,
        "baseline_on": "2026-01-01",
        "target": 60,
        "target_on": "2027-12-31",
    },
    "source": "Bakanlık",
    "amount": 1500000.5,
    "scope": "province:76",
    "status": "planned",
}
DONE: dict[str, Any] = {
    "evidence": [{"title": "Tutanak", "url": "https://example.org/t"}],
    "status": "done",
}


@pytest.fixture
def road_map(program):
    return program.post("/roadmaps", ROAD_MAP)["id"]


def test_a_road_map_is_read_as_it_was_written(program, road_map):
    problem = problems.problem()
    action = program.post(f"/roadmaps/{road_map}/actions", {**ACTION, "problems": [problem.id]})
    told = program.get(f"/roadmaps/{road_map}")
    assert {name: told[name] for name in ROAD_MAP} == ROAD_MAP
    assert told["slug"] == "igdir-yol-haritasi"
    assert told["actions"] == [action]
    indicator = action.pop("indicator")
    assert indicator == {**ACTION["indicator"], "name_en": ""}
    assert action == {
        **{name: value for name, value in ACTION.items() if name != "indicator"},
        "id": action["id"],
        "problems": [problem.id],
        "title_en": "",
        "theme_en": "",
        "reason": "",
        "explanation": "",
        "evidence": [],
        "measured": None,
        "measured_on": None,
        "progress": None,
        "late": False,
        "unreported": None,
    }
    assert [(change["what"], change["action"]) for change in told["changes"]] == [
        ("added", action["id"]),
        ("published", None),
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": "2025-12-31"}, "ends_on"),
        ({"indicator": {**ACTION["indicator"], "target": 10}}, "indicator.target"),
        ({"status": "done"}, "evidence"),
        ({"status": "dropped"}, "reason"),
        ({"status": "late"}, "status"),
        ({"problems": [987654]}, "problems"),
        ({"scope": "province:06"}, "scope"),
        ({"scope": "event:1"}, "scope"),
        ({"no": 1}, "no"),
        ({"no": ""}, "no"),
        ({"evidence": [{"title": "x", "url": "javascript:alert(1)"}]}, "evidence.0.url"),
        ({"starts_on": "yarın"}, "starts_on"),
        ({"amount": "çok"}, "amount"),
    ],
)
def test_bad_fields_are_named_and_nothing_is_kept(program, road_map, change, field):
    program.post(f"/roadmaps/{road_map}/actions", {**ACTION, "no": "1"})
    refused = program.post(f"/roadmaps/{road_map}/actions", {**ACTION, **change}, 422)
    assert list(refused["errors"]) == [field]
    assert len(program.get(f"/roadmaps/{road_map}")["actions"]) == 1


def test_what_may_be_left_out_may_be_null(program, road_map):
    nothing = dict.fromkeys(("source", "amount", "reason"))
    action = program.post(f"/roadmaps/{road_map}/actions", {**ACTION, **nothing})
    assert (action["source"], action["amount"], action["reason"]) == ("", None, "")


def test_a_number_stands_once_in_a_road_map(program, road_map):
    program.post(f"/roadmaps/{road_map}/actions", ACTION)
    refused = program.post(f"/roadmaps/{road_map}/actions", ACTION, 422)
    assert list(refused["errors"]) == ["no"]


@pytest.mark.parametrize(
    "change",
    [
        {"period": "2028-2026"},
        {"period": "2026"},
        {"scope": "event:1"},
        {"scope": "province:99"},
        {"title": " "},
        {"published": "yes"},
    ],
)
def test_a_bad_road_map_is_refused(program, change):
    program.post("/roadmaps", {**ROAD_MAP, **change}, 422)


def test_progress_is_untrimmed_and_late_is_computed(program, road_map):
    yesterday = (utc_now() - timedelta(days=2)).date().isoformat()
    action = program.post(f"/roadmaps/{road_map}/actions", {**ACTION, "ends_on": yesterday})
    assert action["late"] is True
    measured = {"measured": 85, "measured_on": "2027-01-01"}
    assert program.patch(f"/actions/{action['id']}", measured)["progress"] == 150.0
    assert program.patch(f"/actions/{action['id']}", {"measured": -15})["progress"] == -50.0
    no_target = {"indicator": {"target": None}}
    told = program.patch(f"/actions/{action['id']}", no_target)
    assert (told["progress"], told["indicator"]["baseline"]) == (None, 10)
    assert program.patch(f"/actions/{action['id']}", DONE)["late"] is False


def test_a_change_of_a_published_road_map_is_told_once(program, road_map):
    action = program.post(f"/roadmaps/{road_map}/actions", ACTION)["id"]
    change = {"status": "under_way", "title": "Yol yapılır"}
    program.patch(f"/actions/{action}", change)
    program.patch(f"/actions/{action}", change)
    [latest, *others] = program.get(f"/roadmaps/{road_map}")["changes"]
    assert (latest["what"], latest["no"], len(others)) == ("status", "1.10", 2)
    assert latest["details"] == {
        "title": ["Yol onarılır", "Yol yapılır"],
        "status": ["planned", "under_way"],
    }


def test_a_user_of_a_province_makes_its_own_alone(program_of):
    program = program_of(Role.PROVINCIAL_ORGANIZER, province="76")
    program.post("/roadmaps", ROAD_MAP)
    for scope in ("programme", "province:06"):
        program.post("/roadmaps", {**ROAD_MAP, "scope": scope}, 403)


def test_twenty_actions_cost_as_many_statements_as_one(program, road_map):
    def statements():
        with count_statements() as seen:
            program.get(f"/roadmaps/{road_map}")
        return len(seen)

    program.post(f"/roadmaps/{road_map}/actions", {**ACTION, "no": "0"})
    one = statements()
    for number in range(1, 20):
        program.post(f"/roadmaps/{road_map}/actions", {**ACTION, "no": str(number)})
    assert statements() == one
