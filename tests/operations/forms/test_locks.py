"""From the first answer on a form asks the same, and typing errors alone are mended."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.forms import AskedOf, FormPurpose, QuestionKind
from operations.forms.builder import change_question
from operations.forms.details import (
    ChoiceDetails,
    RowDetails,
    ShownIf,
    details_of,
    rows_of,
)
from operations.forms.locks import FormLocked
from operations.forms.naming import AlreadyInvited, set_named
from operations.forms.order import HasAnswers, delete_question
from tests import factories
from tests.factories import NOW
from tests.factories import feedback as made
from tests.factories.forms import question

K = QuestionKind
FEEDBACK = FormPurpose.FEEDBACK


@pytest.fixture
def event(app):
    return factories.event(over=True)


@pytest.fixture
def scale(event):
    return question(event, K.SCALE, purpose=FEEDBACK, label="Ne kadar yaralı?", points=5, low="Az")


@pytest.fixture
def picked(event):
    return question(event, K.SINGLE_CHOICE, purpose=FEEDBACK, choices={"Su": None, "Yol": None})


@pytest.fixture
def matrix(event):
    rows = [RowDetails("Su"), RowDetails("Yol")]
    return question(event, K.MATRIX, purpose=FEEDBACK, points=5, rows=rows)


def change(asked, details):
    change_question(asked, details, by=None, at=NOW)
    db.session.commit()


def refused(asked, details):
    with pytest.raises(FormLocked):
        change_question(asked, details, by=None, at=NOW)
    db.session.rollback()
    return True


def audited():
    entries = db.session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.action == AuditAction.FORM_CHANGED)
        .order_by(AuditEntry.id)
    )
    return [entry.details for entry in entries]


def test_a_mended_typo_is_audited_and_keeps_what_was_asked(event, scale):
    made.answer(event)
    for label in ("Ne kadar yararl?", "Ne kadar yararlı?"):
        change(scale, replace(details_of(scale), label=label))
    assert (scale.label, scale.asked_as) == ("Ne kadar yararlı?", "Ne kadar yaralı?")
    assert audited()[-1] == {"question": scale.id}


def test_before_the_first_answer_nothing_is_kept_of_a_change(event, scale):
    change(scale, replace(details_of(scale), label="Yararlı mıydı?", points=7))
    assert (scale.label, scale.points, scale.asked_as) == ("Yararlı mıydı?", 7, "")


@pytest.mark.parametrize(
    "changed",
    [
        {"points": 7},
        {"no_opinion": True},
        {"required": True},
        {"asked_of": AskedOf.SESSION},
        {"page": 2},
    ],
)
def test_the_first_answer_fixes_how_it_is_asked_though_it_waits_in_the_box(event, scale, changed):
    made.answer(event)
    assert refused(scale, replace(details_of(scale), **changed))


def test_the_first_answer_fixes_conditions(event, scale, picked):
    made.answer(event)
    condition = ShownIf(scale.id, ("1",))
    assert refused(picked, replace(details_of(picked), condition=condition))


def test_the_first_answer_fixes_the_choices_and_their_order(event, picked):
    made.answer(event)
    details = details_of(picked)
    su, yol = details.choices
    for choices in ([su], [yol, su], [su, yol, ChoiceDetails("Sağlık")]):
        assert refused(picked, replace(details, choices=choices))
    swapped = [replace(su, label="Yol"), replace(yol, label="Su")]
    assert refused(picked, replace(details, choices=swapped))
    change(picked, replace(details, choices=[replace(su, label="Temiz su"), yol]))
    assert [choice.label for choice in picked.choices] == ["Temiz su", "Yol"]


def test_the_first_answer_fixes_the_rows_of_a_matrix(event, matrix):
    made.answer(event)
    details = details_of(matrix)
    su, yol = details.rows
    assert refused(matrix, replace(details, rows=[yol, su]))
    assert refused(matrix, replace(details, rows=[su, yol, RowDetails("Sağlık")]))
    change(matrix, replace(details, rows=[replace(su, label="Suyu"), yol]))
    assert [(row.label, row.asked_as) for row in rows_of(matrix)] == [("Suyu", "Su"), ("Yol", "")]
    assert [entry["question"] for entry in audited()[-2:]] == [matrix.id, su.question_id]


def test_an_answered_question_is_not_deleted_though_its_answer_waits(event, scale):
    made.answer(event)
    with pytest.raises(HasAnswers):
        delete_question(scale, by=None, at=NOW)


def test_the_form_of_registration_is_never_fixed(event):
    asked = question(event, K.NUMBER)
    made.answer(event)
    change(asked, replace(details_of(asked), maximum=5))
    assert asked.maximum == 5


def test_whether_names_are_kept_is_fixed_with_the_first_right(event, scale):
    form = scale.form
    set_named(form, True, by=None, at=NOW - timedelta(days=9))
    assert form.named
    made.right(event)
    with pytest.raises(AlreadyInvited):
        set_named(form, False, by=None, at=NOW)


def test_a_row_of_a_matrix_has_everything_but_its_words_of_the_matrix(event, matrix):
    details = replace(details_of(matrix), points=7, low="Az", asked_of=AskedOf.SESSION, page=2)
    change(matrix, details)
    rows = rows_of(matrix)
    assert [(row.kind, row.label) for row in rows] == [(K.SCALE, "Su"), (K.SCALE, "Yol")]
    assert {(row.points, row.low, row.asked_of, row.page) for row in rows} == {
        (7, "Az", AskedOf.SESSION, 2)
    }
    assert [row.position - matrix.position for row in rows] == [1, 2]
