"""A survey's own page, and its form where the wave has an open link."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.boxes import BoxedResponse
from models.feedback import WaveLink
from models.forms import QuestionKind
from tests.browser_of_pages import PageBrowser
from tests.factories.survey_pages import asked, page_of, survey_wave

DAY = timedelta(days=1)


@pytest.fixture
def question(app):
    return asked(QuestionKind.SHORT_TEXT, "Ne değişmeli?")


def boxed():
    db.session.rollback()
    return list(db.session.scalars(sa.select(BoxedResponse)))


def test_the_form_of_an_open_link_stands_on_the_page_and_says_who_can_answer(
    browser_of_pages, question
):
    wave = survey_wave(question, title="Sivil toplumla iş birliği", description="Kısaca **neden**.")
    page = browser_of_pages.get(page_of(wave))
    assert page.words("h1") == "Sivil toplumla iş birliği"
    for part in ("Kısaca neden.", "Açık bağlantı", "herkes yanıt verebilir", "Ne değişmeli?"):
        assert part in page.words()
    assert browser_of_pages.submit(page_of(wave), {f"q{question.id}": "Su"}).status_code == 303
    assert [row.wave_id for row in boxed()] == [wave.id]


def test_a_browser_answers_once_in_each_wave(app, browser_of_pages, question):
    wave = survey_wave(question)
    path = page_of(wave)
    sent = {**browser_of_pages.get(path).form_values(), f"q{question.id}": "Su"}
    browser_of_pages.client.post(path, data=sent)
    page = browser_of_pages.get(path)
    assert not page.all("form", method="post")
    assert "Bu tarayıcıdan zaten yanıt verdiniz" in page.words()
    second = {**sent, "submission_key": "another-form-of-another-tab"}
    assert browser_of_pages.client.post(path, data=second).location == f"{path}/thanks"
    assert len(boxed()) == 1
    other = PageBrowser(app.test_client())
    assert other.submit(path, {f"q{question.id}": "Yol"}).status_code == 303
    assert len(boxed()) == 2


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"link": WaveLink.PERSONAL}, "kişisel bağlantıyla"),
        ({"link": WaveLink.PAPER}, "kâğıt üzerinde"),
        ({"opens_at": utc_now() + DAY}, "itibaren"),
        ({"opens_at": utc_now() - 2 * DAY, "closes_at": utc_now() - DAY}, "artık yanıt alınmıyor"),
    ],
)
def test_a_survey_without_a_form_for_all_says_why(browser_of_pages, question, values, words):
    wave = survey_wave(question, **values)
    page = browser_of_pages.get(page_of(wave))
    assert not page.all("form", method="post")
    assert words in page.words()
    sent = {"wave": str(wave.id), f"q{question.id}": "x", "csrf_token": "x"}
    assert browser_of_pages.client.post(page_of(wave), data=sent).status_code in (400, 404, 410)
    assert boxed() == []


def test_a_form_is_taken_for_the_wave_that_it_was_shown_for(browser_of_pages, question):
    wave = survey_wave(question, closes_at=utc_now() + DAY)
    other = survey_wave(asked(QuestionKind.SHORT_TEXT, "Başka?"))
    sent = {**browser_of_pages.get(page_of(wave)).form_values(), f"q{question.id}": "x"}
    wave.closes_at = utc_now() - timedelta(minutes=20)
    db.session.commit()
    assert browser_of_pages.client.post(page_of(other), data=sent).status_code == 404
    assert browser_of_pages.client.post(page_of(wave), data=sent).status_code == 303
    assert [row.wave_id for row in boxed()] == [wave.id]


def test_results_are_linked_once_they_are_published(browser_of_pages, question):
    wave = survey_wave(question, link=WaveLink.PERSONAL)

    def links():
        return [a.attributes.get("href") for a in browser_of_pages.get(page_of(wave)).all("a")]

    assert f"{page_of(wave)}/results" not in links()
    wave.survey.published_at = utc_now()
    db.session.commit()
    assert f"{page_of(wave)}/results" not in links()
    wave.closed_at, wave.settled = utc_now(), True
    db.session.commit()
    assert f"{page_of(wave)}/results" in links()
    browser_of_pages.get(f"{page_of(wave)}/results")


@pytest.mark.parametrize("path", ["/surveys/yok", "/surveys/yok/thanks"])
def test_an_unknown_survey_is_not_found(browser_of_pages, path):
    browser_of_pages.get(path, status=404)
