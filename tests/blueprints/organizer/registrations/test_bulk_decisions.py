"""One decision about the ticked people, or about all whom the list finds: preview, then step by step."""

from typing import Any

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.letters import Letter
from models.registrations import Registration, RegistrationStatus
from models.users import Role
from operations.registrations.entries import change_status
from tests import factories

S = RegistrationStatus


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.get("/organizer/?lang=en")
    return browser_of_pages


def the_list(event) -> str:
    return f"/organizer/events/{event.id}/registrations"


def chosen(browser, event, **query: Any) -> str:
    """Where the list leads when these were chosen on it."""
    answer = browser.client.get(f"{the_list(event)}/bulk", query_string={"then": "decide", **query})
    assert answer.status_code == 303
    return str(answer.location)


def previewed(browser, address: str, **decision: Any) -> Any:
    """The page that says what the decision would come to."""
    sent = {**browser.get(address).form_values(), **decision}
    preview = address.replace("/new", "/preview")
    answer = browser.client.post(preview, data=sent, headers={"Accept-Language": "en"})
    return browser._read(answer, 200)


def confirmed(browser, page) -> Any:
    """Press the button, and go on for as long as a page asks to; the last answer."""
    while True:
        (form,) = [e for e in page.all("form") if "data-once" in e.attributes]
        answer = browser.client.post(form.attributes["action"], data=page.form_values())
        if answer.status_code != 200:
            return answer
        page = browser._read(answer, 200)


def statuses(*people: Registration) -> list[RegistrationStatus]:
    db.session.rollback()
    for person in people:
        db.session.refresh(person)
    return [person.status for person in people]


def test_ticked_people_and_nobody_else_are_decided_about(browser):
    event = factories.event(approval=True)
    people = [factories.registration(event) for _ in range(3)]
    address = chosen(browser, event, registration=[person.id for person in people[:2]], q="x")
    page = previewed(browser, address, status="declined", reason="Yer kalmadı")
    assert "It concerns 2 people." in page.words("main")
    assert "Yer kalmadı" in page.all("pre")[0].text
    assert statuses(*people) == [S.PENDING] * 3
    answer = confirmed(browser, page)
    assert answer.location == the_list(event)
    assert statuses(*people) == [S.DECLINED, S.DECLINED, S.PENDING]
    assert people[0].status_reason == "Yer kalmadı"


def test_preview_changes_nothing_and_writes_no_letter(browser):
    event = factories.event(approval=True)
    person = factories.registration(event)
    letters = db.session.scalar(sa.select(sa.func.count(Letter.id)))
    previewed(browser, chosen(browser, event, whom="all"), status="confirmed")
    assert statuses(person) == [S.PENDING]
    assert (event.places.taken, person.ticket) == (0, None)
    assert db.session.scalar(sa.select(sa.func.count(Letter.id))) == letters


def test_preview_says_how_many_cannot_change_and_who_finds_no_place(browser):
    event = factories.event(capacity=1, approval=True)
    people = [factories.registration(event) for _ in range(3)]
    nobody_reads_this = factories.registration(event, email=None)
    address = chosen(browser, event, whom="all")
    confirmed(
        browser,
        previewed(browser, chosen(browser, event, registration=people[0].id), status="declined"),
    )
    words = previewed(browser, address, status="declined").words("main")
    assert "Will change3 people Told by email2 people" in words
    assert "1 have this status already" in words
    words = previewed(browser, address, status="confirmed").words("main")
    assert "There is 1 free place. 3 of them will find none" in words
    assert statuses(nobody_reads_this) == [S.PENDING]


def test_those_without_a_place_stay_and_are_counted(browser):
    event = factories.event(capacity=1, approval=True)
    people = [factories.registration(event) for _ in range(3)]
    answer = confirmed(
        browser, previewed(browser, chosen(browser, event, whom="all"), status="confirmed")
    )
    words = browser.get(answer.location, query_string={"lang": "en"}).words()
    assert "1 person: Confirmed." in words
    assert "No place was left for 2 people." in words
    assert sorted(statuses(*people)) == [S.CONFIRMED, S.PENDING, S.PENDING]


@pytest.mark.parametrize("new", ["declined", "cancelled", "confirmed"])
def test_all_whom_the_filter_finds_are_decided_about_step_by_step(browser, monkeypatch, new):
    monkeypatch.setattr("operations.registrations.status_changes.AT_ONCE", 2)
    event = factories.event(approval=True)
    people = [factories.registration(event, province="06") for _ in range(5)]
    other = factories.registration(event, province="19")
    address = chosen(browser, event, whom="all", province="06", status="pending")
    assert "province=06" in address and "status=pending" in address
    page = previewed(browser, address, status=new)
    late = factories.registration(event, province="06")
    answer = confirmed(browser, page)
    assert "5 people" in browser.get(answer.location + "&lang=en").words()
    assert statuses(*people, other, late) == [S(new)] * 5 + [S.PENDING] * 2


def test_places_freed_on_the_way_do_not_go_to_who_is_cancelled_too(browser, monkeypatch):
    monkeypatch.setattr("operations.registrations.status_changes.AT_ONCE", 1)
    event = factories.event(capacity=1, waitlist=True, offer_hours=None)
    inside, waiting, beside = (factories.registration(event) for _ in range(3))
    address = chosen(browser, event, registration=[inside.id, waiting.id])
    confirmed(browser, previewed(browser, address, status="cancelled"))
    assert statuses(inside, waiting, beside) == [S.CANCELLED, S.CANCELLED, S.CONFIRMED]
    kinds = db.session.scalars(sa.select(Letter.kind).where(Letter.registration_id == waiting.id))
    assert list(kinds) == ["registration_waitlisted", "registration_cancelled"]


@pytest.mark.parametrize("ticked", [[], ["x"], ["-1"], ["\x00"], ["9" * 30], ["²"]])
def test_nobody_ticked_is_a_message_on_the_same_list(browser, ticked):
    event = factories.event(approval=True)
    factories.registration(event)
    address = chosen(browser, event, registration=ticked, sector="cso")
    assert address == f"{the_list(event)}?sector=cso"
    assert "First tick the people" in browser.get(f"{address}&lang=en").words()


@pytest.mark.parametrize("status", ["", "pending", "offered", "x", "\x00"])
def test_impossible_status_is_refused_beside_its_field_and_the_reason_stays(browser, status):
    event = factories.event()
    factories.registration(event)
    address = chosen(browser, event, whom="all")
    sent = {**browser.get(address).form_values(), "status": status, "reason": "Çünkü"}
    answer = browser.client.post(address.replace("/new", "/preview"), data=sent)
    page = browser._read(answer, 422)
    assert page.all("p", id="status-error")
    assert page.all("textarea", id="reason")[0].text.strip() == "Çünkü"


@pytest.mark.parametrize("name", ["until", "held", "number", "changed", "total"])
@pytest.mark.parametrize("sent", ["x", "-1", "9" * 30, "\x00"])
def test_counters_of_other_pages_are_refused(browser, name, sent):
    event = factories.event(approval=True)
    person = factories.registration(event)
    address = chosen(browser, event, whom="all")
    fields = {**browser.get(address).form_values(), "status": "declined", name: sent}
    answer = browser.client.post(address.replace("/new", ""), data=fields)
    assert answer.status_code == 422
    assert statuses(person) == [S.PENDING]


def test_people_of_another_event_or_province_are_passed_over(browser_of_pages):
    here = factories.event(approval=True, province="19")
    there = factories.event(approval=True, province="06")
    ours, theirs = factories.registration(here), factories.registration(there)
    organizer = factories.user(Role.PROVINCIAL_ORGANIZER, province="19")
    factories.sign_in(browser_of_pages.client, organizer)
    address = chosen(browser_of_pages, here, registration=[ours.id, theirs.id])
    confirmed(browser_of_pages, previewed(browser_of_pages, address, status="declined"))
    assert statuses(ours, theirs) == [S.DECLINED, S.PENDING]


def test_bulk_choices_lead_to_tags_letters_and_tables_of_the_same_people(browser):
    event = factories.event()
    person = factories.registration(event)
    for then, path in (
        ("tag", "/tags/new"),
        ("write", "/mailings/new"),
        ("xlsx", "/registrations.xlsx"),
        ("csv", "/registrations.csv"),
    ):
        assert chosen(browser, event, then=then, registration=person.id) == (
            f"/organizer/events/{event.id}{path}?people={person.id}"
        )
        assert chosen(browser, event, then=then, whom="all", q="ışıl").endswith(
            f"{path}?q=%C4%B1%C5%9F%C4%B1l"
        )


def test_a_decision_previewed_for_one_is_not_made_about_others(browser):
    event = factories.event(approval=True)
    by = factories.user()
    shown, other = factories.registration(event), factories.registration(event)
    change_status(other, S.DECLINED, at=utc_now(), by=by)
    db.session.commit()
    address = chosen(browser, event, whom="all", status="pending")
    page = previewed(browser, address, status="declined")
    change_status(other, S.WAITLISTED, at=utc_now(), by=by)
    db.session.execute(
        sa.update(Registration).where(Registration.id == other.id).values(status=S.PENDING)
    )
    db.session.commit()
    assert confirmed(browser, page).status_code == 303
    assert statuses(shown, other) == [S.DECLINED, S.PENDING]
