"""Statements by the API: written, shown, hidden, their marks answered; lists published, closed."""

import pytest

from extensions import db
from models.scopes import Scope
from models.statements import Statement
from models.users import Role
from operations.problems.lists import list_of
from tests import factories
from tests.factories.problems import problem

TEXT = "Müdür Ahmet Yılmaz dönmüyor: 0532 123 45 67"
MASKED = "Müdür [kişi adı] dönmüyor: [telefon]"


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def path(event):
    return f"/events/{event.id}/statements"


def change(program, statement, body, status=200):
    return program.patch(f"/statements/{statement['id']}", body, status)


def test_a_statement_is_received_with_its_marks(program, path, event):
    session = factories.session(event)
    body = {"text": TEXT, "side": "cso", "session_id": session.id, "hurts": 4, "topic": "Yazışma"}
    made = program.post(path, body)
    told = {
        "state": "received",
        "text": TEXT,
        "public_text": MASKED,
        "marks": [
            {"kind": "name", "start": 6, "end": 18},
            {"kind": "phone", "start": 29, "end": 43},
        ],
        "masked": False,
        "session_id": session.id,
        "hurts": 4,
        "topic": "Yazışma",
    }
    assert told.items() <= made.items()
    assert program.get(path)["items"] == [made]


def test_what_may_be_left_out_may_be_null(program, path):
    nothing = dict.fromkeys(("side", "session_id", "hurts", "topic"))
    made = program.post(path, {"text": "Yol bozuk", **nothing})
    assert (made["side"], made["session_id"], made["hurts"], made["topic"]) == (
        None,
        None,
        None,
        "",
    )


def test_masks_are_accepted_or_rejected_all_at_once(program, path):
    made = program.post(path, {"text": TEXT})
    accepted = change(program, made, {"masks": "accept"})
    assert (accepted["public_text"], accepted["masked"]) == (MASKED, True)
    rejected = change(program, made, {"masks": "reject"})
    assert (rejected["public_text"], rejected["masked"]) == (TEXT, False)


def test_a_state_changes_by_acts(program, path, event):
    made = program.post(path, {"text": "Yol"})
    bodies = [
        {"state": "visible"},
        {"state": "hidden", "reason": "Konu dışı"},
        {},
        {"state": "received"},
    ]
    states = [change(program, made, body)["state"] for body in bodies]
    assert states == ["visible", "hidden", "hidden", "received"]
    acts = program.get(f"/events/{event.id}/acts")["items"]
    assert [act["act"] for act in acts] == ["show", "hide", "show"]
    program.post(f"/acts/{acts[0]['id']}/undo")
    assert program.get(path)["items"][0]["state"] == "hidden"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"state": "hidden"}, "reason"),
        ({"state": "hidden", "reason": " "}, "reason"),
        ({"state": "joined"}, "state"),
        ({"state": "gone"}, "state"),
        ({"masks": "maybe"}, "masks"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(program, path, body, field):
    made = program.post(path, {"text": TEXT})
    answer = change(program, made, body, 422)
    assert list(answer["errors"]) == [field]
    assert program.get(path)["items"] == [made]


def test_two_thousand_characters_are_taken_and_no_more(program, path):
    assert len(program.post(path, {"text": "a" * 2000})["text"]) == 2000
    program.post(path, {"text": "a" * 2001}, 422)


def test_who_does_not_moderate_reads_the_public_text(program, program_of, path):
    program.post(path, {"text": TEXT})
    [seen] = program_of(Role.VIEWER).get(path)["items"]
    assert (seen["text"], seen["public_text"], seen["marks"]) == (MASKED, MASKED, [])


def test_a_destroyed_original_is_not_shown_again(program, path):
    made = program.post(path, {"text": TEXT})
    statement = db.session.get_one(Statement, int(made["id"]))
    statement.text, statement.original_destroyed_on = MASKED, statement.made_on
    db.session.commit()
    answer = change(program, made, {"masks": "reject"}, 409)
    assert answer["type"].endswith("#original-destroyed")


def test_a_list_is_published_once_its_marks_are_answered(program, path, event):
    made, heading = program.post(path, {"text": TEXT}), problem(event)
    db.session.commit()
    publication = f"/events/{event.id}/problems/publication"
    answer = program.post(publication, status=409)
    assert answer["type"].endswith("#unanswered-marks")
    assert answer["statements"] == [made["id"]]
    change(program, made, {"masks": "accept"})
    published = program.post(publication, status=200)
    assert published["scope"] == f"event:{event.id}"
    assert published["published_at"]
    assert heading.published_at


def test_a_list_is_closed_once(program, event):
    closed = [program.post(f"/events/{event.id}/problems/closing", status=200) for _ in range(2)]
    assert closed[0]["closed_at"] == closed[1]["closed_at"]
    assert list_of(Scope(event_id=event.id)).closed_at
