"""Where the databases put rows must not tell whose answer is whose, no more than columns do."""

from typing import cast

import pytest
import sqlalchemy as sa

from extensions import db
from models.boxes import BoxedResponse, BoxedStatement
from models.feedback import FeedbackInvitation
from models.responses import Answer, Response, SubjectAnswer, Tally
from models.statements import Statement, StatementSide
from operations.base.answers import NamedProblem
from tests import factories
from tests.factories.feedback import close, count, questions, right, rights, submit

ANONYMOUS = [
    cast(sa.Table, model.__table__)
    for model in (Response, Answer, SubjectAnswer, Tally, Statement, StatementSide)
]


def test_no_column_leads_from_an_answer_to_a_person(app):
    """Anonymous by schema: the tables of answers point at forms alone, and hold no moment."""
    reached, waiting = set(), list(ANONYMOUS)
    while waiting:
        table = waiting.pop()
        reached.add(table.name)
        waiting += [
            key.column.table for key in table.foreign_keys if key.column.table.name not in reached
        ]
    personal = {"registrations", "feedback_invitations", "rights", "tickets", "scans", "letters"}
    assert "waves" in reached
    assert not reached & personal
    for table in ANONYMOUS:
        moments = [c.name for c in table.columns if "time" in str(c.type).lower()]
        assert moments == []


def test_an_answer_changes_no_invitation(app):
    """On PostgreSQL the row versions stay, too: nothing tells that any was written with it."""
    event = factories.event(over=True)
    made = [right(event) for _ in range(4)]
    before = invitations()
    for held in made[:3]:
        submit(held, {questions(event)[0].id: 4})
        db.session.commit()
    close(event)
    assert invitations() == before


def invitations():
    columns = [str(column.name) for column in FeedbackInvitation.__table__.columns]
    if db.engine.dialect.name == "postgresql":
        columns += ["xmin::text", "ctid::text"]
    rows = db.session.execute(sa.text(f"SELECT {', '.join(columns)} FROM feedback_invitations"))
    return sorted(map(tuple, rows))


def test_what_leaves_a_box_gets_a_new_number_of_no_order(app):
    event = factories.event(over=True)
    asked = questions(event)[0].id
    boxed: list[int] = []
    for held in rights(event, 12):
        submit(held, {asked: 4})
        db.session.commit()
        boxed += set(db.session.scalars(sa.select(BoxedResponse.id))) - set(boxed)
    close(event)
    numbers = list(db.session.scalars(sa.select(Response.id)))
    assert len(set(numbers)) == 12
    assert not set(numbers) & set(boxed)
    assert min(*numbers, *boxed) > 1_000_000  # nobody's row number, and no counter
    if db.engine.dialect.name == "sqlite":
        for table in ("answers", "tallies", "statement_sides", "sent_forms"):
            with pytest.raises(sa.exc.OperationalError, match="no such column"):
                db.session.execute(sa.text(f"SELECT rowid FROM {table}"))
            db.session.rollback()


def test_one_transaction_moves_several_of_one_box_and_nothing_else(app):
    if db.engine.dialect.name != "postgresql":
        return  # SQLite keeps no transaction with a row
    event = factories.event(over=True)
    asked, [problem] = questions(event)[0].id, [q for q in questions(event) if q.kind == "problem"]
    for held in rights(event, 12):
        submit(held, {asked: 4, problem.id: NamedProblem("Yol")})
        db.session.commit()
    before = {box: transactions(box) for box in ("response_box", "statement_box")}
    assert len(before["response_box"]) == len(before["statement_box"]) == 12
    count()
    moved = {table: transactions(table) for table in ("responses", "statements")}
    assert {table: len(which) for table, which in moved.items()} == {
        "responses": 1,
        "statements": 1,
    }
    assert moved["responses"] == transactions("answers") == transactions("response_box")
    assert moved["statements"] == transactions("statement_box")  # what stays was written anew
    assert moved["responses"] != moved["statements"]


def transactions(table):
    return set(db.session.scalars(sa.text(f"SELECT DISTINCT xmin::text FROM {table}")))


def test_a_text_for_the_problem_list_is_kept_as_a_statement_alone(app):
    event = factories.event(over=True)
    [problem] = [q for q in questions(event) if q.kind == "problem"]
    for held in rights(event, 5):
        submit(held, {problem.id: NamedProblem("Servis gelmiyor")})
    db.session.commit()
    assert "Servis" not in str(db.session.scalars(sa.select(BoxedResponse.answers)).all())
    assert db.session.scalars(sa.select(BoxedStatement.text)).all() == ["Servis gelmiyor"] * 5
    close(event)
    assert db.session.scalars(sa.select(Statement.text)).all() == ["Servis gelmiyor"] * 5
    assert db.session.scalars(sa.select(Answer)).all() == []
    counted = sa.select(Tally.question_id, Tally.value, Tally.count)
    assert db.session.execute(counted).all() == [(problem.id, "", 5)]
