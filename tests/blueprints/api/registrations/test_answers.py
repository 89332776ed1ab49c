"""Answers to an event's own questions through the API."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blueprints.inputs.forms.question_editor import KINDS
from extensions import db
from lib.clock import utc_now
from models.answers import RegistrationAnswer
from models.forms import AskedAt, Choice, FormPurpose, QuestionKind
from models.users import Role
from operations.base.answers import Given, UploadedFile, write_answers
from operations.forms.uploads import SentFile, keep_upload
from tests import factories
from tests.factories.forms import question
from tests.statements import count_statements
from tests.turns import while_held

K = QuestionKind
PERSON = {"given_name": "Işıl", "family_name": "Çağ", "sector": "cso"}


@pytest.fixture
def event(app):
    return factories.event()


def path(event):
    return f"/events/{event.id}/registrations"


def test_answers_of_all_kinds_come_back_as_they_were_sent(program, event):
    two = {"A": None, "B": None}
    sent = {
        K.SHORT_TEXT: "kısa",
        K.NUMBER: 7,
        K.DATE: "2027-03-12",
        K.YES_NO: False,
        K.RATING: 3,
        K.EMAIL: "a@example.org",
        K.PHONE: "+905321234567",
        K.PROVINCE: "19",
        K.DISTRICT: "19-01",
        K.INSTITUTION: "Kurum",
        K.CONSENT: True,
    }
    asked = {kind: question(event, kind) for kind in sent}
    one = question(event, K.SINGLE_CHOICE, choices=two)
    many = question(event, K.MULTIPLE_CHOICE, choices=two)
    answers = {asked[kind].key: value for kind, value in sent.items()}
    answers |= {one.key: one.choices[1].id, many.key: ["B", many.choices[0].id]}
    made = program.post(path(event), {**PERSON, "answers": answers})
    assert made["answers"] == {**answers, one.key: "B", many.key: ["B", "A"]}
    assert program.get(f"/registrations/{made['id']}")["answers"] == made["answers"]


def test_a_program_learns_what_is_asked(program, event):
    question(event, K.HEADING)
    bus = question(event, K.SINGLE_CHOICE, choices={"Otobüs": 3, "Kendim": None}, required=True)
    diet = question(event, required=True, sensitive=True, asked_at=AskedAt.AFTER_APPROVAL)
    first, second = program.get(f"/events/{event.id}/questions")["items"]
    assert (first["key"], first["kind"], first["required"]) == (bus.key, "single_choice", True)
    assert [(c["label"], c["places_left"]) for c in first["choices"]] == [
        ("Otobüs", 3),
        ("Kendim", None),
    ]
    assert (second["key"], second["asked_at"], second["required"], second["sensitive"]) == (
        diet.key,
        "after_approval",
        False,
        True,
    )


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (K.NUMBER, "7"),
        (K.NUMBER, True),
        (K.NUMBER, 1.5),
        (K.NUMBER, 10**30),
        (K.YES_NO, "yes"),
        (K.DATE, "yarın"),
        (K.DATE, 7),
        (K.SHORT_TEXT, ["a"]),
        (K.SHORT_TEXT, "10000000146"),
        (K.RATING, 6),
        (K.PROVINCE, "99"),
        (K.DISTRICT, {}),
        (K.EMAIL, "x"),
        (K.CONSENT, "on"),
        (K.FILE, "cv.pdf"),
    ],
)
def test_what_is_no_answer_is_named_by_its_key(program, event, kind, value):
    asked = question(event, kind)
    told = program.post(path(event), {**PERSON, "answers": {asked.key: value}}, 422)
    assert list(told["errors"]) == [f"answers.{asked.key}"]
    assert program.get(path(event))["items"] == []


def test_choices_and_unknown_keys_are_checked_too(program, event):
    asked = question(event, K.MULTIPLE_CHOICE, choices={"A": None, "B": None}, maximum=1)
    for value in ("A", ["C"], [["A"]], ["A", "B"]):
        program.post(path(event), {**PERSON, "answers": {asked.key: value}}, 422)
    told = program.post(path(event), {**PERSON, "answers": {"nothing": 1}}, 422)
    assert list(told["errors"]) == ["answers.nothing"]


def test_required_questions_bind_who_sends_answers(program, event):
    asked = question(event, required=True)
    told = program.post(path(event), {**PERSON, "answers": {}}, 422)
    assert list(told["errors"]) == [f"answers.{asked.key}"]
    assert program.post(path(event), PERSON)["answers"] == {}


def test_a_question_that_is_not_asked_keeps_no_answer(program, event):
    bus = question(event, K.YES_NO)
    stop = question(event, required=True, shown_if=(bus, "yes"))
    sent = {bus.key: False, stop.key: "Saat Kulesi"}
    assert program.post(path(event), {**PERSON, "answers": sent})["answers"] == {bus.key: False}
    sent[bus.key] = True
    assert program.post(path(event), {**PERSON, "answers": sent})["answers"] == sent


def test_some_answers_change_and_the_others_stay(program, event):
    word, number = question(event, required=True), question(event, K.NUMBER)
    cv, passport = question(event, K.FILE), question(event, asked_at=AskedAt.AFTER_APPROVAL)
    person = factories.registration(event)
    kept = keep_upload(cv, SentFile("cv.pdf", "application/pdf", b"%PDF-1"), at=utc_now())
    answers: dict[int, Given] = {word.id: "önce", number.id: 1, cv.id: UploadedFile(kept.id)}
    write_answers(person, [word, number, cv], answers, at=utc_now())
    db.session.commit()
    address = f"/registrations/{person.id}"
    changed = program.patch(address, {"answers": {number.key: 2, passport.key: "U1"}})["answers"]
    assert changed == {word.key: "önce", number.key: 2, cv.key: "cv.pdf", passport.key: "U1"}
    program.patch(address, {"answers": {word.key: None}}, 422)
    assert number.key not in program.patch(address, {"answers": {number.key: None}})["answers"]


def test_the_last_place_of_a_choice_is_not_sold_twice(program, event):
    bus = question(event, K.SINGLE_CHOICE, choices={"Otobüs": 1})
    body = {**PERSON, "answers": {bus.key: "Otobüs"}}
    program.post(path(event), body)
    assert program.post(path(event), body, 409)["type"].endswith("#event-full")


def test_confidential_answers_are_for_those_who_manage(program, program_of, event):
    diet, word = question(event, sensitive=True), question(event)
    made = program.post(path(event), {**PERSON, "answers": {diet.key: "Çölyak", word.key: "açık"}})
    assert made["answers"] == {diet.key: "Çölyak", word.key: "açık"}
    evaluator = program_of(Role.EVALUATOR)
    assert evaluator.get(f"/registrations/{made['id']}")["answers"] == {word.key: "açık"}
    assert evaluator.get(path(event))["items"][0]["answers"] == {word.key: "açık"}


def test_a_list_reads_all_answers_at_once(program, event):
    word = question(event)
    seen = []
    for _ in range(3):
        program.post(path(event), {**PERSON, "answers": {word.key: "x"}})
        with count_statements() as statements:
            program.get(path(event))
        seen.append(len(statements))
    assert seen[0] == seen[2]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(data=st.data())
def test_whatever_is_sent_is_taken_or_refused(program, data):
    event = factories.event()
    choices = {"A": None, "B": None}
    asked = [
        question(event, kind, choices=choices if "choice" in kind else None)
        for kind in data.draw(
            st.lists(st.sampled_from(KINDS[FormPurpose.REGISTRATION]), max_size=4, unique=True)
        )
    ]
    sent = {one.key: data.draw(JSON) for one in asked}
    answer = program.answer("POST", path(event), json={**PERSON, "answers": sent})
    assert answer.status_code in (201, 422)


@pytest.mark.race
@pytest.mark.parametrize("sent", ["new", "changed"])
def test_a_choice_that_goes_in_the_moment_of_sending_is_a_conflict(app, program, event, sent):
    asked = question(event, K.SINGLE_CHOICE, choices={"A": None, "B": None})
    person, gone = factories.registration(event), asked.choices[1].id
    answers = {"answers": {asked.key: gone}}
    calls = {
        "new": ("POST", path(event), {**PERSON, **answers}),
        "changed": ("PATCH", f"/registrations/{person.id}", answers),
    }
    method, address, body = calls[sent]
    told = while_held(
        app,
        lambda: db.session.execute(sa.delete(Choice).filter_by(id=gone)),
        lambda: program.call(method, address, None, json=body),
    )
    conflict = (409, "conflicting-change") if on_postgres() else (422, "invalid-fields")
    assert (told["status"], told["type"].partition("#")[2]) == conflict
    assert not db.session.scalars(sa.select(RegistrationAnswer)).all()


def on_postgres():
    return db.engine.dialect.name == "postgresql"
