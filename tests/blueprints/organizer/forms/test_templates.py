import pytest
import sqlalchemy as sa

from extensions import db
from models.events import EventKind
from models.surveys import Survey
from models.users import Role
from tests import factories
from tests.factories.feedback import answer, questions

STAYS = "its questions stay"


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.client.get("/?lang=en")
    return browser_of_pages


@pytest.fixture
def event(app):
    return factories.event(kind=EventKind.TRAINING, over=True)


def builder(event):
    return f"/organizer/events/{event.id}/feedback-form"


def address(event):
    return f"/organizer/events/{event.id}/form-templates/new"


def start(browser, event, template, page):
    browser.submit(address(event), {"template": template}, page=page)
    return browser.get(builder(event)).words("main")


def test_the_template_for_this_kind_of_event_is_offered_first_and_taken(browser, event):
    links = [link.attributes.get("href") for link in browser.get(builder(event)).all("a")]
    assert address(event) in links
    offered = browser.get(address(event)).all("input", name="template")
    assert offered[0].attributes["value"] == "training"
    assert "checked" in offered[0].attributes
    assert "starts from the template" in start(browser, event, "training", address(event))
    assert "speaker_clear" in {question.key for question in questions(event)}


def test_a_training_is_followed_by_a_survey_after_90_days_where_that_is_wanted(browser, event):
    browser.submit(address(event), {"template": "training"})
    assert db.session.scalar(sa.select(Survey.id)) is None
    browser.submit(address(event), {"template": "conference", "later": "yes"})
    assert db.session.scalar(sa.select(Survey.id)) is None
    browser.submit(address(event), {"template": "training", "later": "yes"})
    assert db.session.scalars(sa.select(Survey)).one().slug == f"{event.slug}-90"


def test_once_somebody_has_answered_the_questions_stay(browser, event):
    answer(event)
    before = [question.key for question in questions(event)]
    assert STAYS in browser.get(address(event)).words("main")
    assert STAYS in start(browser, event, "training", builder(event))
    assert [question.key for question in questions(event)] == before


@pytest.mark.parametrize("template", ["", "perception", "nothing"])
def test_only_a_template_for_events_can_be_taken(browser, event, template):
    assert browser.submit(address(event), {"template": template}).status_code == 404


def test_an_event_of_another_province_is_not_there(browser_of_pages, event):
    elsewhere = factories.user(Role.PROVINCIAL_ORGANIZER, province="06")
    factories.sign_in(browser_of_pages.client, elsewhere)
    assert browser_of_pages.client.get(address(event)).status_code == 404
