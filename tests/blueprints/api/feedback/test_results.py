"""Feedback, statements and problems."""

import pytest
import sqlalchemy as sa

from blueprints.api.feedback import results
from extensions import db
from models.scopes import Scope
from models.sectors import Sector
from models.statements import Statement
from operations.problems.lists import list_of
from operations.problems.publication import publish_list
from tests import factories
from tests.blueprints.api.check_in.test_checkpoints import session_of
from tests.factories import feedback, problems


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
    problem = problems.filed(statements, "Ulaşım")
    db.session.commit()
    (told,) = program.get(f"/events/{event.id}/problems")["items"]
    assert (told["id"], told["title"], told["published"]) == (problem.id, "Ulaşım", False)
    assert told["sides"] == {"public": 1, "cso": 2, "academia": 0, "private": 0, "other": 0}
    assert len(told["statements"]) == 4
    publish_list(list_of(Scope(event_id=event.id)), by=program.user, at=factories.NOW)
    db.session.commit()
    assert program.get(f"/events/{event.id}/problems")["items"][0]["published"] is True


def test_before_anybody_is_asked_there_is_nothing(program, event):
    told = program.get(f"/events/{event.id}/feedback")
    assert told == {
        "event_id": event.id,
        "wave_id": None,
        **dict.fromkeys(("invited", "answered", "waiting", "counted"), 0),
        "by_side": {},
        "questions": [],
    }


@pytest.fixture
def answered(app):
    event = factories.event(over=True)
    for rating in (5, 4, 3, 4, 4, 4, 4, 4, 4, 4):
        feedback.answer(event, rating=rating, side=Sector.CSO, text="Tanışmak")
    return event


def test_while_answers_are_taken_feedback_tells_totals_alone(program, answered):
    told = program.get(f"/events/{answered.id}/feedback")
    assert (told["invited"], told["answered"], told["waiting"], told["counted"]) == (10, 10, 10, 0)
    assert (told["by_side"], told["questions"]) == ({}, [])
    feedback.count()
    told = program.get(f"/events/{answered.id}/feedback")
    assert (told["answered"], told["waiting"], told["counted"], told["by_side"]) == (10, 5, 5, {})
    assert told["questions"][0]["ratings"]["count"] == 5
    assert told["questions"][0]["ratings_by_side"] == {}
    texts = next(question["texts"] for question in told["questions"] if question["texts"])
    assert [text["side"] for text in texts] == [None] * 5


def test_feedback_is_told_question_by_question(program, answered):
    wave = feedback.close(answered)
    told = program.get(f"/events/{answered.id}/feedback")
    assert (told["event_id"], told["wave_id"]) == (answered.id, wave.id)
    assert (told["answered"], told["by_side"]) == (10, {"cso": 10})
    first = told["questions"][0]
    assert first["ratings"] == {
        "count": 10,
        "mean": 4,
        "distribution": {"1": 0, "2": 0, "3": 1, "4": 8, "5": 1},
    }
    assert first["ratings_by_side"]["cso"]["count"] == 10
    texts = next(question["texts"] for question in told["questions"] if question["texts"])
    assert texts == [{"text": "Tanışmak", "side": "cso", "signature": ""}] * 10
    assert told["questions"][-1]["texts"] == []  # a named problem is a statement alone


def test_texts_beyond_the_first_are_listed_page_by_page(program, answered, monkeypatch):
    monkeypatch.setattr(results, "MOST_TEXTS", 4)
    feedback.close(answered)
    asked = next(
        question
        for question in program.get(f"/events/{answered.id}/feedback")["questions"]
        if question["texts"]
    )
    assert (len(asked["texts"]), asked["more"]) == (4, True)
    address = f"/events/{answered.id}/feedback/texts?question={asked['id']}&limit=6"
    first = program.get(address)
    second = program.get(f"{address}&after={first['next']}")
    assert (len(first["items"]), len(second["items"]), second["next"]) == (6, 4, None)
    program.get(f"/events/{answered.id}/feedback/texts?question={2**40}", 422)
