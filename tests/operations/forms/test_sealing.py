"""Answers to sensitive questions are sealed: who has the database alone cannot read them."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from commands.sealing import seal_answers
from commands.work import Worker, move_answers
from extensions import db, keys
from lib import sqlite
from models.answers import AnswerValue, RegistrationAnswer, Upload
from models.forms import QuestionKind
from operations.base.answers import drop_unasked_answers, write_answers
from operations.check_in.checkpoints import CheckpointDetails, ForeignChoice, add_checkpoint
from operations.forms.builder import change_question
from operations.forms.details import details_of
from operations.forms.sealing import reseal_answers
from operations.forms.writing import CannotBeSensitive
from operations.registrations.duplicates import merge
from queries.forms.sealing import answers_to_reseal, files_to_reseal
from queries.forms.uploads import files_of
from queries.registrations.participants import ParticipantFilter
from settings import new_field_key
from tests import factories
from tests.databases import everything_in
from tests.factories import NOW
from tests.factories.forms import question
from tests.factories.sensitive import FILE, IN_WORDS, WORDS, answered, told, use_field_keys
from tests.statements import count_statements

K = QuestionKind


@pytest.fixture(autouse=True)
def fresh_log(app):
    """SQLite's log tells what the test before has written."""
    assert sqlite.wipe_log(db.engine)


def found_in_database():
    db.session.rollback()
    copy = everything_in(db.engine)
    return [word for word in WORDS if word.encode() in copy]


def test_a_sensitive_answer_stands_nowhere_in_the_database(app):
    person, _questions = answered(factories.event())
    assert found_in_database() == []
    rows = db.session.scalars(sa.select(RegistrationAnswer)).all()
    assert {(row.choice_id, row.number, row.text) for row in rows} == {(None, None, None)}
    assert told(person) == IN_WORDS
    [sent] = files_of(person)
    assert (sent.name, sent.mimetype, sent.content) == (FILE.name, FILE.mimetype, FILE.content)


def test_the_length_does_not_tell_which_choice_it_is(app):
    values = [AnswerValue(choice_id=9), AnswerValue(choice_id=12345), AnswerValue(number=0)]
    assert len({len(value.sealed(keys.fields)) for value in values}) == 1


def test_what_is_not_sensitive_does_stand_there(app):
    """The same search finds it, so the one above would."""
    person, _questions = answered(factories.event(), sensitive=False)
    assert told(person) == IN_WORDS
    # PostgreSQL shows bytes, and SQLite keeps numbers, in another form.
    other = "doktorun teshisi" if db.engine.dialect.name == "sqlite" else "7654321987"
    assert {"Ispanaktan", "1931-02-03", other} <= set(found_in_database())


def test_merged_answers_stay_sealed_and_readable(app):
    event = factories.event()
    other, _questions = answered(event)
    kept = factories.registration(event)
    merge(kept, other, from_other=(), by=factories.user(), at=NOW)
    factories.commit()
    assert told(kept) == IN_WORDS and found_in_database() == []


def test_a_question_that_becomes_sensitive_takes_its_answers_along_and_back(app):
    person, questions = answered(factories.event(), sensitive=False)
    for one in questions:
        one.sensitive = True
    factories.commit()
    assert told(person) == IN_WORDS  # meanwhile, too
    worker = Worker(unwiped=False)
    seal_answers(worker)
    assert worker.unwiped
    move_answers(worker)  # wipes the log
    assert found_in_database() == []
    assert told(person) == IN_WORDS
    assert (answers_to_reseal(after=0), files_to_reseal(after=0)) == ([], [])
    for one in questions:
        one.sensitive = False
    factories.commit()
    seal_answers(Worker())
    assert db.session.scalars(sa.select(RegistrationAnswer.sealed).distinct()).all() == [None]
    assert db.session.scalars(sa.select(Upload.sealed)).all() == [False]
    assert told(person) == IN_WORDS


def test_what_was_written_meanwhile_is_not_overwritten(app):
    """The guard of the update: the row that was read has been sealed by another worker."""
    _person, [text, *_others] = answered(factories.event(), sensitive=False)
    text.sensitive = True
    factories.commit()
    numbers = answers_to_reseal(after=0)
    read = db.session.get_one(RegistrationAnswer, numbers[0])
    assert read.sealed is None
    db.session.execute(
        sa.update(RegistrationAnswer)
        .where(RegistrationAnswer.id == read.id)
        .values(sealed="theirs"),
        execution_options={"synchronize_session": False},
    )
    reseal_answers(numbers)
    sealed = sa.select(RegistrationAnswer.sealed).where(RegistrationAnswer.id == read.id)
    assert db.session.scalar(sealed) == "theirs"


@pytest.fixture
def lost_key(app):
    """Once this is called, the key is gone with which everything was sealed so far."""
    made = app.extensions["meydan_keys"]
    yield lambda: use_field_keys(app, new_field_key())
    app.extensions["meydan_keys"] = made


def test_without_the_key_answers_cannot_be_read_and_nothing_breaks(lost_key):
    event = factories.event()
    person, questions = answered(event)
    lost_key()
    assert set(told(person)) == {"Okunamıyor"}
    assert list(files_of(person)) == []
    text, *_others = questions
    write_answers(person, questions, {text.id: "Yeni"}, at=NOW)
    drop_unasked_answers(person)
    factories.commit()
    left_out = 1  # a file: its field says that it has arrived, readable or not
    assert told(person) == ["Yeni", *["Okunamıyor"] * (len(questions) - 1 - left_out)]


def test_without_the_key_the_worker_passes_over_what_it_cannot_read(lost_key):
    person, questions = answered(factories.event())
    for one in questions:
        one.sensitive = False
    factories.commit()
    lost_key()
    seal_answers(Worker())
    assert set(told(person)) == {"Okunamıyor"}


def test_reading_costs_one_select_more_where_choices_are_sealed(app):
    event = factories.event()
    person, _questions = answered(event)
    db.session.expunge_all()
    with count_statements() as statements:
        told(person)
    assert len(statements) == 2


def test_no_filter_finds_people_by_a_sensitive_answer(app):
    event = factories.event()
    _person, questions = answered(event, sensitive=False)
    picked = questions[-1]
    wanted = ParticipantFilter(answer=(picked.id, picked.choices[1].id))
    assert len(list(wanted.everyone(event))) == 1
    picked.sensitive = True  # and the worker has not come by yet
    db.session.flush()
    assert list(wanted.everyone(event)) == []


def test_neither_places_nor_doors_tell_who_picked_what(app):
    event, by = factories.event(), factories.user()
    asked = question(event, K.SINGLE_CHOICE, choices={"A": 3, "B": None})
    sensitive = replace(details_of(asked), sensitive=True)
    with pytest.raises(CannotBeSensitive):
        change_question(asked, sensitive, by=by, at=NOW)
    door = CheckpointDetails(name="Kapı", choice_id=asked.choices[0].id)
    add_checkpoint(event, door, by=by, at=NOW)
    unlimited = [replace(choice, places=None) for choice in sensitive.choices]
    with pytest.raises(CannotBeSensitive):
        change_question(asked, replace(sensitive, choices=unlimited), by=by, at=NOW)
    other = question(event, K.SINGLE_CHOICE, choices=dict.fromkeys("AB"), sensitive=True)
    with pytest.raises(ForeignChoice):
        add_checkpoint(event, replace(door, choice_id=other.choices[0].id), by=by, at=NOW)


def test_a_choice_that_a_sealed_answer_may_name_is_not_deleted(app):
    person, questions = answered(factories.event())
    picked = questions[-1]
    asked = details_of(picked)
    change_question(picked, replace(asked, choices=asked.choices[:2]), by=None, at=NOW)
    factories.commit()
    assert [choice.retired_at for choice in picked.choices] == [None, None, NOW]
    assert told(person)[-1] == "B, C"
