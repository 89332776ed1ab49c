"""Who may open what: every role at every address, in the own province and in another one."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from flask import Flask, url_for

import tests.blueprints.organizer
from models.users import Role
from tests import factories
from tests.blueprints.organizer.roles import ORGANIZERS
from tests.blueprints.organizer.scene import Scene, scene
from tests.browser_of_pages import PageBrowser

AREAS = [
    import_module(f"tests.blueprints.organizer.{area.name}.access")
    for area in iter_modules(tests.blueprints.organizer.__path__)
    if area.ispkg
]
"""Each area says in its `access` who may open what of it. Its ACTS are for its ACTORS, or for
organizers."""
PAGES: dict[str, set[Role]] = {
    k: v for area in AREAS for k, v in getattr(area, "PAGES", {}).items()
}
ACTS: dict[str, set[Role]] = {
    act: getattr(area, "ACTORS", ORGANIZERS) for area in AREAS for act in getattr(area, "ACTS", ())
}
HELD_ELSEWHERE = tuple(each for area in AREAS for each in getattr(area, "HELD_ELSEWHERE", ()))


def address(app: Flask, endpoint: str, there: Scene) -> str:
    rule = next(app.url_map.iter_rules(endpoint))
    with app.test_request_context():
        numbers: dict[str, Any] = {name: there.numbers[name] for name in rule.arguments}
        return url_for(endpoint, **numbers)


def names_a_row(app: Flask, endpoint: str) -> bool:
    return bool(next(app.url_map.iter_rules(endpoint)).arguments)


def token(browser: PageBrowser) -> str:
    return browser.get("/account").form_values()["csrf_token"]


def test_no_address_of_the_back_office_is_forgotten_here(app):
    known = {*PAGES, *ACTS}
    rules = [r.endpoint for r in app.url_map.iter_rules() if r.endpoint.startswith("organizer.")]
    assert {e for e in rules if not e.startswith(HELD_ELSEWHERE)} == known


@pytest.mark.parametrize("role", list(Role))
def test_pages_open_for_those_who_may_and_only_in_their_province(app, browser_of_pages, role):
    here, there = scene(province="19"), scene(province="06")
    factories.sign_in(browser_of_pages.client, factories.user(role, province="19"))
    for endpoint, allowed in PAGES.items():
        expected = 200 if role in allowed else 403
        answer = browser_of_pages.client.get(address(app, endpoint, here))
        assert answer.status_code == expected, endpoint
        if names_a_row(app, endpoint):
            expected = 404 if role in allowed else 403
            answer = browser_of_pages.client.get(address(app, endpoint, there))
            assert answer.status_code == expected, endpoint


@pytest.mark.parametrize("role", list(Role))
def test_acts_are_refused_to_all_but_their_roles_and_in_other_provinces(
    app, browser_of_pages, role
):
    here, there = scene(province="19"), scene(province="06")
    factories.sign_in(browser_of_pages.client, factories.user(role, province="19"))
    fields = {"csrf_token": token(browser_of_pages)}
    for endpoint, allowed in ACTS.items():
        if role not in allowed:
            answer = browser_of_pages.client.post(address(app, endpoint, here), data=fields)
            assert answer.status_code == 403, endpoint
        elif names_a_row(app, endpoint):
            answer = browser_of_pages.client.post(address(app, endpoint, there), data=fields)
            assert answer.status_code == 404, endpoint


def test_strangers_are_asked_to_sign_in(app):
    here, client = scene(), app.test_client()
    for endpoint in PAGES:
        answer = client.get(address(app, endpoint, here))
        assert answer.location.startswith("/sign-in"), endpoint


def test_central_administrators_see_all_provinces(app, browser_of_pages):
    there = scene(province="06")
    factories.sign_in(browser_of_pages.client, factories.user())
    for endpoint in PAGES:
        answer = browser_of_pages.client.get(address(app, endpoint, there))
        assert answer.status_code == 200, endpoint


def test_lists_never_show_another_province(app, browser_of_pages):
    person = {"given_name": "Gizem", "family_name": "Saklı"}
    scene(person, province="06", title="Ankara Sivil Toplum Günü")
    scene(person, province=None, title="Ulusal Konferans")
    scene(province="19", title="Çorum Sivil Toplum Günü")
    factories.sign_in(
        browser_of_pages.client, factories.user(Role.PROVINCIAL_ORGANIZER, province="19")
    )
    for page in (
        "/organizer/",
        "/organizer/events?when=all",
        "/organizer/letters",
        "/organizer/events?province=06",
        "/organizer/events?q=sivil",
    ):
        words = browser_of_pages.get(page).words()
        assert "Ankara Sivil" not in words, page
        assert "Ulusal" not in words, page
        assert "Saklı" not in words, page
    assert "Çorum Sivil" in browser_of_pages.get("/organizer/events").words()


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.VIEWER])
def test_those_who_may_not_see_registrations_see_no_personal_details(browser_of_pages, role):
    person = {"given_name": "Gizem", "family_name": "Saklı", "email": "gizem@example.org"}
    there = scene(person)
    factories.sign_in(browser_of_pages.client, factories.user(role))
    for page in ("/organizer/", "/organizer/events", f"/organizer/events/{there.event.id}"):
        words = browser_of_pages.get(page).words()
        assert "Gizem" not in words
        assert "example.org" not in words.replace("user", "")


def test_evaluators_see_people_without_letters_or_ways_to_change_them(browser_of_pages):
    there = scene()
    person = f"/organizer/registrations/{there.registration.id}"
    factories.sign_in(browser_of_pages.client, factories.user())
    managed = browser_of_pages.get(person)
    assert managed.all("section", aria_labelledby="letters") and managed.all("select")
    factories.sign_in(browser_of_pages.client, factories.user(Role.EVALUATOR))
    page = browser_of_pages.get(person)
    assert there.registration.name in page.words("h1")
    assert not page.all("section", aria_labelledby="letters") and not page.all("select")
    listed = browser_of_pages.get(f"/organizer/events/{there.event.id}/registrations")
    assert not listed.all("input", type="checkbox")
    assert not [e for e in listed.all("a") if e.attributes["href"].endswith(".csv")]


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**40])
def test_numbers_that_no_row_has_are_not_found(browser_of_pages, number):
    factories.sign_in(browser_of_pages.client, factories.user())
    for area in ("events", "registrations", "letters"):
        browser_of_pages.get(f"/organizer/{area}/{number}", status=404)
    browser_of_pages.get(f"/organizer/sessions/{number}/edit", status=404)
    browser_of_pages.get(f"/organizer/checkpoints/{number}/edit", status=404)
    browser_of_pages.get(f"/organizer/devices/{number}/state", status=404)
