"""A matrix and its rows: built, moved, retired and deleted as one."""

from dataclasses import replace

import pytest

from extensions import db
from models.forms import FormPurpose, Question, QuestionKind
from operations.forms.builder import BrokenCondition, change_question
from operations.forms.details import RowDetails, details_of, rows_of
from operations.forms.order import (
    HangingQuestions,
    bring_back_question,
    delete_question,
    move_question,
    retire_question,
)
from queries.forms.builder import form_of, in_order
from tests import factories
from tests.factories import NOW
from tests.factories import feedback as made
from tests.factories.forms import question

K = QuestionKind
FEEDBACK = FormPurpose.FEEDBACK


@pytest.fixture
def event(app):
    event = factories.event(over=True)
    for standard in made.questions(event):
        db.session.delete(standard)
    db.session.commit()
    return event


@pytest.fixture
def matrix(event):
    rows = [RowDetails("Bilgi"), RowDetails("Karar")]
    return question(event, K.MATRIX, purpose=FEEDBACK, points=5, rows=rows)


@pytest.fixture
def last(event, matrix):
    return question(event, purpose=FEEDBACK, label="Son")


def labels(event):
    db.session.commit()
    return [asked.label for asked in in_order(form_of(event, FEEDBACK).questions)]


def test_the_rows_move_with_their_matrix(event, matrix, last):
    move_question(last, to=1, by=None, at=NOW)
    assert labels(event) == ["Son", "Soru matrix", "Bilgi", "Karar"]
    move_question(matrix, to=1, by=None, at=NOW)
    assert labels(event) == ["Soru matrix", "Bilgi", "Karar", "Son"]


def test_rows_change_places_and_come_and_go(event, matrix, last):
    bilgi, karar = details_of(matrix).rows
    details = replace(details_of(matrix), rows=[karar, RowDetails("Yeni")])
    change_question(matrix, details, by=None, at=NOW)
    assert labels(event) == ["Soru matrix", "Karar", "Yeni", "Son"]
    assert db.session.get(Question, bilgi.question_id) is None


def test_the_rows_are_retired_and_asked_again_with_their_matrix(event, matrix, last):
    retire_question(matrix, by=None, at=NOW)
    assert labels(event) == ["Son"]
    bring_back_question(matrix, by=None, at=NOW)
    assert labels(event) == ["Soru matrix", "Bilgi", "Karar", "Son"]


def test_the_rows_are_deleted_with_their_matrix(event, matrix, last):
    delete_question(matrix, by=None, at=NOW)
    assert labels(event) == ["Son"]


def test_a_row_stays_while_another_question_depends_on_it(event, matrix):
    row = rows_of(matrix)[1]
    question(event, purpose=FEEDBACK, shown_if=(row, "1"))
    for act in (retire_question, delete_question):
        with pytest.raises(HangingQuestions):
            act(matrix, by=None, at=NOW)
        db.session.rollback()
    details = details_of(matrix)
    with pytest.raises(BrokenCondition):
        change_question(matrix, replace(details, rows=details.rows[:1]), by=None, at=NOW)
