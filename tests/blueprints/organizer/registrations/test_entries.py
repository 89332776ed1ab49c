import csv
import io
from typing import Any

import pytest
import sqlalchemy as sa

from extensions import db
from lib.short_codes import printed
from models.registrations import Registration, RegistrationStatus
from models.sectors import Sector
from models.users import Role
from tests import factories
from tests.blueprints.organizer.scene import scene
from tests.factories import NOW
from tests.operations.check_in.doors import Door
from tests.statements import count_statements

S = RegistrationStatus
FORM = {
    "given_name": "Işıl",
    "family_name": "Çağ",
    "email": "isil@example.org",
    "phone": "0532 123 45 67",
    "sector": "cso",
    "institution": "Iğdır Gençlik Derneği",
    "institution_role": "Başkan",
    "province": "76",
    "locale": "en",
}


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def the_list(event) -> str:
    return f"/organizer/events/{event.id}/registrations"


def names(page) -> list[str]:
    return [e.text for e in page.all("th", scope="row")]


def test_list_shows_whom_the_filters_mean(browser):
    event = factories.event(capacity=1, waitlist=True)
    factories.registration(
        event, given_name="Işıl", family_name="Çağ", sector=Sector.CSO, email=None
    )
    factories.registration(
        event,
        given_name="IĞDIR",
        family_name="Can",
        sector=Sector.PUBLIC,
        province="06",
        email=None,
        institution="",
    )
    for query, shown in (
        ("", ["IĞDIR Can", "Işıl Çağ"]),
        ("?q=isil", ["Işıl Çağ"]),
        ("?q=ığdır", ["IĞDIR Can", "Işıl Çağ"]),  # the other one's association is from Iğdır
        ("?q=ığdır%20can", ["IĞDIR Can"]),
        ("?status=confirmed", ["Işıl Çağ"]),
        ("?sector=public", ["IĞDIR Can"]),
        ("?province=76", ["Işıl Çağ"]),
        ("?sector=public&province=76", []),
        ("?status=&sector=&province=&q=", ["IĞDIR Can", "Işıl Çağ"]),
    ):
        assert names(browser.get(the_list(event) + query)) == shown, query


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("%", 200),
        ("'", 200),
        ("日本", 200),
        ("ﷺ" * 100, 200),
        ("\x00", 400),
        ("x" * 10_000, 400),
        ("ﷺ" * 500, 400),
    ],
)
def test_anything_can_be_searched_for_that_can_be_found(browser, typed, status):
    event = factories.event()
    factories.registration(event)
    browser.get(the_list(event), query_string={"q": typed}, status=status)


def test_list_takes_the_same_statements_for_one_row_and_for_three(browser):
    event = factories.event()
    address = the_list(event)
    for more in (1, 2):
        event = db.session.merge(event)
        for _ in range(more):
            factories.registration(event)
        db.session.remove()
        with count_statements() as seen:
            browser.get(address)
        assert len(seen) == 10, seen


def test_person_takes_the_same_statements_for_one_letter_and_for_three(browser):
    there = scene()
    address, change = (
        f"/organizer/registrations/{there.registration.id}",
        f"/organizer/registrations/{there.registration.id}/status-changes",
    )
    for statuses in ([], ["cancelled", "confirmed"]):
        for status in statuses:
            browser.submit(change, {"status": status}, page=address)
        db.session.remove()
        with count_statements() as seen:
            browser.get(address)
        assert len(seen) == 13, seen


def test_page_of_a_person_tells_what_happened(browser):
    there = scene()
    address = f"/organizer/registrations/{there.registration.id}"
    browser.submit(
        f"{address}/status-changes", {"status": "declined", "reason": "Yer kalmadı"}, page=address
    )
    page = browser.get(f"{address}?lang=en")
    assert "Yer kalmadı" in page.words()
    history = page.words().partition("What happened so far")[2]
    assert history.index("Declined") < history.index("Put on the list by an organiser")
    assert there.letter.text.strip() in [e.text.strip() for e in page.all("pre")]


def test_someone_is_added_by_hand_in_the_language_of_their_letters(browser):
    event = factories.event()
    answer = browser.submit(f"{the_list(event)}/new", FORM)
    added = db.session.scalars(sa.select(Registration)).one()
    assert answer.location == f"/organizer/registrations/{added.id}"
    assert (added.name, added.phone, added.locale) == ("Işıl Çağ", "+905321234567", "en")
    assert (added.status, added.source, added.notice_version) == (S.CONFIRMED, "organizer", None)
    browser.get(answer.location)


def test_someone_without_an_address_can_be_added(browser):
    event = factories.event()
    few = {"given_name": "Ali", "family_name": "Can", "sector": "public"}
    assert browser.submit(f"{the_list(event)}/new", few).status_code == 303
    added = db.session.scalars(sa.select(Registration)).one()
    assert (added.email, added.phone, added.province) == (None, None, None)


def test_form_sent_twice_adds_one_person(browser):
    event = factories.event()
    address = f"{the_list(event)}/new"
    sent = {**browser.get(address).form_values(), **FORM}
    answers = [browser.client.post(address, data=sent) for _click in range(2)]
    assert answers[0].location == answers[1].location
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 1


def test_next_person_typed_into_the_same_form_is_added_too(browser):
    address = f"{the_list(factories.event())}/new"
    sent = {**browser.get(address).form_values(), **FORM}
    first = browser.client.post(address, data=sent)
    after_back = {**sent, "given_name": "Fatma", "email": "fatma@example.org"}
    assert browser.client.post(address, data=after_back).location != first.location
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 2


def test_person_who_is_on_the_list_is_not_added_again(browser):
    event = factories.event()
    browser.submit(f"{the_list(event)}/new", FORM)
    page = browser.post(f"{the_list(event)}/new", {**FORM, "given_name": "IŞIL"})
    assert page.all("p", id="given_name-error")
    page = browser.post(f"{the_list(event)}/new", {**FORM, "email": "x@example.org"})
    assert page.all("p", id="given_name-error")
    other = {**FORM, "email": "x@example.org", "phone": "0532 999 99 99"}
    assert browser.submit(f"{the_list(event)}/new", other).location


def test_details_of_somebody_else_on_the_list_are_refused_beside_the_name(browser):
    event = factories.event()
    factories.registration(event, given_name="Işıl", family_name="Çağ", email=FORM["email"])
    other = factories.registration(event)
    address = f"/organizer/registrations/{other.id}/edit"
    page = browser.post(address, FORM, status=409)
    assert page.all("p", id="given_name-error")


def test_a_declined_applicant_who_applies_again_is_shown_as_such(browser):
    event = factories.event(approval=True)
    first = factories.registration(event, given_name="Işıl", family_name="İnce")
    change(browser, first, "declined")
    again = factories.registration(event, given_name="Isil", family_name="Ince", email=first.email)
    page = browser.get(f"/organizer/registrations/{again.id}?lang=en")
    assert "applied before and was declined" in page.words()
    assert page.all("a", href=f"/organizer/registrations/{first.id}")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("given_name", ""),
        ("family_name", "x" * 10_000),
        ("email", "x"),
        ("phone", "x"),
        ("sector", "x"),
        ("province", "99"),
        ("locale", "xx"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_lost(browser, field, typed):
    event = factories.event()
    page = browser.post(f"{the_list(event)}/new", {**FORM, field: typed})
    assert page.all("p", id=f"{field}-error"), page.words("main")
    assert page.all("input", id="institution")[0].attributes["value"] == FORM["institution"]


def test_full_event_says_so_and_keeps_what_was_typed(browser):
    event = factories.event(capacity=1)
    factories.registration(event)
    page = browser.post(f"{the_list(event)}/new?lang=en", FORM, status=409)
    assert "All places are taken" in page.words()
    assert page.all("input", id="given_name")[0].attributes["value"] == "Işıl"
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 1


def test_details_are_corrected_and_the_ticket_stays(browser):
    there = scene({"locale": "en"})
    ticket = there.registration.ticket
    address = f"/organizer/registrations/{there.registration.id}/edit"
    shown = browser.get(address)
    assert shown.all("input", id="family_name")[0].attributes["value"].startswith("Çağlar")
    assert browser.submit(address, {**FORM, "given_name": "Şule"}).status_code == 303
    db.session.expire_all()
    assert (there.registration.given_name, there.registration.locale) == ("Şule", "en")
    assert there.registration.ticket is ticket
    assert names(browser.get(f"{the_list(there.event)}?q=sule")) == ["Şule Çağ"]


def change(browser, registration, status: str) -> Any:
    page = f"/organizer/registrations/{registration.id}"
    browser.submit(f"{page}/status-changes", {"status": status}, page=page)
    db.session.refresh(registration)
    return browser.client.get(page, headers={"Accept-Language": "en"}).text


def test_last_place_cannot_be_given_twice(browser):
    event = factories.event(capacity=1, approval=True)
    first, second = factories.registration(event), factories.registration(event)
    assert "notice--success" in change(browser, first, "confirmed")
    assert "notice--danger" in change(browser, second, "confirmed")
    assert (first.status, second.status, event.places.taken) == (S.CONFIRMED, S.PENDING, 1)


@pytest.mark.parametrize("status", ["pending", "lost", "", "\x00", "confirmed"])
def test_impossible_step_is_a_message_and_changes_nothing(browser, status):
    there = scene()
    assert "notice--danger" in change(browser, there.registration, status)
    assert there.registration.status is S.CONFIRMED


@pytest.mark.parametrize(("lang", "delimiter"), [("tr", ";"), ("en", ",")])
def test_export_is_exactly_what_is_filtered(browser, monkeypatch, lang, delimiter):
    monkeypatch.setattr("blueprints.organizer.registrations.entries.PAGE", 1)
    event = factories.event()
    for name in ("Şahin", "Çelik"):
        factories.registration(event, family_name=name, sector=Sector.CSO)
    factories.registration(event, family_name="Can", sector=Sector.PUBLIC)
    answer = browser.client.get(f"{the_list(event)}.csv?sector=cso&lang={lang}")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=corum-")
    table = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=delimiter)
    assert [row[1] for row in table][1:] == ["Çelik", "Şahin"]


def test_formulas_that_people_typed_are_harmless_in_the_export(browser):
    event = factories.event()
    factories.registration(event, given_name="=1+1", institution="@SUM(A1)")
    text = browser.client.get(f"{the_list(event)}.csv?lang=en").data.decode("utf-8-sig")
    assert ",'@SUM(A1)," in text
    assert "\r\n'=1+1," in text


def test_provincial_organizers_decide_in_their_province(browser_of_pages):
    there = scene(province="19")
    factories.sign_in(
        browser_of_pages.client, factories.user(Role.PROVINCIAL_ORGANIZER, province="19")
    )
    assert "notice--success" in change(browser_of_pages, there.registration, "cancelled")
    assert there.registration.status is S.CANCELLED


def test_only_steps_that_can_be_taken_are_offered_and_none_is_chosen_beforehand(browser):
    there = scene()
    page = browser.get(f"/organizer/registrations/{there.registration.id}")
    offered = [e.attributes["value"] for e in page.all("option")]
    assert offered == ["", "waitlisted", "declined", "cancelled"]


def test_code_that_admits_is_shown_only_to_who_may_manage_registrations(browser, browser_of_pages):
    person = factories.registration(factories.event())
    assert person.ticket
    address, code = f"/organizer/registrations/{person.id}", printed(person.ticket.short_code)
    assert code in browser.get(address).words()
    factories.sign_in(browser_of_pages.client, factories.user(Role.EVALUATOR))
    assert code not in browser_of_pages.get(address).words()


def test_organizer_sees_who_was_let_in_by_decision_and_undoes_the_scan(browser):
    door = Door(closes_at=NOW)
    person = door.person()
    scan = door.reads(person, 5, force=True).scan
    there = f"/organizer/registrations/{person.id}"
    page = browser.get(f"{there}?lang=en")
    assert "by decision of a person" in page.words("main")
    answer = browser.submit(f"/organizer/scans/{scan.id}/annulment", {}, page=there)
    assert answer.location.endswith(there)
    assert door.attendance(person) is None
    assert not browser.get(there).all("form", action=f"/organizer/scans/{scan.id}/annulment")


def test_evaluator_undoes_no_scan(browser_of_pages):
    door = Door()
    person = door.person()
    scan = door.reads(person, 0).scan
    factories.sign_in(browser_of_pages.client, factories.user(Role.EVALUATOR))
    page = browser_of_pages.get(f"/organizer/registrations/{person.id}")
    assert not page.all("form", action=f"/organizer/scans/{scan.id}/annulment")
