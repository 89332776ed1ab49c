import pytest
from werkzeug.datastructures import MultiDict

from blueprints.inputs.base import fields as base
from blueprints.inputs.forms.questions import answers_of, question_fields, with_questions
from models.forms import Question, QuestionKind


class AnyForm(base.Form):
    name = base.line("Name")


RATING = Question(id=3, kind=QuestionKind.RATING, label="Puan", label_en="Rating", required=True)
TEXT = Question(
    id=7, kind=QuestionKind.LONG_TEXT, label="Görüş", label_en="", help="Kısaca", required=False
)
for question in (RATING, TEXT):
    question.help, question.help_en = question.help or "", ""


def form_of(app, sent, locale="tr", questions=(RATING, TEXT)):
    with app.test_request_context():
        form = with_questions(AnyForm, questions, locale=locale)(
            MultiDict({"name": "Işıl", **sent}), meta={"csrf": False}
        )
        form.validate()
        return form


@pytest.fixture
def app(sqlite_app):
    return sqlite_app


def test_any_form_can_carry_questions_after_its_own_fields(app):
    form = form_of(app, {"q3": "5", "q7": "Çok iyi"})
    assert not form.errors
    assert form.name.data == "Işıl"
    assert answers_of(form, [RATING, TEXT]) == {3: 5, 7: "Çok iyi"}


def test_the_fields_come_in_the_order_of_the_questions(app):
    form = form_of(app, {"q3": "5"}, questions=(TEXT, RATING))
    assert [field.name for field in question_fields(form, [TEXT, RATING])] == ["q7", "q3"]


def test_what_is_required_is_asked_for_and_what_is_not_may_stay_empty(app):
    form = form_of(app, {"q7": "  "})
    assert list(form.errors) == ["q3"]
    assert answers_of(form, [RATING, TEXT]) == {}


def test_labels_and_help_are_in_the_readers_language_where_there_is_one(app):
    form = form_of(app, {}, locale="en")
    assert [field.label.text for field in question_fields(form, [RATING, TEXT])] == [
        "Rating",
        "Görüş",
    ]
    assert form["q7"].description == "Kısaca"


def test_two_forms_with_other_questions_do_not_share_fields(app):
    assert "q7" not in form_of(app, {}, questions=(RATING,))
    assert "q3" not in form_of(app, {}, questions=(TEXT,))
