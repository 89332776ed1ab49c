"""Answers typed in from paper, or sent by another program."""

from typing import Any

import pytest
import sqlalchemy as sa

from extensions import db
from models.boxes import BoxedResponse
from models.forms import AskedOf, Question, QuestionKind
from models.responses import Answer, NamedResponse, SubjectAnswer, Tally
from models.statements import Statement
from tests import factories
from tests.blueprints.api.check_in.test_checkpoints import session_of
from tests.blueprints.api.surveys.test_surveys import OPENED, QUESTIONS, SURVEY
from tests.factories import feedback

PAPER = {"name": "İlk", "opens_at": OPENED, "link": "paper"}
GOOD = {
    "useful": 7,
    "parts": {"talk": 4, "lunch": "none"},
    "tell": 0,
    "first": [3, 1, 2],
    "one": {"choice": 2, "text": "Çay"},
    "many": [1, 2],
    "said": "İyiydi",
    "pain": {"text": "Yol parası ödenmiyor", "hurts": 4, "topic": "Ulaşım"},
}


@pytest.fixture
def wave_of(program):
    def make(questions=None, *, anonymous=True, **changes):
        asked = questions or [{**q, "no_opinion": q["kind"] == "matrix"} for q in QUESTIONS]
        survey = program.post("/surveys", {**SURVEY, "anonymous": anonymous, "questions": asked})
        return program.post(f"/surveys/{survey['id']}/waves", {**PAPER, **changes})["id"]

    return make


def counted(program, wave):
    program.post(f"/waves/{wave}/closing", status=200)
    db.session.expire_all()
    rows = db.session.execute(
        sa.select(Question.key, Tally.value, Tally.count)
        .join(Question, Question.id == Tally.question_id)
        .where(Tally.wave_id == wave, Tally.value != "")
    )
    return {(item, value): count for item, value, count in rows}


def test_every_kind_of_answer_is_counted(program, wave_of):
    wave = wave_of()
    path = f"/waves/{wave}/answers"
    sent = {"answers": GOOD, "side": "cso", "province": "19"}
    assert program.post(path, sent, 202) == {"waiting": 1}
    choices = {
        (choice.question.key, choice.position): choice.id
        for question in db.session.scalars(sa.select(Question))
        for choice in question.choices
    }
    tallies = counted(program, wave)
    assert tallies == {
        ("useful", "7"): 1,
        ("talk", "4"): 1,
        ("lunch", "none"): 1,
        ("tell", "0"): 1,
        **{("first", f"{choices['first', n]}:{p}"): 1 for p, n in enumerate([3, 1, 2], 1)},
        ("one", str(choices["one", 2])): 1,
        ("many", str(choices["many", 1])): 1,
        ("many", str(choices["many", 2])): 1,
    }
    texts = set(db.session.scalars(sa.select(Answer.text).where(Answer.text.is_not(None))))
    assert texts == {"Çay", "İyiydi"}
    [statement] = db.session.scalars(sa.select(Statement))
    told = (statement.text, statement.hurts, statement.topic, statement.event_id)
    assert told == ("Yol parası ödenmiyor", 4, "Ulaşım", None)


def test_the_same_nonce_again_changes_nothing(program, wave_of):
    path = f"/waves/{wave_of()}/answers"
    sent = {"answers": {"useful": 1}, "nonce": "sheet 1"}
    assert [program.post(path, sent, 202)["waiting"] for _ in range(2)] == [1, 1]
    assert program.post(path, {**sent, "nonce": "sheet 2"}, 202)["waiting"] == 2


BAD: list[tuple[dict[str, Any], str]] = [
    ({"unknown": 1}, "unknown"),
    ({"\x00": 1}, "\x00"),
    ({"useful": 0}, "useful"),
    ({"useful": 8}, "useful"),
    ({"useful": True}, "useful"),
    ({"useful": 1.5}, "useful"),
    ({"useful": "3"}, "useful"),
    ({"useful": "none"}, "useful"),
    ({"useful": 10**400}, "useful"),
    ({"tell": 11}, "tell"),
    ({"tell": -1}, "tell"),
    ({"parts": 3}, "parts"),
    ({"parts": {"walk": 3}}, "parts.walk"),
    ({"parts": {"talk": 5}}, "parts.talk"),
    ({"first": [1, 1, 2]}, "first"),
    ({"first": [1, 2, 4]}, "first"),
    ({"first": [1, 2]}, "first"),
    ({"first": 1}, "first"),
    ({"one": 0}, "one"),
    ({"one": 3}, "one"),
    ({"one": True}, "one"),
    ({"one": {"choice": 1, "text": "Çay"}}, "one.text"),
    ({"one": {"choice": 2, "text": "\ud800"}}, "one"),
    ({"one": {"choice": 2, "words": "Çay"}}, "one"),
    ({"many": [1, 1]}, "many"),
    ({"many": 1}, "many"),
    ({"many": [False]}, "many"),
    ({"said": "\x00"}, "said"),
    ({"said": "a\ud800"}, "said"),
    ({"said": "a" * 10_001}, "said"),
    ({"said": 5}, "said"),
    ({"pain": {"text": "a" * 10_000}}, "pain"),
    ({"pain": {"text": "Yol", "hurts": 6}}, "pain"),
    ({"pain": {"text": "Yol", "hurts": True}}, "pain.hurts"),
    ({"pain": {"text": "Yol", "topic": "a" * 101}}, "pain.topic"),
    ({"pain": {"text": "Yol", "topic": 0}}, "pain.topic"),
    ({"pain": {"hurts": 3}}, "pain.text"),
    ({"pain": {"text": "Yol", "who": "ben"}}, "pain"),
]


def test_bad_answers_are_named_and_none_is_taken(program, wave_of):
    path = f"/waves/{wave_of()}/answers"
    for answers, field in BAD:
        refused = program.post(path, {"answers": answers}, 422)
        assert list(refused["errors"]) == [f"answers.{field}"], answers
    assert db.session.scalars(sa.select(BoxedResponse)).all() == []


def test_what_stands_beside_the_answers_is_checked_too(program, wave_of):
    path = f"/waves/{wave_of()}/answers"
    for field, value in (
        ("side", "them"),
        ("province", "99"),
        ("nonce", ""),
        ("person", "Işıl"),
        ("answers", []),
    ):
        refused = program.post(path, {"answers": {"useful": 1}, field: value}, 422)
        assert list(refused["errors"]) == [field]


def test_what_is_retired_takes_no_answer(program, wave_of):
    wave = wave_of()
    question = db.session.scalars(sa.select(Question).where(Question.key == "said")).one()
    question.retired_at = factories.NOW
    db.session.commit()
    refused = program.post(f"/waves/{wave}/answers", {"answers": {"said": "İyi"}}, 422)
    assert list(refused["errors"]) == ["answers.said"]


def test_what_is_not_asked_after_other_answers_takes_none(program, wave_of):
    wave = wave_of()
    asked = {q.key: q for q in db.session.scalars(sa.select(Question))}
    asked["said"].shown_if_id = asked["one"].id
    asked["said"].shown_if = [str(asked["one"].choices[0].id)]
    db.session.commit()
    path = f"/waves/{wave}/answers"
    refused = program.post(path, {"answers": {"one": 2, "said": "İyi"}}, 422)
    assert "answers.said" in refused["errors"]
    program.post(path, {"answers": {"one": 1, "said": "İyi"}}, 202)


def test_required_questions_may_be_empty_on_paper_alone(program, wave_of):
    program.post(f"/waves/{wave_of()}/answers", {"answers": {}}, 202)
    refused = program.post(f"/waves/{wave_of(link='open')}/answers", {"answers": {}}, 422)
    assert list(refused["errors"]) == ["answers.tell"]


def test_a_wave_that_is_not_open_takes_no_answers(program, wave_of):
    planned, closed = wave_of(opens_at="2100-01-01T00:00:00Z"), wave_of()
    program.post(f"/waves/{closed}/closing", status=200)
    for wave in (planned, closed):
        refused = program.post(f"/waves/{wave}/answers", {"answers": {"useful": 1}}, 409)
        assert refused["type"].endswith("#wave-closed")


def test_a_named_wave_keeps_whose_answers_they_are(program, wave_of):
    wave = wave_of(anonymous=False)
    program.post(f"/waves/{wave}/answers", {"answers": {"useful": 5}, "person": "Işıl"}, 202)
    program.post(f"/waves/{wave}/closing", status=200)
    db.session.expire_all()
    assert db.session.scalars(sa.select(NamedResponse.person)).all() == ["Işıl"]


def test_what_is_asked_of_sessions_is_answered_for_each(program):
    event = factories.event(over=True)
    held = feedback.right(event)
    session = session_of(event)
    held.wave.form.questions.append(
        Question(
            key="each",
            position=99,
            kind=QuestionKind.SCALE,
            points=5,
            label="Bu oturum?",
            asked_of=AskedOf.SESSION,
        )
    )
    db.session.commit()
    rating = feedback.questions(event)[0].key
    path = f"/waves/{held.wave_id}/answers"
    for bad in (session.id + 1, True, None):
        sent = {rating: 3, "each": [{"subject": bad, "value": 3}]}
        refused = program.post(path, {"answers": sent}, 422)
        assert list(refused["errors"]) == ["answers.each.0.subject"]
    sent = {rating: 3, "each": [{"subject": session.id, "value": 9}]}
    refused = program.post(path, {"answers": sent}, 422)
    assert list(refused["errors"]) == ["answers.each.0.value"]
    sent = {rating: 3, "each": [{"subject": session.id, "value": 3}]}
    program.post(path, {"answers": sent}, 202)
    feedback.close(event)
    [row] = db.session.scalars(sa.select(SubjectAnswer))
    assert (row.subject_id, row.number) == (session.id, 3)


def test_after_the_first_answer_texts_alone_are_changed(program, wave_of):
    wave = wave_of()
    program.post(f"/waves/{wave}/answers", {"answers": {"useful": 1}}, 202)
    survey = program.get(f"/waves/{wave}")["survey_id"]
    path = f"/surveys/{survey}"
    mended = program.patch(path, {"questions": [{"item": "useful", "label": "Ne denli yararlı?"}]})
    assert mended["questions"][0]["label"] == "Ne denli yararlı?"
    asked = db.session.scalars(sa.select(Question).where(Question.key == "useful")).one()
    assert asked.asked_as == "Ne kadar yararlı?"
    typo = {"item": "one", "choices": ["Suu", "Diğer: …"]}
    assert (
        program.patch(path, {"questions": [typo]})["questions"][4]["choices"][0]["label"] == "Suu"
    )
    for change in (
        {"item": "useful", "points": 5},
        {"item": "useful", "kind": "rating", "label": "Yararlı mı?"},
        {"item": "useful", "required": True},
        {"item": "many", "choices": ["X", "Y", "Z"]},
        {"item": "many", "choices": ["Y", "X"]},
        {"item": "many", "choices": ["X", "Bambaşka"]},
        {"item": "parts", "rows": [{"item": "talk", "label": "Konuşma"}]},
        {"item": "new", "kind": "long_text", "label": "Yeni"},
    ):
        refused = program.patch(path, {"questions": [change]}, 409)
        assert refused["type"].endswith("#form-locked")
    assert program.patch(path, {"title": "Yeni ad"})["title"] == "Yeni ad"
