"""What a copied question keeps: everything that it asks, and its key."""

from typing import Any

import pytest

from extensions import db
from models.forms import AskedOf, FormPurpose, QuestionKind
from operations.events.agenda import SpeakerDetails
from operations.events.copies import copy_event
from operations.forms.builder import add_question, duplicate_question
from operations.forms.copies import copy_form
from operations.forms.details import ChoiceDetails, QuestionDetails, RowDetails, rows_of
from queries.forms.builder import form_of, in_order
from tests import factories
from tests.factories import NOW
from tests.factories.forms import question

K = QuestionKind
FEEDBACK = FormPurpose.FEEDBACK
TEXTS: dict[str, Any] = {
    "low": "Az",
    "low_en": "Little",
    "high": "Çok",
    "high_en": "Much",
    "help": "Kısaca",
}


@pytest.fixture
def source(app):
    made = factories.event()
    factories.session(made, title="Su", speakers=[SpeakerDetails("Işıl Çağ")])
    factories.session(made, title="Yol", speakers=[SpeakerDetails("Ağca Öz")])
    return made


def all_of(event):
    return in_order(form_of(event, FEEDBACK).questions)


def the(event, kind):
    return next(q for q in reversed(all_of(event)) if q.kind is kind)


def test_a_copied_matrix_has_copies_of_its_rows(source):
    rows = [RowDetails("Bilgi", "Information"), RowDetails("Karar")]
    matrix = question(
        source, K.MATRIX, purpose=FEEDBACK, rows=rows, points=7, no_opinion=True, page=2, **TEXTS
    )
    why = question(source, purpose=FEEDBACK, shown_if=(rows_of(matrix)[1], "7"))
    matrix.asked_as = "Eskiden"
    target = factories.event()
    copy_form(form_of(source, FEEDBACK), target, by=None, at=NOW)
    copy = the(target, K.MATRIX)
    for before, after in zip([matrix, *rows_of(matrix)], [copy, *rows_of(copy)], strict=True):
        assert after.key == before.key
        for name in ("kind", "label", "label_en", "points", "no_opinion", "page", *TEXTS):
            assert getattr(after, name) == getattr(before, name), name
    assert (copy.asked_as, {row.matrix_id for row in rows_of(copy)}) == ("Eskiden", {copy.id})
    copied_why = next(q for q in all_of(target) if q.key == why.key)
    assert copied_why.shown_if_id == rows_of(copy)[1].id


def test_copied_choices_stay_other_and_right(source):
    choices = [ChoiceDetails("Su", is_right=True), ChoiceDetails("Diğer", takes_text=True)]
    details = QuestionDetails(label="Hangileri?", choices=choices)
    asked = add_question(source, FEEDBACK, K.MULTIPLE_CHOICE, details, by=None, at=NOW)
    target = factories.event()
    copy_form(form_of(source, FEEDBACK), target, by=None, at=NOW)
    copy = the(target, K.MULTIPLE_CHOICE)
    assert copy.key == asked.key
    assert [(c.label, c.takes_text, c.is_right) for c in copy.choices] == [
        ("Su", False, True),
        ("Diğer", True, False),
    ]


@pytest.mark.parametrize("of", AskedOf)
def test_chosen_sessions_and_speakers_are_those_of_the_copied_event(source, of):
    def numbers(event):
        if of is AskedOf.SESSION:
            return [session.id for session in event.sessions]
        return [session.speakers[0].id for session in event.sessions]

    asked = question(
        source, K.SCALE, purpose=FEEDBACK, points=5, asked_of=of, subjects=(numbers(source)[1],)
    )
    again = copy_event(source, title="Yine", title_en="", starts_on=NOW.date(), by=None, at=NOW)
    copy = next(q for q in all_of(again) if q.key == asked.key)
    assert (copy.asked_of, copy.subjects) == (of, [numbers(again)[1]])
    other = factories.event()
    copy_form(form_of(source, FEEDBACK), other, by=None, at=NOW)
    copy = next(q for q in all_of(other) if q.key == asked.key)
    assert (copy.asked_of, copy.subjects) == (of, [])


def test_a_repeated_matrix_stands_behind_itself_with_new_keys(source):
    rows = [RowDetails("Bilgi"), RowDetails("Karar")]
    matrix = question(source, K.MATRIX, purpose=FEEDBACK, rows=rows, points=4)
    last = question(source, purpose=FEEDBACK)
    twin = duplicate_question(matrix, by=None, at=NOW)
    db.session.commit()
    tail = all_of(source)[-7:]
    assert tail == [matrix, *rows_of(matrix), twin, *rows_of(twin), last]
    assert len({question.key for question in tail}) == 7
    assert twin.points == 4
