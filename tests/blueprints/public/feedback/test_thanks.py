"""After answering: thanks, and an address for what came of it that is kept with the event alone."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.feedback import OutcomeAddress
from models.forms import QuestionKind
from tests import factories
from tests.factories import feedback
from tests.factories.survey_pages import asked, page_of, survey_wave


@pytest.fixture
def answered(app, browser_of_pages):
    """The path of a form that was answered in this browser, and its event."""
    right = feedback.right(factories.event(over=True))
    event, path = right.wave.event, feedback.feedback_path(right)
    questions = feedback.questions(event)
    browser_of_pages.submit(path, {f"q{questions[0].id}": "4"})
    return path, event


def send(browser, path, address):
    return browser.submit(f"{path}/outcome-address", {"email": address}, page=f"{path}/thanks")


def addresses():
    db.session.rollback()
    return list(db.session.scalars(sa.select(OutcomeAddress)))


def test_thanks_say_what_happens_next(browser_of_pages, answered):
    words = browser_of_pages.get(f"{answered[0]}/thanks").words()
    for part in ("Teşekkür ederiz", "Bundan sonra", "sorun listesi"):
        assert part in words


def test_an_address_is_kept_with_the_event_alone(browser_of_pages, answered):
    path, event = answered
    assert send(browser_of_pages, path, "isil@EXAMPLE.org").location == f"{path}/thanks"
    assert "isil@example.org" in browser_of_pages.get(f"{path}/thanks").words()
    [kept] = addresses()
    columns = {
        column.name: getattr(kept, column.name) for column in OutcomeAddress.__table__.columns
    }
    assert columns.pop("id") > 2**40  # at random: the next address is not its neighbour
    assert columns == {
        "event_id": event.id,
        "survey_id": None,
        "email": "isil@example.org",
        "locale": "tr",
    }


def test_the_same_address_twice_is_kept_once(browser_of_pages, answered):
    for _ in range(2):
        assert send(browser_of_pages, answered[0], "isil@example.org").status_code == 303
    assert len(addresses()) == 1


@pytest.mark.parametrize("address", ["", "isil", "isil@", "x" * 400 + "@example.org", "a\x00b"])
def test_a_bad_address_gets_a_message_beside_its_field(browser_of_pages, answered, address):
    response = send(browser_of_pages, answered[0], address)
    page = browser_of_pages._read(response, 422)
    assert page.all("p", id="email-error")
    assert addresses() == []


def test_an_address_is_taken_only_where_answers_were_sent(app, browser_of_pages, answered):
    stranger = app.test_client()
    path, _event = answered
    token = browser_of_pages.get(f"{path}/thanks").form_values()["csrf_token"]
    data = {"email": "x@example.org", "csrf_token": token}
    assert stranger.post(f"{path}/outcome-address", data=data).status_code in (303, 400)
    assert stranger.get(f"{path}/thanks").location == path
    assert addresses() == []


def test_a_survey_keeps_addresses_of_its_own(app, browser_of_pages):
    question = asked(QuestionKind.SHORT_TEXT, "Ne?")
    wave = survey_wave(question)
    browser_of_pages.submit(page_of(wave), {f"q{question.id}": "x"})
    assert send(browser_of_pages, page_of(wave), "isil@example.org").status_code == 303
    assert [(a.event_id, a.survey_id) for a in addresses()] == [(None, wave.survey.id)]
