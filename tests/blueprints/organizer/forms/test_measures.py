"""Building forms of feedback and surveys: scales, tables of them, and what the first answer fixes."""

import pytest

from blueprints.inputs.forms.question_editor import KINDS
from extensions import db
from models.forms import AskedOf, FormPurpose, Question, QuestionKind
from models.users import Role
from operations.forms.details import ChoiceDetails, RowDetails, rows_of
from operations.surveys.surveys import SurveyDetails, create_survey
from queries.forms.builder import form_of, in_order
from tests import factories
from tests.factories import NOW
from tests.factories import feedback as made
from tests.factories.forms import question

K = QuestionKind
FEEDBACK = FormPurpose.FEEDBACK
CHOICES = {"choices-0-label": "Sağlık", "choices-1-label": "Su", "choices-1-other": "yes"}
ROWS = {"rows-0-label": "Bilgi", "rows-0-label_en": "Information", "rows-1-label": "Karar"}
ENDS = {"low": "Az", "low_en": "Little", "high": "Çok", "high_en": "Much"}


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.client.get("/?lang=en")
    return browser_of_pages


@pytest.fixture
def event(app):
    return factories.event(over=True)


@pytest.fixture
def survey(app):
    return survey_of("19")


def survey_of(province):
    details = SurveyDetails(title="Algı araştırması")
    made = create_survey(details, [], province=province, by=factories.user(), at=NOW)
    db.session.commit()
    return made


def latest(*, purpose=FEEDBACK, event=None) -> Question:
    db.session.expire_all()
    if event is not None:
        return in_order(form_of(event, purpose).questions)[-1]
    return max(db.session.query(Question), key=lambda question: question.id)


@pytest.mark.parametrize("kind", KINDS[FormPurpose.SURVEY])
def test_every_kind_is_added_to_a_survey_edited_and_previewed(browser, survey, kind):
    given = {"label": "Soru bir", **CHOICES, **ROWS, **ENDS, "points": "7"}
    builder = f"/organizer/surveys/{survey.id}/form"
    added = browser.submit(f"/organizer/surveys/{survey.id}/questions/new?kind={kind}", given)
    first = db.session.query(Question).order_by(Question.id).first()
    assert (added.location, first.kind) == (f"{builder}#question-{first.id}", kind)
    browser.get(f"/organizer/questions/{first.id}/edit")
    assert "Soru bir" in browser.get(f"{builder}/preview").words("main")
    assert "Soru bir" in browser.get(builder).words("main")


def test_a_matrix_is_built_with_its_rows(browser, event):
    path = f"/organizer/events/{event.id}/questions/new?kind=matrix&form=feedback"
    given = {"label": "Ne kadar?", **ROWS, **ENDS, "points": "4", "no_opinion": "y", "page": "2"}
    browser.submit(path, given)
    [matrix] = db.session.query(Question).filter_by(kind=K.MATRIX)
    assert [(row.label, row.label_en) for row in rows_of(matrix)] == [
        ("Bilgi", "Information"),
        ("Karar", ""),
    ]
    assert {(row.points, row.no_opinion, row.high_en, row.page) for row in rows_of(matrix)} == {
        (4, True, "Much", 2)
    }
    first, second = rows_of(matrix)
    edit = f"/organizer/questions/{matrix.id}/edit"
    swapped = {
        **{"label": "Ne kadar?", "points": "4", "rows-0-label": "Karar", "rows-1-label": "Yeni"},
        **{"rows-0-id": str(second.id), "rows-1-id": "", "rows-2-label": ""},
    }
    browser.submit(edit, swapped)
    db.session.expire_all()
    assert [row.label for row in rows_of(matrix)] == ["Karar", "Yeni"]
    assert db.session.get(Question, first.id) is None
    browser.get(f"/organizer/questions/{second.id}/edit", status=404)


@pytest.mark.parametrize("points", ["1", "12", "", "x"])
def test_a_scale_has_two_to_eleven_points(browser, event, points):
    path = f"/organizer/events/{event.id}/questions/new?kind=scale&form=feedback"
    assert browser.submit(path, {"label": "Ne kadar?", "points": points}).status_code == 422


def test_a_question_is_asked_of_chosen_sessions(browser, event):
    su, _yol = factories.session(event, title="Su"), factories.session(event, title="Yol")
    path = f"/organizer/events/{event.id}/questions/new?kind=scale&form=feedback"
    given = {"label": "Yararlı mıydı?", "points": "5", "asked_of": "session"}
    browser.submit(path, {**given, "sessions": [str(su.id)]})
    asked = latest(event=event)
    assert (asked.asked_of, asked.subjects) == (AskedOf.SESSION, [su.id])
    words = browser.get(f"/organizer/events/{event.id}/feedback-form").words("main")
    assert "of each session" in words


def test_other_and_right_answers_are_marked_at_their_choices(browser, event):
    path = f"/organizer/events/{event.id}/questions/new?kind=single_choice&form=feedback"
    browser.submit(path, {"label": "Hangisi?", **CHOICES, "choices-0-right": "yes"})
    asked = latest(event=event)
    assert [(choice.takes_text, choice.is_right) for choice in asked.choices] == [
        (False, True),
        (True, False),
    ]
    two = {**CHOICES, "choices-0-other": "yes"}
    assert browser.submit(path, {"label": "Hangisi?", **two}).status_code == 422


def test_once_answered_the_page_offers_words_alone(browser, event):
    options = [ChoiceDetails("Su"), ChoiceDetails("Diğr", takes_text=True)]
    asked = question(event, K.SINGLE_CHOICE, purpose=FEEDBACK, choices={"x": None, "y": None})
    asked.choices[0].label, asked.choices[1].label = (option.label for option in options)
    asked.choices[1].takes_text = True
    db.session.commit()
    made.answer(event)
    edit = f"/organizer/questions/{asked.id}/edit"
    page = browser.get(edit)
    assert "only typing errors can be mended" in page.words("main")
    names = {field.attributes.get("name") for field in page.all("input")}
    assert {"label", "choices-0-label"} <= names
    assert not names & {"required", "condition", "page", "asked_of", "choices-0-other"}
    words = {"label": "Hangisi?", "choices-0-label": "Su", "choices-1-label": "Diğer"}
    assert browser.submit(edit, words).status_code == 303
    db.session.expire_all()
    assert [(choice.label, choice.takes_text) for choice in asked.choices] == [
        ("Su", False),
        ("Diğer", True),
    ]
    forged = {**words, "choices-2-label": "Yol", "choices-2-id": ""}
    assert browser.submit(edit, forged).status_code == 409


def test_a_matrix_that_was_answered_keeps_its_rows(browser, event):
    rows = [RowDetails("Bilg"), RowDetails("Karar")]
    matrix = question(event, K.MATRIX, purpose=FEEDBACK, points=5, rows=rows)
    made.answer(event)
    edit = f"/organizer/questions/{matrix.id}/edit"
    words = {"label": "Ne kadar?", "rows-0-label": "Bilg", "rows-1-label": "Karar"}
    assert browser.submit(edit, {**words, "rows-0-label": "Bilgi"}).status_code == 303
    db.session.expire_all()
    assert [(row.label, row.asked_as) for row in rows_of(matrix)] == [
        ("Bilgi", "Bilg"),
        ("Karar", ""),
    ]
    assert browser.submit(edit, {**words, "rows-0-label": ""}).status_code == 409


def test_a_matrix_whose_rows_were_answered_and_counted_is_retired_never_deleted(browser, event):
    rows = [RowDetails("Bilgi"), RowDetails("Karar")]
    matrix = question(event, K.MATRIX, purpose=FEEDBACK, points=5, rows=rows)
    for _person in range(5):
        made.submit(made.right(event), {row.id: 4 for row in rows_of(matrix)})
    made.close(event)
    acts = [
        form.attributes.get("action")
        for form in browser.get(f"/organizer/events/{event.id}/feedback-form").all("form")
    ]
    assert f"/organizer/questions/{matrix.id}/retirement" in acts
    assert f"/organizer/questions/{matrix.id}/removal" not in acts


def test_names_are_kept_only_while_nobody_may_answer(browser, event):
    form = form_of(event, FEEDBACK)
    path = f"/organizer/events/{event.id}/form-names?form=feedback"
    page = f"/organizer/events/{event.id}/feedback-form"
    token = browser.get(page).form_values()["csrf_token"]
    browser.client.post(path, data={"named": "yes", "csrf_token": token})
    db.session.expire_all()
    assert form.named
    made.right(event)
    browser.client.post(path, data={"named": "no", "csrf_token": token})
    db.session.expire_all()
    assert form.named


@pytest.mark.parametrize(("place", "status"), [("19", 200), ("05", 404), (None, 404)])
def test_a_provinces_organizer_builds_the_forms_of_its_own_surveys(app, place, status):
    survey = survey_of(place)
    form_id = db.session.query(Question).count()
    client = app.test_client()
    factories.sign_in(client, factories.user(Role.PROVINCIAL_ORGANIZER, province="19"))
    path = f"/organizer/surveys/{survey.id}/form"
    assert (client.get(path).status_code, form_id) == (status, 0)
