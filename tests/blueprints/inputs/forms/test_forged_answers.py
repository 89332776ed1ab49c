"""What no page of ours sends, but anyone can."""

from io import BytesIO

import pytest
from werkzeug.datastructures import MultiDict

from extensions import db
from letters.compose import registration_token
from lib.clock import utc_now
from models.forms import QuestionKind
from operations.base.answers import write_answers
from tests import factories
from tests.blueprints.public.registrations.test_own_questions import (
    FILLED,
    TWO,
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


def send(browser, page, *pairs):
    """The form with some names in it several times; the answer's page, read."""
    hidden = browser.get(page).form_values()
    filled = {**hidden, **FILLED}.items()
    answer = browser.client.post(page, data=MultiDict([*filled, *pairs]))
    return answer.status_code, Document(answer.text)


@pytest.mark.parametrize("forged", ["another event's", "999", "9999999999"])
def test_an_empty_box_before_it_lets_no_foreign_choice_through(browser_of_pages, forged):
    event, other = factories.event(), factories.event()
    asked, foreign = (question(e, K.MULTIPLE_CHOICE, **TWO) for e in (event, other))
    sent = choice_ids(foreign)[0] if forged == "another event's" else forged
    name = f"q{asked.id}"
    status, page = send(browser_of_pages, address(event), (name, ""), (name, sent))
    assert (status, registrations()) == (422, [])
    assert error_beside(page, name)


def test_an_empty_box_before_them_lifts_no_limit(browser_of_pages):
    event = factories.event()
    asked = question(event, K.MULTIPLE_CHOICE, maximum=1, **TWO)
    name = f"q{asked.id}"
    picked = [(name, value) for value in ("", *choice_ids(asked))]
    assert send(browser_of_pages, address(event), *picked)[0] == 422
    assert send(browser_of_pages, address(event), *picked[:2])[0] == 303
    assert said(registrations()[0]) == {asked.id: "Su"}


def test_an_empty_box_before_them_puts_nobody_in_two_rooms_at_once(browser_of_pages):
    event = factories.event()
    rooms = [str(session(event, title, 0).id) for title in "AB"]
    chosen = [("sessions", value) for value in ("", *rooms)]
    assert send(browser_of_pages, address(event), *chosen)[0] == 422


def test_a_corrected_answer_names_no_foreign_choice_either(browser_of_pages):
    event = factories.event()
    asked = question(event, K.MULTIPLE_CHOICE, **TWO)
    person = factories.registration(event)
    write_answers(person, [asked], {asked.id: (asked.choices[0].id,)}, at=utc_now())
    db.session.commit()
    page, name = f"/registrations/{registration_token(person)}/answers?lang=en", f"q{asked.id}"
    assert send(browser_of_pages, page, (name, ""), (name, "999"))[0] == 422
    assert said(person) == {asked.id: "Su"}


@pytest.mark.parametrize("kind", [K.NUMBER, K.DATE, K.DISTRICT, K.SHORT_TEXT, K.PHONE])
def test_spaces_are_no_answer_to_what_is_required(browser_of_pages, kind):
    event = factories.event()
    asked = question(event, kind, required=True)
    page = browser_of_pages.post(address(event), {**FILLED, f"q{asked.id}": "  "})
    assert error_beside(page, f"q{asked.id}")


def test_a_choice_written_with_zeros_evades_no_question_that_hangs_on_it(browser_of_pages):
    event = factories.event()
    bus = question(event, K.SINGLE_CHOICE, **TWO)
    first = choice_ids(bus)[0]
    question(event, required=True, shown_if=(bus, first))
    page = browser_of_pages.post(address(event), {**FILLED, f"q{bus.id}": f"0{first}"})
    assert error_beside(page, f"q{bus.id}")


@pytest.mark.parametrize("field", ["given_name", "email", "sector", "province", "multiple", "day"])
def test_a_file_in_place_of_text_is_no_answer(browser_of_pages, field):
    event = factories.event()
    question(event, K.FILE)
    own = {
        "multiple": question(event, K.MULTIPLE_CHOICE, **TWO),
        "day": question(event, K.DATE, required=True),
    }
    name = f"q{own[field].id}" if field in own else field
    hidden = browser_of_pages.get(address(event)).form_values()
    day = {f"q{own['day'].id}": "2027-03-12"}
    typed = {n: v for n, v in {**hidden, **FILLED, **day}.items() if n != name}
    file = (BytesIO(b"%PDF-1.7\n"), "metin.pdf")
    answer = browser_of_pages.client.post(address(event), data={**typed, name: file})
    assert answer.status_code == (303 if field == "multiple" else 422)


NUMBER = "10000000146"
"""Has an identity number's check digits and belongs to nobody."""


@pytest.mark.parametrize("field", ["given_name", "family_name", "institution", "institution_role"])
def test_no_identity_number_is_kept_among_ones_details(browser_of_pages, field):
    event = factories.event()
    page = browser_of_pages.post(address(event), {**FILLED, field: f"Işıl {NUMBER}"})
    assert "identity numbers" in error_beside(page, field)
    assert registrations() == []


def test_no_identity_number_is_kept_in_a_reason(browser_of_pages):
    person = factories.registration(factories.event())
    own_page = f"/registrations/{registration_token(person)}"
    sent = {"reason": f"TC {NUMBER}"}
    answer = browser_of_pages.submit(f"{own_page}/cancellation?lang=en", sent, page=own_page)
    assert answer.status_code == 422 and "identity numbers" in answer.text


def test_a_name_that_shows_nothing_is_none(browser_of_pages):
    event = factories.event()
    page = browser_of_pages.post(address(event), {**FILLED, "given_name": "\u200b\u2800"})
    assert error_beside(page, "given_name")
