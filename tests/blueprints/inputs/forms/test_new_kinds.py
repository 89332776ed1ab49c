"""Scales, rankings, "other" and problems."""

import pytest
from werkzeug.datastructures import MultiDict

from blueprints.inputs.base import fields as base
from blueprints.inputs.forms.questions import answers_of, with_questions
from models.forms import Choice, Question, QuestionKind
from operations.base.answers import NamedProblem, NoOpinion, PickedOther

K = QuestionKind


@pytest.fixture
def app(sqlite_app):
    return sqlite_app


def asked(kind, number=5, *, choices=(), **values):
    texts = dict.fromkeys(("label_en", "help", "help_en", "low", "low_en", "high", "high_en"), "")
    made = Question(id=number, kind=kind, label="Soru", **{**texts, **values})
    made.choices = [
        Choice(id=n, label=label, label_en="", takes_text=label == "Diğer")
        for n, label in enumerate(choices, 11)
    ]
    return made


def read(app, questions, *pairs):
    """The answers, and what was refused."""
    with app.test_request_context("/?lang=en"):
        made = with_questions(base.Form, questions, locale="en")
        form = made(MultiDict(pairs), meta={"csrf": False})
        form.validate()
        return answers_of(form, questions), form.errors


SCALE = asked(K.SCALE, points=7, no_opinion=True)
NPS = asked(K.NPS)
RANKING = asked(K.RANKING, choices=["A", "B", "C"])
SINGLE = asked(K.SINGLE_CHOICE, choices=["A", "Diğer"])
MULTIPLE = asked(K.MULTIPLE_CHOICE, choices=["A", "Diğer"])
PROBLEM = asked(K.PROBLEM, choices=["Ulaşım", "Sağlık"])


@pytest.mark.parametrize(
    ("question", "value", "answer"),
    [
        (SCALE, "7", 7),
        (SCALE, "none", NoOpinion.NO_OPINION),
        (NPS, "0", 0),
        (NPS, "10", 10),
    ],
)
def test_a_point_is_a_number_and_no_opinion_is_none(app, question, value, answer):
    assert read(app, [question], ("q5", value)) == ({5: answer}, {})


@pytest.mark.parametrize(
    ("question", "value"),
    [(SCALE, "8"), (SCALE, "0"), (NPS, "11"), (NPS, "none"), (NPS, "05"), (NPS, "\ud800\0")],
)
def test_what_is_no_point_of_the_scale_is_refused(app, question, value):
    assert read(app, [question], ("q5", value)) == ({}, {"q5": ["Choose one."]})


def test_a_ranking_is_read_from_a_list_or_from_places(app):
    in_list = [("q5", "12"), ("q5", "11"), ("q5", "13")]
    in_places = [("q5-place-11", "2"), ("q5-place-12", "1"), ("q5-place-13", "3")]
    for sent in (in_list, in_places):
        assert read(app, [RANKING], *sent) == ({5: (12, 11, 13)}, {})


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ({"place-11": "1", "place-12": "1", "place-13": "2"}, "Place 1 is given twice."),
        ({"place-11": "1"}, "Give every choice a place, or none of them."),
        ({"place-11": "4", "place-12": "1", "place-13": "2"}, "Choose from the list."),
        ({"place-11": "\ud800\0", "place-12": "1", "place-13": "2"}, "Choose from the list."),
    ],
)
def test_a_place_given_twice_or_to_some_alone_is_refused(app, pairs, words):
    sent = [(f"q5-{name}", value) for name, value in pairs.items()]
    answers, errors = read(app, [RANKING], *sent)
    assert (answers, errors["q5"][0].startswith(words)) == ({}, True)


@pytest.mark.parametrize("values", [["11", "11", "12"], ["11", "12", "99"], ["11", "12"]])
def test_a_list_must_name_each_choice_once(app, values):
    answers, errors = read(app, [RANKING], *[("q5", value) for value in values])
    assert (answers, list(errors)) == ({}, ["q5"])


def test_a_ranking_may_stay_empty_unless_it_is_required(app):
    assert read(app, [RANKING]) == ({}, {})
    required = asked(K.RANKING, choices=["A", "B"], required=True)
    assert read(app, [required])[1] == {"q5": ["Give every choice a place."]}


def test_what_was_written_after_other_is_kept_only_where_other_was_picked(app):
    text = ("q5-other", " Bir \0şey ")
    assert read(app, [SINGLE], ("q5", "12"), text) == ({5: PickedOther((12,), "Bir şey")}, {})
    assert read(app, [SINGLE], ("q5", "11"), text) == ({5: (11,)}, {})
    both = [("q5", "11"), ("q5", "12")]
    assert read(app, [MULTIPLE], *both, text) == ({5: PickedOther((11, 12), "Bir şey")}, {})


@pytest.mark.parametrize("text", ["", "  ", "x" * 201])
def test_other_needs_a_text_that_is_not_too_long(app, text):
    assert list(read(app, [SINGLE], ("q5", "12"), ("q5-other", text))[1]) == ["q5-other"]
    assert read(app, [SINGLE], ("q5", "11"), ("q5-other", text))[1] == {}


def test_a_problem_has_a_text_and_perhaps_how_much_it_hurts_and_a_topic(app):
    said = [("q5", "Otobüs yok"), ("q5-hurts", "4"), ("q5-topic", "12")]
    problem = NamedProblem("Otobüs yok", 4, "Sağlık")
    assert read(app, [PROBLEM], *said) == ({5: problem}, {})
    assert read(app, [PROBLEM], said[0]) == ({5: NamedProblem("Otobüs yok")}, {})
    assert read(app, [PROBLEM], *said[1:]) == ({}, {})


@pytest.mark.parametrize(
    ("name", "value"), [("q5", "x" * 10_000), ("q5-hurts", "6"), ("q5-topic", "99")]
)
def test_a_part_of_a_problem_that_is_wrong_is_refused(app, name, value):
    sent = {"q5": "Otobüs yok", name: value}
    assert list(read(app, [PROBLEM], *sent.items())[1]) == [name]


def test_only_the_rows_of_a_matrix_are_answered(app):
    matrix = asked(K.MATRIX, points=5)
    rows = [asked(K.SCALE, n, points=5, matrix_id=5, required=True) for n in (6, 7)]
    sent = [("q5", "3"), ("q6", "3"), ("q7", "5")]
    assert read(app, [matrix, *rows], *sent) == ({6: 3, 7: 5}, {})
    assert list(read(app, [matrix, *rows], sent[1])[1]) == ["q7"]


def test_questions_can_hang_on_a_point_of_a_scale(app):
    why = asked(K.SHORT_TEXT, 6, required=True, shown_if_id=5, shown_if=["0", "1"])
    assert list(read(app, [NPS, why], ("q5", "1"))[1]) == ["q6"]
    assert read(app, [NPS, why], ("q5", "9"), ("q6", "x")) == ({5: 9}, {})
