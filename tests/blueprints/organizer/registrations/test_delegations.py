from typing import Any

import pytest
import sqlalchemy as sa
from flask import url_for

from extensions import db
from lib.clock import utc_now
from models.delegations import Delegation
from models.letters import Letter, LetterKind
from models.registrations import Registration
from models.users import Role
from operations.registrations.delegations import nominate
from tests import factories
from tests.factories.delegations import delegation, path
from tests.statements import count_statements

FORM = {
    "institution": "Iğdır Valiliği",
    "sector": "public",
    "province": "76",
    "size": "3",
    "contact_name": "Şükran Öz",
    "contact_email": "sukran@igdir.example.org",
    "locale": "tr",
}


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def page(asked: Delegation, rest: str = "") -> str:
    return f"/organizer/delegations/{asked.id}{rest}"


def test_an_institution_is_invited_once_however_often_one_clicks(browser):
    event = factories.event()
    for _click in range(2):
        answer = browser.submit(f"/organizer/events/{event.id}/delegations/new", FORM)
        assert answer.status_code == 303
    asked = db.session.scalars(sa.select(Delegation)).one()
    assert (asked.institution, asked.size, asked.province) == ("Iğdır Valiliği", 3, "76")
    letter = db.session.scalars(sa.select(Letter)).one()
    assert (letter.kind, letter.to_name) == (LetterKind.DELEGATION_INVITED, "Şükran Öz")
    listed = browser.get(f"/organizer/events/{event.id}/delegations").words("table")
    assert "Iğdır Valiliği" in listed
    assert path(asked) in browser.get(page(asked)).words("main")


def test_who_invites_an_institution_again_for_more_people_is_told_of_the_first_time(browser):
    address = f"/organizer/events/{factories.event().id}/delegations/new"
    browser.submit(address, FORM)
    refused = browser.post(address, {**FORM, "size": "30"}, status=409)
    assert refused.all("p", id="institution-error")
    assert db.session.scalars(sa.select(Delegation.size)).all() == [3]


def test_the_link_of_a_delegation_is_no_part_of_a_participants_history(browser):
    event = factories.event()
    asked, person = delegation(event), factories.registration(event)
    assert asked.id == person.id
    browser.submit(page(asked, "/link-revocation"), {}, page=page(asked))
    shown = browser.get(f"/organizer/registrations/{person.id}?lang=en").all("ol")[0]
    assert len(shown.text.split("·")) == 2  # who added them


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("institution", " "),
        ("size", "0"),
        ("size", "x"),
        ("size", "2001"),
        ("sector", "none"),
        ("contact_email", "x@"),
        ("nominations_close_at", "2099-01-01T10:00"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(browser, field, typed):
    event = factories.event()
    address = f"/organizer/events/{event.id}/delegations/new"
    refused = browser.post(address, {**FORM, field: typed})
    assert refused.all("a", href=f"#{field}-0" if field == "sector" else f"#{field}")
    assert db.session.scalar(sa.select(sa.func.count(Delegation.id))) == 0


def test_the_delegation_is_changed_but_not_below_those_nominated(browser):
    asked = delegation()
    nominate(asked, [factories.person(), factories.person()], at=utc_now())
    db.session.commit()
    assert browser.post(page(asked, "/edit"), {**FORM, "size": "1"}, status=409)
    assert browser.submit(page(asked, "/edit"), FORM).status_code == 303
    db.session.expire_all()
    assert (asked.size, asked.institution) == (3, "Iğdır Valiliği")


def test_a_revoked_link_is_replaced_by_one_that_can_be_sent(browser):
    asked = delegation()
    old = path(asked)
    assert browser.submit(page(asked, "/link-revocation"), {}, page=page(asked)).status_code == 303
    assert browser.submit(page(asked, "/invitations"), {}, page=page(asked)).status_code == 303
    db.session.expire_all()
    assert path(asked) != old and browser.get(old, status=410)
    newest = db.session.scalars(sa.select(Letter).order_by(Letter.id.desc()).limit(1)).one()
    assert path(asked) in newest.text


def test_the_list_says_how_far_each_has_come_in_as_many_statements_for_three_as_for_one(browser):
    counts = []
    for number in (1, 3):
        event = factories.event()
        for n in range(number):
            asked = delegation(event, contact_email=f"k{n}@example.org")
            added = nominate(
                asked, [factories.person(), factories.person(email=None)], at=utc_now()
            )
            added[0].awaits_completion = False
        db.session.commit()
        with count_statements() as statements:
            words = browser.get(f"/organizer/events/{event.id}/delegations").words("tbody")
        counts.append(len(statements))
        assert words.count("2 / 10") + words.count("2 of 10") == number
    assert counts == [5, 5]
    people = list(db.session.scalars(sa.select(Registration).order_by(Registration.id)))
    shown = browser.get(page(asked)).words("main")
    assert people[-2].name in shown and people[-1].access_code not in shown


def test_codes_are_printed_for_one_delegation_and_for_all(browser):
    asked = delegation()
    nominate(asked, [factories.person(email=None)], at=utc_now())
    db.session.commit()
    for address in (page(asked, "/codes.pdf"), f"/organizer/events/{asked.event_id}/codes.pdf"):
        answer = browser.client.get(address)
        assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize("role", list(Role))
def test_only_organizers_of_the_province_see_and_change_delegations(app, browser_of_pages, role):
    here, there = (delegation(factories.event(province=code)) for code in ("19", "06"))
    factories.sign_in(browser_of_pages.client, factories.user(role, province="19"))
    token = browser_of_pages.get("/account").form_values()["csrf_token"]
    may = role in (Role.CENTRAL_ADMIN, Role.PROVINCIAL_ORGANIZER)
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith(("organizer.delegations.", "organizer.imports.")):
            continue
        for asked, allowed in ((there, 404), (here, None)):
            numbers: dict[str, Any] = {"event_id": asked.event_id, "delegation_id": asked.id}
            with app.test_request_context():
                address = url_for(rule.endpoint, **{n: numbers[n] for n in rule.arguments})
            if "GET" in rule.methods:
                status = browser_of_pages.client.get(address).status_code
            else:
                status = browser_of_pages.client.post(
                    address, data={"csrf_token": token}
                ).status_code
            expected = {403} if not may else {allowed} if allowed else {200, 303, 422}
            assert status in expected, (rule.endpoint, status)


@pytest.mark.parametrize("size", ["9" * 400, "-" + "9" * 400, "٣", "３", "1e5", "0x3", "3.0", "²"])
def test_a_number_that_is_none_is_refused_in_words(browser, size):
    address = f"/organizer/events/{factories.event().id}/delegations/new"
    refused = browser.post(address, {**FORM, "size": size})
    assert refused.all("p", id="size-error")
