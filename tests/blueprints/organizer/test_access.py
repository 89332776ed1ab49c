"""Who may open what: every role at every address, in the own province and in another one."""

from typing import Any

import pytest
from flask import Flask, url_for

from models.users import Role
from tests import factories
from tests.blueprints.organizer.scene import Scene, scene
from tests.browser_of_pages import PageBrowser

ORGANIZERS = {Role.CENTRAL_ADMIN, Role.PROVINCIAL_ORGANIZER}
READERS = {Role.EVALUATOR, Role.MODERATOR, Role.VIEWER}
PAGES = {
    "organizer.dashboard.show": ORGANIZERS | READERS,
    "organizer.events.index": ORGANIZERS | READERS,
    "organizer.events.new": ORGANIZERS,
    "organizer.events.show": ORGANIZERS | READERS,
    "organizer.events.edit": ORGANIZERS,
    "organizer.sessions.index": ORGANIZERS,
    "organizer.sessions.new": ORGANIZERS,
    "organizer.sessions.edit": ORGANIZERS,
    "organizer.checkpoints.index": ORGANIZERS,
    "organizer.checkpoints.new": ORGANIZERS,
    "organizer.checkpoints.edit": ORGANIZERS,
    "organizer.devices.index": ORGANIZERS,
    "organizer.devices.new": ORGANIZERS,
    "organizer.devices.show": ORGANIZERS,
    "organizer.conflicts.index": ORGANIZERS,
    "organizer.attendance.show": ORGANIZERS | {Role.MODERATOR, Role.VIEWER},
    "organizer.attendance.figures": ORGANIZERS | {Role.MODERATOR, Role.VIEWER},
    "organizer.attendance.index": ORGANIZERS,
    "organizer.attendance_exports.table": ORGANIZERS,
    "organizer.attendance_exports.workbook": ORGANIZERS,
    "organizer.registrations.show": ORGANIZERS | {Role.EVALUATOR},
    "organizer.registrations.new": ORGANIZERS,
    "organizer.registrations.edit": ORGANIZERS,
    "organizer.registrations.index": ORGANIZERS | {Role.EVALUATOR},
    "organizer.answers.edit": ORGANIZERS,
    "organizer.status_changes.new": ORGANIZERS,
    "organizer.tags.new": ORGANIZERS,
    "organizer.duplicates.index": ORGANIZERS,
    "organizer.exports.table": ORGANIZERS,
    "organizer.exports.workbook": ORGANIZERS,
    "organizer.badges.index": ORGANIZERS,
    "organizer.badges.table": ORGANIZERS,
    "organizer.badges.show": ORGANIZERS,
    "organizer.badges.door_list": ORGANIZERS | {Role.CHECK_IN_STAFF},
    "organizer.letters.index": ORGANIZERS,
    "organizer.letters.show": ORGANIZERS,
    "organizer.places.edit": ORGANIZERS,
    "organizer.forms.show": ORGANIZERS,
    "organizer.forms.show_feedback": ORGANIZERS,
    "organizer.form_previews.show": ORGANIZERS,
    "organizer.questions.new": ORGANIZERS,
    "organizer.questions.edit": ORGANIZERS,
    "organizer.form_copies.new": ORGANIZERS,
    "organizer.event_copies.new": ORGANIZERS,
}
ACTS = [
    "organizer.events.create",
    "organizer.events.update",
    "organizer.publications.create",
    "organizer.publications.withdraw",
    "organizer.publications.cancel",
    "organizer.sessions.create",
    "organizer.sessions.update",
    "organizer.sessions.destroy",
    "organizer.checkpoints.create",
    "organizer.checkpoints.update",
    "organizer.checkpoints.destroy",
    "organizer.many_checkpoints.create_for_sessions",
    "organizer.many_checkpoints.create_for_days",
    "organizer.devices.create",
    "organizer.devices.create_again",
    "organizer.devices.revoke",
    "organizer.devices.allow",
    "organizer.conflicts.create",
    "organizer.annulments.create",
    "organizer.registrations.create",
    "organizer.registrations.update",
    "organizer.answers.update",
    "organizer.status_changes.create",
    "organizer.status_changes.preview",
    "organizer.status_changes.create_many",
    "organizer.tags.create",
    "organizer.tags.create_many",
    "organizer.notes.create",
    "organizer.letters.resending",
    "organizer.letters.resending_all",
    "organizer.link_revocations.create",
    "organizer.places.update",
    "organizer.questions.create",
    "organizer.questions.create_ready_made",
    "organizer.questions.update",
    "organizer.questions.duplicate",
    "organizer.questions.destroy",
    "organizer.form_order.move",
    "organizer.form_order.retire",
    "organizer.form_order.bring_back",
    "organizer.form_copies.create",
    "organizer.event_copies.create",
]
OTHER_AREAS = (
    "organizer.feedback",
    "organizer.problems",
    "organizer.statements",
    "organizer.bulk",
    "organizer.delegations",
    "organizer.imports",
    "organizer.completeness",
    "organizer.criteria",
    "organizer.evaluations",
    "organizer.selection",
    "organizer.wordings",
    "organizer.mailings",
    "organizer.letters.show_as_mail",
    "organizer.uploads",
)

TWO_ROWS = {
    "organizer.tags.destroy",
    "organizer.notes.destroy",
    "organizer.duplicates.new",
    "organizer.duplicates.create",
}
"""Addresses that name two rows: see test_participant_access.py."""


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
    assert {e for e in rules if not e.startswith(OTHER_AREAS)} - TWO_ROWS == known


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
def test_acts_are_refused_to_all_but_organizers_and_in_other_provinces(app, browser_of_pages, role):
    here, there = scene(province="19"), scene(province="06")
    factories.sign_in(browser_of_pages.client, factories.user(role, province="19"))
    fields = {"csrf_token": token(browser_of_pages)}
    for endpoint in ACTS:
        if role not in ORGANIZERS:
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
