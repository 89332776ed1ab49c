"""An organizer changes the form while somebody has it open, down to the very moment of sending."""

from io import BytesIO
from threading import Event as Flag

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.forms import Choice, Question, QuestionKind
from models.registrations import Registration
from operations.forms.builder import ChoiceDetails, QuestionDetails, change_question
from operations.forms.order import retire_question
from tests import factories
from tests.blueprints.public.registrations.test_completions import OWN, nominee, page_of
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
from tests.turns import PATIENCE, in_threads, until_somebody_waits

K = QuestionKind
THREE = {"A": None, "B": None, "C": None}


def leave_only_the_first_two(asked):
    kept = [ChoiceDetails(choice.label, choice_id=choice.id) for choice in asked.choices[:2]]
    details = QuestionDetails(label=asked.label, choices=kept)
    change_question(asked, details, by=None, at=utc_now())


def sent_while_its_choice_goes(app, registration, asked, page, typed):
    """Whoever holds the registration lets the form be checked, and then find its choice gone."""
    client, number, last = app.test_client(), registration.id, asked.choices[2].id
    hidden = Document(client.get(page).text).form_values()
    held, through, answers = Flag(), Flag(), []

    def organizer():
        row = sa.select(Registration.id).where(Registration.id == number).with_for_update()
        db.session.execute(row)
        db.session.execute(sa.delete(Choice).where(Choice.id == last))
        held.set()
        until_somebody_waits(through)
        db.session.commit()

    def person():
        held.wait(PATIENCE)
        answers.append(client.post(page, data={**hidden, **typed, f"q{asked.id}": str(last)}))
        through.set()

    in_threads(app, organizer, person)
    return answers[0]


@pytest.mark.race
@pytest.mark.parametrize("below", ["answers", "completion"])
def test_a_choice_that_goes_in_the_moment_of_sending_is_said_at_its_question(app, below):
    person = nominee()
    if below == "answers":
        person.awaits_completion = False
    asked = question(person.event, K.SINGLE_CHOICE, choices=THREE)
    page, typed = f"{page_of(person)}/{below}?lang=en", OWN if below == "completion" else {}
    answer = sent_while_its_choice_goes(app, person, asked, page, typed)
    assert answer.status_code in (409, 422)  # SQLite's writers wait before they look
    assert error_beside(Document(answer.text), f"q{asked.id}")
    assert said(db.session.get_one(Registration, person.id)) == {}


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
    assert ("was not taken" in words) is (changed != "nothing")
