"""Workshops by the API: opened, with rounds, read with their votes, closed."""

import pytest

from extensions import db
from models.users import Role
from models.workshops import Workshop
from tests import factories
from tests.factories import problems, workshops
from tests.statements import count_statements


@pytest.fixture
def room(program):
    event = factories.event()
    return program.post(f"/events/{event.id}/workshops", {"title": "Atölye"})


def open_round(program, room, status=201, **body):
    return program.post(f"/workshops/{room['id']}/rounds", body, status)


def test_a_workshop_opens_with_a_code(program, room):
    assert room["url"] == f"http://meydan.example.org/workshops/{room['code']}"
    seen = program.get(f"/workshops/{room['id']}")
    assert (seen["seats"], seen["dots"], seen["rounds"]) == (0, 0, [])
    assert not seen["shows_at_once"]
    program.post(f"/events/{room['event_id']}/workshops", {"title": ""}, 422)


def test_a_round_has_its_votes_by_problem(program, room):
    made = open_round(program, room, kind="dots", dots=5, most=3, hidden=True)
    workshop = db.session.get_one(Workshop, room["id"])
    road = problems.problem(workshop.event, "Yol")
    workshops.phone(workshop).dots(road.id, 2)
    workshops.phone(workshop).dots(road.id, 3)
    with count_statements() as ran:
        seen = program.get(f"/workshops/{room['id']}")
    assert len(ran) <= 11
    assert (seen["seats"], seen["dots"]) == (2, 5)
    [shown] = seen["rounds"]
    assert shown["id"] == made["id"]
    assert (shown["kind"], shown["dots"], shown["most"], shown["hidden"]) == ("dots", 5, 3, True)
    assert shown["votes"] == [{"problem": road.id, "title": "Yol", "seats": 2, "dots": 5}]


def test_a_second_round_of_a_kind_waits_until_the_first_is_closed(program, room):
    first = open_round(program, room, kind="write")
    open_round(program, room, kind="mine_too")
    refused = open_round(program, room, 409, kind="write")
    assert refused["type"].endswith("#round-is-open")
    for _twice in range(2):
        closed = program.post(f"/rounds/{first['id']}/closing", status=200)
        assert closed["closed_at"]
    assert open_round(program, room, kind="write")["id"] != first["id"]


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "shout"},
        {"kind": "dots"},
        {"kind": "dots", "dots": 0},
        {"kind": "dots", "dots": 3, "most": 4},
        {"kind": "dots", "dots": True},
        {"kind": "write", "hidden": "yes"},
    ],
)
def test_a_round_that_makes_no_sense_is_refused(program, room, body):
    assert open_round(program, room, 422, **body)["errors"]


def test_a_closed_workshop_keeps_its_votes_and_opens_no_round(program, room):
    open_round(program, room, kind="write")
    for _twice in range(2):
        closed = program.post(f"/workshops/{room['id']}/closing", status=200)
        assert closed["closed_at"]
        assert closed["rounds"][0]["closed_at"]
    assert open_round(program, room, 409, kind="write")["type"].endswith("#workshop-closed")


def test_moderators_run_workshops(program_of, room):
    moderator = program_of(Role.MODERATOR, province="19")
    made = open_round(moderator, room, kind="write")
    moderator.post(f"/rounds/{made['id']}/closing", status=200)
    elsewhere = program_of(Role.MODERATOR, province="06")
    elsewhere.post(f"/rounds/{made['id']}/closing", status=404)
