"""An organizer changes the form while somebody has it open, down to the very moment of sending."""

from io import BytesIO

import pytest

from extensions import db
from lib.clock import utc_now
from models.forms import Question, QuestionKind
from operations.forms.builder import change_question
from operations.forms.details import ChoiceDetails, QuestionDetails
from operations.forms.order import retire_question
from tests import factories
from tests.blueprints.public.registrations.test_own_questions import (
    FILLED,
    address,
    choice_ids,
    error_beside,
    registrations,
    said,
    session,
)
from tests.browser_of_pages import Document
from tests.factories.forms import question

K = QuestionKind
THREE = {"A": None, "B": None, "C": None}


def leave_only_the_first_two(asked):
    kept = [ChoiceDetails(choice.label, choice_id=choice.id) for choice in asked.choices[:2]]
    details = QuestionDetails(label=asked.label, choices=kept)
    change_question(asked, details, by=None, at=utc_now())


def test_a_choice_that_went_while_the_form_was_open_is_said_and_nothing_typed_is_lost(
    browser_of_pages,
):
    event = factories.event()
    asked = question(event, K.SINGLE_CHOICE, required=True, choices=THREE)
    hidden = browser_of_pages.get(address(event)).form_values()
    sent = {**hidden, **FILLED, f"q{asked.id}": choice_ids(asked)[2]}
    leave_only_the_first_two(asked)
    db.session.commit()
    answer = browser_of_pages.client.post(address(event), data=sent)
    page = Document(answer.text)
    assert answer.status_code == 422 and error_beside(page, f"q{asked.id}")
    assert page.all("input", name="given_name")[0].attributes["value"] == "Işıl"


def test_a_question_that_was_retired_while_the_form_was_open_is_passed_over(browser_of_pages):
    event = factories.event()
    gone, stays = question(event, required=True), question(event)
    hidden = browser_of_pages.get(address(event)).form_values()
    retire_question(db.session.get_one(Question, gone.id), by=None, at=utc_now())
    db.session.commit()
    sent = {**hidden, **FILLED, f"q{gone.id}": "x", f"q{stays.id}": "y"}
    assert browser_of_pages.client.post(address(event), data=sent).status_code == 303
    assert said(registrations()[0]) == {stays.id: "y"}


@pytest.mark.parametrize("changed", ["nothing", "institution", "question", "photos", "sessions"])
def test_a_form_sent_again_after_going_back_says_that_changes_were_not_taken(
    browser_of_pages, changed
):
    event = factories.event()
    word, cv = question(event), question(event, K.FILE)
    room, client = session(event, "A", 0), browser_of_pages.client
    hidden = browser_of_pages.get(address(event)).form_values()
    names = {"question": f"q{word.id}", "sessions": "sessions"}
    values = {"sessions": str(room.id), "photos": "y"}
    again = {} if changed == "nothing" else {names.get(changed, changed): values.get(changed, "x")}
    answers = [
        client.post(
            address(event),
            data={**hidden, **FILLED, **more, f"q{cv.id}": (BytesIO(b"%PDF-1.7\n"), "cv.pdf")},
        )
        for more in ({}, again)
    ]
    assert answers[0].location == answers[1].location and len(registrations()) == 1
    words = browser_of_pages.get(f"{answers[1].location}").words()
    assert ("were not saved" in words) is (changed != "nothing")
