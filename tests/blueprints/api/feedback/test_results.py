"""Feedback, statements and problems."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.problems import Statement
from models.sectors import Sector
from operations.problems.problems import merge, publish_problems
from tests import factories
from tests.blueprints.api.check_in.test_checkpoints import session_of
from tests.factories import feedback


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def address(event):
    return f"/events/{event.id}/statements"


def test_a_statement_keeps_its_side_and_session(program, event, address):
    session = session_of(event)
    sent = {"text": " Yol parası\r\nödenmiyor ", "side": "cso", "session_id": session.id}
    made = program.post(address, sent)
    assert (made["text"], made["side"]) == ("Yol parası\nödenmiyor", "cso")
    assert (made["session_id"], made["problem_id"], made["source"]) == (session.id, None, "api")
    assert program.get(address)["items"] == [made]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", " \n "),
        ("text", "a" * 10_001),
        ("text", "\x00"),
        ("text", "\ud800"),
        ("text", 1),
        ("side", "them"),
        ("session_id", 12345),
        ("session_id", "1"),
    ],
)
def test_a_bad_field_is_named(program, address, field, value):
    assert list(program.post(address, {"text": "Yol", field: value}, 422)["errors"]) == [field]


def test_problems_tell_how_many_statements_each_side_made(program, event, address):
    for side in ("cso", "cso", "public", None):
        program.post(address, {"text": "Yol", "side": side})
    statements = db.session.scalars(sa.select(Statement)).all()
    problem = merge(event, statements, title="Ulaşım", by=None, at=factories.NOW)
    db.session.commit()
    (told,) = program.get(f"/events/{event.id}/problems")["items"]
    assert (told["id"], told["title"], told["published"]) == (problem.id, "Ulaşım", False)
    assert told["sides"] == {"public": 1, "cso": 2, "academia": 0, "private": 0, "other": 0}
    assert len(told["statements"]) == 4
    publish_problems(event, by=program.user, at=factories.NOW)
    db.session.commit()
    assert program.get(f"/events/{event.id}/problems")["items"][0]["published"] is True


def test_feedback_is_told_question_by_question(program):
    event = factories.event(over=True)
    for rating in (5, 4, 3):
        feedback.answer(event, rating=rating, side=Sector.CSO, problem="Yol")
    told = program.get(f"/events/{event.id}/feedback")
    assert (told["event_id"], told["answered"], told["by_side"]) == (event.id, 3, {"cso": 3})
    first = told["questions"][0]
    assert first["ratings"]["mean"] == 4
    assert first["ratings"]["distribution"] == {"1": 0, "2": 0, "3": 1, "4": 1, "5": 1}
    assert first["ratings_by_side"]["cso"]["count"] == 3
    texts = next(question["texts"] for question in told["questions"] if question["texts"])
    assert [text["text"] for text in texts] == ["Yol"] * 3
