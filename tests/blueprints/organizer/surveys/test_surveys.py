from datetime import datetime

import pytest
import sqlalchemy as sa

from extensions import db
from models.feedback import Wave, WaveLink
from models.surveys import Survey
from models.users import Role
from operations.feedback.closing import close_wave
from queries.surveys.surveys import own_form
from tests import factories
from tests.factories import surveys
from tests.factories.feedback import count
from tests.statements import count_statements

NEW = "/organizer/surveys/new"
TITLE = {"title": "Algı ve güven", "title_en": "Perception and trust"}


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.client.get("/?lang=en")
    return browser_of_pages


def made() -> Survey:
    db.session.expire_all()
    return db.session.scalars(sa.select(Survey)).one()


def page_of(survey: Survey) -> str:
    return f"/organizer/surveys/{survey.id}"


def test_the_list_begins_empty_and_says_what_to_do(browser):
    page = browser.get("/organizer/surveys")
    assert "There is no survey here yet" in page.words("main")
    assert NEW in [link.attributes.get("href") for link in page.all("a")]


def test_a_survey_starts_from_a_template(browser):
    answer = {"answered": "anonymous", "template": "perception"}
    answered = browser.submit(NEW, {**TITLE, **answer, "province": "19"})
    survey = made()
    assert answered.location == page_of(survey)
    form = own_form(survey)
    assert (survey.title_en, survey.province, form.named) == ("Perception and trust", "19", False)
    assert {"trust_associations", "coop_useful"} <= {question.key for question in form.questions}
    assert "Perception and trust" in browser.get("/organizer/surveys").words("main")


def test_a_test_is_answered_by_name_whatever_was_chosen(browser):
    browser.submit(NEW, {**TITLE, "answered": "anonymous", "template": "training-test"})
    assert own_form(made()).named


def test_what_is_wrong_is_said_at_its_field(browser):
    for name, value in (("title", ""), ("answered", "so"), ("template", "training")):
        page = browser.post(NEW, {**TITLE, "answered": "named", "template": "", name: value})
        assert page.all("div", class_="error-summary")
    assert db.session.scalar(sa.select(Survey.id)) is None


def test_words_can_be_changed_later(browser):
    survey = surveys.survey()
    browser.submit(f"{page_of(survey)}/edit", {"title": "Güven", "description": "Kim soruyor?"})
    assert (made().title, made().description) == ("Güven", "Kim soruyor?")


def test_organizers_of_a_province_make_surveys_there_and_see_no_others(browser_of_pages):
    surveys.survey(province="06", title="Ankara anketi")
    surveys.survey(title="Bütün ülke")
    organizer = factories.user(Role.PROVINCIAL_ORGANIZER, province="19")
    factories.sign_in(browser_of_pages.client, organizer)
    given = {"title": "Çorum anketi", "answered": "named", "template": ""}
    refused = browser_of_pages.submit(NEW, {**given, "province": "06"})
    assert refused.status_code == 422
    browser_of_pages.submit(NEW, {**given, "province": "19"})
    words = browser_of_pages.get("/organizer/surveys").words("main")
    assert "Çorum anketi" in words
    assert "Ankara anketi" not in words
    assert "Bütün ülke" not in words


def test_another_template_is_taken_while_nobody_has_answered(browser):
    survey = surveys.survey()
    browser.submit(f"{page_of(survey)}/form-templates/new", {"template": "training-after-90-days"})
    assert "used_how_often" in {question.key for question in own_form(survey).questions}


def test_results_are_published_once_a_wave_is_closed(browser):
    survey = surveys.survey()
    wave = surveys.wave(survey, link=WaveLink.PAPER)
    publication = f"{page_of(survey)}/publication"
    browser.submit(publication, {}, page=page_of(survey) + "/edit")
    assert made().published_at is None
    close_wave(wave, by=None, at=factories.NOW)
    db.session.commit()
    count()
    browser.submit(publication, {}, page=page_of(survey))
    assert made().published_at is not None


def test_two_closed_waves_are_compared_from_the_baseline(browser):
    survey = surveys.survey()
    for name, baseline in (("Deneme", False), ("Önce", True), ("Sonra", False)):
        wave = surveys.wave(survey, link=WaveLink.PAPER, name=name, baseline=baseline)
        close_wave(wave, by=None, at=factories.NOW)
        db.session.commit()
        count()
    ids = [wave.id for wave in db.session.scalars(sa.select(Wave).order_by(Wave.number))]
    links = [link.attributes["href"] for link in browser.get(page_of(survey)).all("a")]
    assert f"{page_of(survey)}/comparison?waves={ids[1]},{ids[2]}" in links


def test_the_list_takes_the_same_statements_for_one_survey_and_for_three(browser):
    taken = []
    for _ in range(2):
        surveys.wave(surveys.survey())
        with count_statements() as counted:
            browser.get("/organizer/surveys")
        taken.append(len(counted))
        surveys.wave(surveys.survey())
    assert taken[0] == taken[1]


WAVE = {"name": "Önce", "link": "personal", "opens_at": "2027-03-01T09:00"}


def test_a_wave_opens_and_closes_by_the_clock_of_the_site(browser):
    survey = surveys.survey()
    given = {**WAVE, "closes_at": "2027-03-20T18:00", "baseline": "y", "sectors": "cso"}
    browser.submit(f"{page_of(survey)}/waves/new", {**given, "provinces": "19"})
    wave = db.session.scalars(sa.select(Wave)).one()
    assert wave.opens_at == datetime.fromisoformat("2027-03-01T09:00+03:00")
    assert wave.closes_at == datetime.fromisoformat("2027-03-20T18:00+03:00")
    assert (wave.link, wave.baseline) == (WaveLink.PERSONAL, True)
    assert wave.target == {"sectors": ["cso"], "provinces": ["19"]}


def test_an_open_link_invites_nobody(browser):
    survey = surveys.survey()
    given = {**WAVE, "link": "open", "sectors": "cso"}
    browser.submit(f"{page_of(survey)}/waves/new", given)
    assert db.session.scalars(sa.select(Wave)).one().target == {}


def test_a_wave_with_faults_is_not_begun(browser):
    faults = {"name": "", "opens_at": "", "closes_at": "2027-02-01T09:00", "sectors": "nobody"}
    address = f"{page_of(surveys.survey())}/waves/new"
    for name, value in faults.items():
        browser.post(address, {**WAVE, name: value})
    assert db.session.scalar(sa.select(Wave.id)) is None
