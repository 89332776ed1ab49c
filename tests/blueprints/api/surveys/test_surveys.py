"""Surveys, their questions, and who sees them."""

from typing import Any

import pytest

from extensions import db
from models.users import Role

QUESTIONS: list[dict[str, Any]] = [
    {"item": "useful", "kind": "scale", "label": "Ne kadar yararlı?", "points": 7, "low": "hiç"},
    {
        "item": "parts",
        "kind": "matrix",
        "label": "Bölümler",
        "points": 4,
        "rows": [{"item": "talk", "label": "Konuşma"}, {"item": "lunch", "label": "Yemek"}],
    },
    {"item": "tell", "kind": "nps", "label": "Önerir misiniz?", "required": True},
    {"item": "first", "kind": "ranking", "label": "Sıralayın", "choices": ["A", "B", "C"]},
    {"item": "one", "kind": "single_choice", "label": "Hangisi?", "choices": ["Su", "Diğer: …"]},
    {"item": "many", "kind": "multiple_choice", "label": "Hangileri?", "choices": ["X", "Y"]},
    {"item": "said", "kind": "long_text", "label": "Ne dersiniz?", "page": 2},
    {"item": "pain", "kind": "problem", "label": "Hangi sorun?", "page": 2},
]
SURVEY: dict[str, Any] = {"title": "Yıllık anket", "anonymous": True, "questions": QUESTIONS}
OPENED = "2020-03-12T10:00:00+03:00"


@pytest.fixture
def survey(program):
    return program.post("/surveys", SURVEY)


def test_a_survey_is_made_with_its_form(program):
    made = program.post("/surveys", SURVEY)
    assert (made["slug"], made["waves"], made["anonymous"]) == ("yillik-anket", [], True)
    assert made["form_id"]
    by_item = {question["item"]: question for question in made["questions"]}
    assert list(by_item) == [question["item"] for question in QUESTIONS]
    assert [row["item"] for row in by_item["parts"]["rows"]] == ["talk", "lunch"]
    assert (by_item["useful"]["points"], by_item["useful"]["low"]) == (7, "hiç")
    assert [choice["other"] for choice in by_item["one"]["choices"]] == [False, True]
    assert program.get(f"/surveys/{made['id']}") == made
    [line] = program.get("/surveys")["items"]
    assert line == {name: made[name] for name in line}


def test_two_surveys_of_one_title_have_addresses_of_their_own(program, survey):
    assert program.post("/surveys", SURVEY)["slug"] == "yillik-anket-2"
    for slug in ("yillik-anket", "Yıllık", "a--b", "a/b"):
        refused = program.post("/surveys", {**SURVEY, "slug": slug}, 422)
        assert list(refused["errors"]) == ["slug"]
    assert program.post("/surveys", {**SURVEY, "slug": "kisa"})["slug"] == "kisa"


BAD: list[tuple[dict[str, Any], str]] = [
    ({"item": "a b"}, "item"),
    ({"item": ""}, "item"),
    ({"item": "a" * 65}, "item"),
    ({"item": "ş"}, "item"),
    ({"item": "useful"}, "item"),
    ({"kind": "file"}, "kind"),
    ({"kind": "colour"}, "kind"),
    ({"label": ""}, "label"),
    ({"label": "\x00"}, "label"),
    ({"label": "\ud800"}, "label"),
    ({"label": "a" * 10_000}, "label"),
    ({"points": 1}, "points"),
    ({"points": 12}, "points"),
    ({"points": True}, "points"),
    ({"kind": "long_text", "points": 5}, "points"),
    ({"kind": "matrix"}, "rows"),
    ({"rows": [{"item": "r", "label": "r"}]}, "rows"),
    ({"kind": "matrix", "rows": [{"item": "useful", "label": "r"}]}, "rows.0.item"),
    ({"kind": "ranking", "choices": ["A"]}, "choices"),
    ({"kind": "ranking", "choices": ["A", "A"]}, "choices"),
    ({"choices": ["A", "B"]}, "choices"),
    ({"kind": "single_choice", "choices": ["A", "B"], "right": [3]}, "right"),
    ({"kind": "single_choice", "choices": ["A", "B"], "right": [0]}, "right"),
    ({"kind": "long_text", "no_opinion": True}, "no_opinion"),
    ({"page": 0}, "page"),
]


def test_bad_questions_are_named(program):
    for question, field in BAD:
        asked = [QUESTIONS[0], {"item": "new", "kind": "scale", "label": "Soru", **question}]
        refused = program.post("/surveys", {**SURVEY, "questions": asked}, 422)
        assert list(refused["errors"]) == [f"questions.1.{field}"], question


def test_what_must_not_be_asked_is_refused(program):
    asked = [{"item": "id", "kind": "short_text", "label": "T.C. kimlik numaranız"}]
    assert program.post("/surveys", {**SURVEY, "questions": asked}, 422)["errors"].keys() == {
        "questions.id"
    }


def test_before_the_first_answer_everything_can_be_changed(program, survey):
    path = f"/surveys/{survey['id']}"
    fewer = [{**QUESTIONS[2], "kind": "scale"}, QUESTIONS[0]]
    changed = program.patch(path, {"title": "Başka", "questions": fewer})
    assert changed["title"] == "Başka"
    assert [(q["item"], q["kind"]) for q in changed["questions"]] == [
        ("tell", "scale"),
        ("useful", "scale"),
    ]
    assert [q["item"] for q in program.patch(path, {"questions": QUESTIONS})["questions"]] == [
        q["item"] for q in QUESTIONS
    ]


def test_one_question_can_be_changed_alone(program, survey):
    path = f"/surveys/{survey['id']}"
    changed = program.patch(path, {"questions": [{"item": "useful", "label": "Yararlı mı?"}]})
    assert len(changed["questions"]) == len(QUESTIONS)
    first = changed["questions"][0]
    assert (first["label"], first["points"], first["low"]) == ("Yararlı mı?", 7, "hiç")
    refused = program.patch(path, {"questions": [{"item": "new", "label": "Ne?"}]}, 422)
    assert list(refused["errors"]) == [f"questions.{len(QUESTIONS)}.kind"]


def test_a_provincial_organizer_works_with_surveys_of_the_own_province(program, program_of):
    organizer = program_of(Role.PROVINCIAL_ORGANIZER, province="19")
    own = organizer.post("/surveys", SURVEY)
    assert own["province"] == "19"
    assert organizer.post("/surveys", {**SURVEY, "province": "06"}, 403)["type"].endswith(
        "#outside-province"
    )
    other = program.post("/surveys", {**SURVEY, "province": "06"})
    whole = program.post("/surveys", SURVEY)
    assert [survey["id"] for survey in organizer.get("/surveys")["items"]] == [own["id"]]
    assert len(program.get("/surveys")["items"]) == 3
    for survey in (other, whole):
        organizer.get(f"/surveys/{survey['id']}", 404)
        organizer.patch(f"/surveys/{survey['id']}", {"title": "Bizim"}, 404)
        organizer.post(f"/surveys/{survey['id']}/publication", status=404)


def test_a_survey_is_published_once(program, survey):
    path = f"/surveys/{survey['id']}/publication"
    first = program.post(path, status=200)
    assert first["published_at"]
    db.session.expire_all()
    assert program.post(path, status=200)["published_at"] == first["published_at"]
