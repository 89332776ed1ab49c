from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from extensions import db
from models.boxes import BoxedResponse, SentForm
from models.feedback import GRACE, Right
from models.forms import Choice, FormPurpose, Question, QuestionKind
from models.responses import NamedResponse
from models.sectors import Sector
from operations.feedback import taking
from operations.feedback.closing import close_wave
from operations.feedback.taking import AlreadyAnswered, ChoiceGone, GivenAnswers, WaveClosed
from queries.feedback.waves import questions_of
from tests import factories
from tests.factories.feedback import close, questions, right, rights, submit, wave_of
from tests.factories.forms import question
from tests.turns import at_once, while_held


@pytest.fixture
def event(app):
    return factories.event(at=factories.NOW, over=True)


@pytest.fixture
def mine(event):
    [made] = rights(event, 1)
    return made


def send(held, **values: Any):
    submit(held, {questions(held.wave.event)[0].id: 4}, **values)


def boxed():
    db.session.rollback()
    return list(db.session.scalars(sa.select(BoxedResponse)))


def count(table):
    return db.session.scalar(sa.select(sa.func.count()).select_from(table))


def test_answers_wait_in_the_box_and_the_right_is_gone(event):
    held, other = rights(event, 2)
    asked, left = questions(event), other.id
    submit(held, {asked[0].id: 5, asked[4].id: "Tanışmak"}, side=Sector.PUBLIC)
    db.session.commit()
    [waits] = boxed()
    assert (waits.side, waits.province, waits.person) == (Sector.PUBLIC, None, "")
    assert waits.answers == [
        {"question_id": asked[0].id, "subject_id": 0, "nth": 0, "number": 5},
        {"question_id": asked[4].id, "subject_id": 0, "nth": 0, "text": "Tanışmak"},
    ]
    assert db.session.scalars(sa.select(Right.id)).all() == [left]
    assert held.wave.invited == 2  # of the use nothing but the box's row is kept


def test_the_second_answer_is_refused_and_nothing_of_it_stays(event, mine):
    held, wave = mine.id, mine.wave
    send(mine)
    db.session.commit()
    with pytest.raises(AlreadyAnswered):
        taking.take_answers(wave, [], GivenAnswers(), right=held, nonce="second", at=factories.NOW)
    db.session.rollback()
    assert len(boxed()) == 1
    assert "second" not in db.session.scalars(sa.select(SentForm.nonce)).all()


def test_the_same_form_sent_twice_counts_once(mine):
    for _ in range(2):
        send(mine, nonce="same")
        db.session.commit()
    assert len(boxed()) == 1


def test_a_right_of_another_wave_is_none_here(mine):
    [theirs] = rights(factories.event(over=True), 1)
    with pytest.raises(AlreadyAnswered):
        taking.take_answers(
            mine.wave, [], GivenAnswers(), right=theirs.id, nonce="n", at=factories.NOW
        )
    db.session.rollback()
    assert count(Right) == 2


def test_who_was_writing_when_the_wave_ran_out_has_an_hour(event):
    first, second, third = rights(event, 3)
    ends = first.wave.closes_at
    assert first.wave.shows_form(ends - timedelta(seconds=1)) and not first.wave.shows_form(ends)
    send(first, at=ends)
    send(second, at=ends + GRACE - timedelta(seconds=1))
    db.session.commit()
    with pytest.raises(WaveClosed):
        send(third, at=ends + GRACE)
    assert len(boxed()) == 2
    assert count(Right) == 1


def test_a_wave_that_was_closed_by_hand_takes_nothing_more(event, mine):
    held, wave = mine.id, mine.wave
    close(event)
    with pytest.raises(WaveClosed):
        taking.take_answers(wave, [], GivenAnswers(), right=held, nonce="n", at=factories.NOW)


def test_a_wave_takes_nothing_before_it_opens(mine):
    mine.wave.opens_at = factories.NOW + timedelta(seconds=1)
    db.session.commit()
    with pytest.raises(WaveClosed):
        send(mine, at=factories.NOW)
    send(mine, at=factories.NOW + timedelta(seconds=1))


def test_only_a_named_form_keeps_whose_answers_they_are(event):
    wave, held = wave_of(event), right(event, email="isil@example.org")
    person = held.invitation.registration_id
    wave.form.named = True
    db.session.commit()
    send(held)
    anonymous = right(factories.event(over=True))
    send(anonymous)
    db.session.commit()
    assert {row.wave_id: row.registration_id for row in boxed()} == {
        wave.id: person,
        anonymous.wave_id: None,
    }
    close(event)
    [named] = db.session.scalars(sa.select(NamedResponse))
    assert named.registration_id == person


def test_what_is_no_longer_in_the_form_is_passed_over_or_refused(event):
    """It was read a moment ago: answers in the box have no foreign keys that would tell."""
    gone, picked = (
        question(event, kind, purpose=FormPurpose.FEEDBACK, choices=choices)
        for kind, choices in (
            (QuestionKind.SHORT_TEXT, None),
            (QuestionKind.SINGLE_CHOICE, {"A": None, "B": None}),
        )
    )
    first, second = rights(event, 2)
    asked, number, choice = questions_of(first.wave), gone.id, picked.choices[0].id
    db.session.execute(sa.delete(Question).where(Question.id == number))
    given = GivenAnswers({number: "x", picked.id: (choice,)})
    taking.take_answers(first.wave, asked, given, right=first.id, nonce="n", at=factories.NOW)
    db.session.commit()
    assert [row["choice_id"] for row in boxed()[0].answers] == [choice]
    db.session.execute(sa.delete(Choice).where(Choice.id == choice))
    with pytest.raises(ChoiceGone):
        taking.take_answers(second.wave, asked, given, right=second.id, nonce="m", at=factories.NOW)


@pytest.mark.race
def test_of_two_answers_at_once_one_is_kept(app, mine):
    assert sorted(answer_twice_at_once(app, mine)) == ["answered", "refused"]
    assert len(boxed()) == 1


@pytest.mark.race
def test_the_race_is_real_when_the_guard_is_taken_away(app, mine, monkeypatch):
    """The twin: who looks first and deletes later keeps two answers."""

    def look_then_delete(_wave, number):
        if db.session.scalar(sa.select(Right.id).where(Right.id == number)) is None:
            raise AlreadyAnswered
        meet.wait()
        db.session.execute(sa.delete(Right).where(Right.id == number))
        return None, ""

    if db.engine.dialect.name == "sqlite":
        return  # its writers wait for each other from the beginning of their transactions
    meet = Barrier(2)
    monkeypatch.setattr(taking, "_use", look_then_delete)
    assert answer_twice_at_once(app, mine) == ["answered", "answered"]
    assert len(boxed()) == 2


@pytest.mark.race
def test_a_double_click_at_once_counts_once(app, mine):
    assert answer_twice_at_once(app, mine, nonce="same") == ["answered", "answered"]
    assert len(boxed()) == 1


@pytest.mark.race
def test_who_closes_waits_for_who_is_sending(app, mine):
    """So that nobody's answers come alone behind those that were counted."""
    number = mine.wave_id

    def sending():
        send(db.session.get_one(Right, mine_id))

    def closing():
        wave = db.session.get_one(type(mine.wave), number)
        close_wave(wave, by=None, at=factories.NOW)
        waiting = count(BoxedResponse)
        db.session.commit()
        return waiting

    mine_id = mine.id
    assert while_held(app, sending, closing) == 1


def answer_twice_at_once(app, mine, **values):
    number, wave, asked = mine.id, mine.wave, questions(mine.wave.event)
    given = GivenAnswers({asked[0].id: 4})
    nonces = iter([values.get("nonce", "one"), values.get("nonce", "other")])

    def answer():
        try:
            taking.take_answers(
                wave, asked, given, right=number, nonce=next(nonces), at=factories.NOW
            )
        except AlreadyAnswered:
            db.session.rollback()
            return "refused"
        return "answered"

    return at_once(app, answer, times=2)
