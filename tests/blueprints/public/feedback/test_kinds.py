"""The feedback form asks with the same questions as registration, and shows what was answered."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.boxes import BoxedResponse
from models.forms import FormPurpose, QuestionKind
from models.responses import Answer
from queries.feedback.results import results_of
from tests import factories
from tests.browser_of_pages import PageBrowser
from tests.factories.feedback import close, feedback_path, questions, right
from tests.factories.forms import question

K = QuestionKind
FEEDBACK = FormPurpose.FEEDBACK
TWO = {"Su": None, "Sağlık": None}


@pytest.fixture
def event(app):
    made = factories.event(over=True)
    for asked in questions(made):
        db.session.delete(asked)
    db.session.commit()
    return made


def answer(app, event, **given):
    browser = PageBrowser(app.test_client())
    return browser.submit(feedback_path(right(event)), {**given, "side": "cso"})


def test_every_kind_is_asked_and_kept_without_a_person(app, event):
    one = question(event, K.SINGLE_CHOICE, purpose=FEEDBACK, choices=TWO)
    many = question(event, K.MULTIPLE_CHOICE, purpose=FEEDBACK, choices=TWO)
    number = question(event, K.NUMBER, purpose=FEEDBACK)
    again = question(event, K.YES_NO, purpose=FEEDBACK)
    place = question(event, K.DISTRICT, purpose=FEEDBACK)
    su, saglik = (choice.id for choice in many.choices)
    sent = {
        f"q{one.id}": str(one.choices[1].id),
        f"q{many.id}": [str(su), str(saglik)],
        f"q{number.id}": "4",
        f"q{again.id}": "yes",
        f"q{place.id}": "19-01",
    }
    assert answer(app, event, **sent).status_code == 303
    close(event)
    kept = {
        (a.question_id, a.nth, a.choice_id, a.number, a.text)
        for a in db.session.scalars(sa.select(Answer))
    }
    assert kept == {
        (one.id, 0, one.choices[1].id, None, None),
        (many.id, 0, su, None, None),
        (many.id, 1, saglik, None, None),
        (number.id, 0, None, 4, None),
        (again.id, 0, None, 1, None),
        (place.id, 0, None, None, "19-01"),
    }


def test_a_condition_holds_here_too(app, event):
    again = question(event, K.YES_NO, purpose=FEEDBACK)
    why = question(event, purpose=FEEDBACK, required=True, shown_if=(again, "no"))
    assert answer(app, event, **{f"q{again.id}": "no"}).status_code == 422
    assert answer(app, event, **{f"q{again.id}": "yes", f"q{why.id}": "yok"}).status_code == 303
    [rows] = db.session.scalars(sa.select(BoxedResponse.answers))
    assert [row["question_id"] for row in rows] == [again.id]


def test_the_results_count_each_answer(app, event):
    many = question(event, K.MULTIPLE_CHOICE, purpose=FEEDBACK, choices=TWO)
    number = question(event, K.NUMBER, purpose=FEEDBACK)
    place = question(event, K.PROVINCE, purpose=FEEDBACK)
    su = str(many.choices[0].id)
    for value in ("2", "4", "4", "4", "4"):
        given = {f"q{many.id}": [su], f"q{number.id}": value, f"q{place.id}": "19"}
        assert answer(app, event, **given).status_code == 303
    results = {item.question.id: item for item in results_of(close(event)).items}
    assert results[many.id].values == {su: 5}
    assert results[number.id].values == {"2": 1, "4": 4}
    assert results[place.id].values == {"19": 5}
    client = app.test_client()
    factories.sign_in(client, factories.user())
    words = PageBrowser(client).get(f"/organizer/events/{event.id}/feedback?lang=en").words()
    for part in ("Su5", "Sağlık0", "Çorum5 (100%)"):
        assert part in words
