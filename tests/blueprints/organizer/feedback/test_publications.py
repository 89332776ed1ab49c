from tests import factories
from tests.factories import results


def test_an_organizer_publishes_and_withdraws(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    wave = results.answered_wave(6)
    page = f"/organizer/surveys/{wave.survey.id}/waves/{wave.id}/results"
    public = f"/surveys/{wave.survey.slug}/results"
    browser_of_pages.submit(f"{page}/publication", {}, page=page)
    browser_of_pages.get(public)
    assert browser_of_pages.get(page).all("a", href=public)
    browser_of_pages.submit(f"{page}/publication/withdrawal", {}, page=page)
    browser_of_pages.get(public, status=404)


def test_an_open_wave_cannot_be_published(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    wave = results.answered_wave(12, closed=False)
    page = f"/organizer/surveys/{wave.survey.id}/waves/{wave.id}/results"
    answered = browser_of_pages.submit(f"{page}/publication", {}, page="/account")
    assert answered.status_code == 303
    assert "Önce kapatın" in browser_of_pages.get(page).words()
    browser_of_pages.get(f"/surveys/{wave.survey.slug}/results", status=404)
