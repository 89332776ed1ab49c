import pytest

from models.sectors import Sector
from operations.feedback.publication import (
    NotSettled,
    choose_quotation,
    publish_results,
    withdraw_results,
)
from queries.feedback.waves import wave_of_event
from tests import factories
from tests.factories import results
from tests.factories.feedback import answer, close


def test_results_of_a_survey_are_public_once_they_are_published(browser_of_pages):
    wave, by = results.answered_wave(10), factories.user()
    [words] = [q for q in wave.form.questions if q.key == "words"]
    address = f"/surveys/{wave.survey.slug}/results"
    browser_of_pages.get(address, status=404)
    chosen = results.everything(wave, 3)["words"]
    assert choose_quotation(wave, words, chosen, quoted=True, by=by, at=factories.NOW)
    publish_results(wave, by=by, at=factories.NOW)
    factories.commit()
    shown = browser_of_pages.get(address)
    assert [quote.text for quote in shown.all("blockquote")] == [chosen]
    assert results.everything(wave, 4)["words"] not in shown.words()
    assert shown.all("svg", class_="chart")
    withdraw_results(wave, by=by, at=factories.NOW)
    factories.commit()
    browser_of_pages.get(address, status=404)


def test_an_open_wave_of_a_published_survey_stays_unseen(browser_of_pages):
    wave = results.answered_wave(6)
    other = results.wave(wave.survey, form=wave.form, number=2, name="Güz")
    publish_results(wave, by=factories.user(), at=factories.NOW)
    factories.commit()
    address = f"/surveys/{wave.survey.slug}/results"
    assert "Güz" not in browser_of_pages.get(address).words()
    browser_of_pages.get(f"{address}?wave=2", status=404)
    with pytest.raises(NotSettled):
        publish_results(other, by=factories.user(), at=factories.NOW)


def test_feedback_of_an_event_is_public_once_it_is_published(browser_of_pages):
    event, by = factories.event(over=True), factories.user()
    for _ in range(6):
        answer(event, side=Sector.CSO, problem="Gizli kalsın")
    close(event)
    address = f"/events/{event.slug}/feedback"
    browser_of_pages.get(address, status=404)
    publish_results(wave_of_event(event), by=by, at=factories.NOW)
    factories.commit()
    shown = browser_of_pages.get(address)
    assert "Gizli kalsın" not in shown.words()
    assert "6 kişi bir sorun yazdı." in shown.words()
