"""Who may see and close what, in which province."""

import pytest

from models.users import Role
from tests import factories
from tests.blueprints.organizer.roles import ORGANIZERS
from tests.factories import results

MAY_SEE = ORGANIZERS | {Role.VIEWER, Role.MODERATOR}
SEEN = (
    "",
    ".xlsx",
    ".csv",
    "/report.docx",
    "/report.pdf",
    "/charts/trust.svg",
    "/questions/{words}",
)
ACTS = ("/publication", "/publication/withdrawal", "/questions/{words}/quotations")


@pytest.fixture
def wave(app):
    """Of a survey of Iğdır (76)."""
    return results.answered_wave(6)


def addresses(wave, endings):
    page = f"/organizer/surveys/{wave.survey.id}/waves/{wave.id}/results"
    [words] = [q.id for q in wave.form.questions if q.key == "words"]
    return [page + ending.format(words=words) for ending in endings]


@pytest.mark.parametrize("role", list(Role))
def test_pages_and_files_are_for_those_who_may_see_results(browser_of_pages, wave, role):
    own, other = (factories.user(role, province=province) for province in ("76", "06"))
    for address in addresses(wave, SEEN):
        factories.sign_in(browser_of_pages.client, own)
        status = browser_of_pages.client.get(address).status_code
        assert status in ((200, 202) if role in MAY_SEE else (403,)), address
        factories.sign_in(browser_of_pages.client, other)
        status = browser_of_pages.client.get(address).status_code
        assert status == (404 if role in MAY_SEE else 403), address


@pytest.mark.parametrize("role", list(Role))
def test_acts_are_for_organizers_of_the_province(browser_of_pages, wave, role):
    factories.sign_in(browser_of_pages.client, factories.user(role, province="06"))
    token = browser_of_pages.get("/account").form_values()["csrf_token"]
    closing = addresses(wave, [""])[0].replace("/results", "/closing")
    for address in [*addresses(wave, ACTS), closing]:
        answered = browser_of_pages.client.post(address, data={"csrf_token": token})
        assert answered.status_code == (404 if role in ORGANIZERS else 403), address


def test_a_wave_is_found_below_its_own_survey_alone(browser_of_pages, wave):
    factories.sign_in(browser_of_pages.client, factories.user())
    other = results.survey()
    factories.commit()
    browser_of_pages.get(f"/organizer/surveys/{other.id}/waves/{wave.id}/results", status=404)


def test_surveys_of_the_whole_programme_are_not_for_one_province(browser_of_pages, wave):
    wave.survey.province = None
    factories.commit()
    factories.sign_in(browser_of_pages.client, factories.user(Role.VIEWER, province="76"))
    browser_of_pages.get(addresses(wave, [""])[0], status=404)
