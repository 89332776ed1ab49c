"""Finding people at the desk, letting in those who wait, and the badges of those who arrive."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.accesses import Access
from models.audit import AuditAction, AuditEntry
from models.events import EventStatus
from models.registrations import RegistrationStatus
from models.sectors import Sector
from models.users import Role
from operations.check_in.checkpoints import CheckpointDetails, add_checkpoint
from queries.check_in.door_lists import listed_count, listed_people
from tests import factories
from tests.blueprints.check_in.desks import WALK_IN, Desk, scans
from tests.statements import count_statements


@pytest.fixture
def desk(browser_of_pages):
    return Desk(browser_of_pages)


def full_desk(browser, role=Role.CHECK_IN_STAFF, **door):
    """One has the only place, the other waits."""
    desk = Desk(browser, role, capacity=1, waitlist=True)
    for name, value in door.items():
        setattr(desk.door, name, value)
    factories.registration(desk.event, family_name="Yerli")
    waiting = factories.registration(desk.event, family_name="Bekleyen")
    assert waiting.status is RegistrationStatus.WAITLISTED
    return desk, waiting


def printed():
    return db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.BADGES_PRINTED)
    ).all()


def test_nobody_is_shown_before_three_letters(desk):
    factories.registration(desk.event, family_name="Bekleyen")
    for typed in ("", "be"):
        page = desk.browser.post(f"{desk.address}/desk", {"q": typed}, status=200)
        assert "Bekleyen" not in page.words("main")
    found = desk.browser.post(f"{desk.address}/desk", {"q": "bekl"}, status=200)
    assert "Işıl Bekleyen" in found.words("main")


def test_search_says_when_nobody_is_found(desk):
    page = desk.browser.post(f"{desk.address}/desk?lang=en", {"q": "hiç kimse"}, status=200)
    assert "Nobody at this event was found" in page.words("main")


@pytest.mark.parametrize(("many", "told"), [(20, False), (21, True)])
def test_search_says_when_more_are_found_than_are_shown(desk, many, told):
    for _ in range(many):
        factories.registration(desk.event, family_name="Yılmaz", by=desk.staff)
    page = desk.browser.post(f"{desk.address}/desk?lang=en", {"q": "yilmaz"}, status=200)
    assert page.words("main").count("Işıl Yılmaz Confirmed") == 20
    assert ("These are the first 20." in page.words("main")) is told


@pytest.mark.parametrize(
    ("status", "word"), [(EventStatus.CANCELLED, "Event cancelled"), (EventStatus.DRAFT, "Draft")]
)
def test_desk_of_an_event_that_does_not_take_place_says_so(desk, status, word):
    for told in (False, True):
        page = desk.browser.get(f"{desk.address}/desk?lang=en")
        assert page.words("main").count(word) == told
        desk.event.status = status
        db.session.commit()


def test_namesakes_who_came_in_already_are_told_from_those_who_did_not(desk):
    one, other = (
        factories.registration(desk.event, family_name="Yılmaz", institution=name)
        for name in ("Valilik", "Dernek")
    )
    desk.admits(other)
    found = desk.browser.post(f"{desk.address}/desk?lang=en", {"q": "yilmaz"}, status=200)
    walk_in = {**WALK_IN, "given_name": one.given_name, "family_name": one.family_name}
    known = desk.browser.post(f"{desk.address}/walk-ins/new", walk_in, status=409)
    for page in (found, known):
        shown = page.words("main")
        assert shown.count("Came in at") == 1
        assert shown.index("Valilik") < shown.index("Came in at") < shown.index("Dernek")


def test_desk_leads_to_everything_that_is_done_there(desk):
    links = {e.attributes["href"] for e in desk.browser.get(f"{desk.address}/desk").all("a")}
    for page in ("walk-ins/new", "arrivals", "ticks/new", "door-list.pdf", "conflicts"):
        assert f"{desk.address}/{page}" in links
    assert f"{desk.address}/desk" in {
        e.attributes["href"] for e in desk.browser.get("/check-in/").all("a")
    }


@pytest.mark.parametrize("many", [1, 3])
def test_search_takes_the_same_statements_for_any_number(desk, many):
    for _ in range(many):
        factories.registration(desk.event)
    sent = {**desk.browser.get(f"{desk.address}/desk").form_values(), "q": "çağlar"}
    db.session.remove()
    with count_statements() as statements:
        desk.browser.client.post(f"{desk.address}/desk", data=sent)
    assert len(statements) == 7, statements


def test_two_clicks_are_one_reading(desk):
    person = factories.registration(desk.event)
    hidden = desk.browser.get(f"{desk.address}/desk/{person.id}").form_values()
    for _click in range(2):
        there = f"{desk.address}/desk/{person.id}/admission"
        assert desk.browser.client.post(there, data=hidden).status_code == 303
    assert [scan.verdict for scan in scans()] == ["admitted"]
    page = desk.browser.get(f"{desk.address}/desk/{person.id}")
    assert not page.all("form", action=f"{desk.address}/desk/{person.id}/admission")


def test_whoever_stands_at_the_wrong_door_is_told_the_right_one(desk):
    person = factories.registration(desk.event, sector=Sector.CSO)
    desk.door.sectors = [Sector.PUBLIC]
    rules = CheckpointDetails(name="Kapı {2}", sectors=[Sector.CSO])
    add_checkpoint(desk.event, rules, by=desk.staff, at=desk.event.starts_at)
    db.session.commit()
    page = desk.browser.get(desk.admits(person).location + "?lang=en")
    assert "The right check-in point: Kapı {2}" in page.words("main")
    by_hand = {"code": person.ticket.short_code, "direction": "entry"}
    answer = desk.browser.submit(f"{desk.address}/scans", by_hand, page=desk.address)
    assert "The right check-in point: Kapı {2}" in desk.browser.get(answer.location).words(
        "section"
    )


def test_admission_at_the_desk_is_undone_there_for_a_quarter_of_an_hour(desk):
    person = factories.registration(desk.event)
    page = desk.admits(person).location
    (scan,) = scans()
    undoing = f"{desk.address}/scans/{scan.id}/annulment"
    scan.received_at -= timedelta(minutes=16)
    db.session.commit()
    assert not desk.browser.get(page).all("form", action=undoing)
    scan.received_at += timedelta(minutes=2)
    db.session.commit()
    (_form,) = desk.browser.get(page).all("form", action=undoing)
    answer = desk.browser.submit(undoing, {"at_desk": "1"}, page=page)
    assert answer.location == page
    assert scans()[0].annulled_at is not None
    assert desk.browser.get(page).all("form", action=f"{desk.address}/desk/{person.id}/admission")


def test_whoever_waits_is_let_in_where_the_door_admits_them(browser_of_pages):
    desk, waiting = full_desk(browser_of_pages, admits_waiting=True)
    desk.admits(waiting)
    db.session.refresh(waiting)
    assert waiting.status is RegistrationStatus.WAITLISTED and waiting.ticket
    assert [scan.verdict for scan in scans()] == ["admitted"]
    assert desk.browser.client.get(f"{desk.address}/desk/{waiting.id}/badge.pdf").status_code == 200


def test_whoever_waits_is_not_let_in_by_door_staff_elsewhere(browser_of_pages):
    desk, waiting = full_desk(browser_of_pages)
    page = desk.browser.get(f"{desk.address}/desk/{waiting.id}?lang=en")
    assert "Only an organiser can let this person in. Tell one of them." in page.words("main")
    token = desk.browser.get("/account").form_values()
    there = f"{desk.address}/desk/{waiting.id}/admission"
    assert desk.browser.client.post(there, data=token).status_code == 303
    assert not scans()
    assert desk.browser.client.get(f"{desk.address}/desk/{waiting.id}/badge.pdf").status_code == 404


def test_organizer_is_told_when_no_place_is_left_and_confirms_when_one_is(browser_of_pages):
    desk, waiting = full_desk(browser_of_pages, Role.PROVINCIAL_ORGANIZER)
    page = desk.browser.get(desk.admits(waiting).location + "?lang=en")
    assert "Bu kişi için yer kalmadı." in page.words("main") and not scans()
    desk.event.places.capacity = 2
    db.session.commit()
    desk.admits(waiting)
    db.session.refresh(waiting)
    assert waiting.is_confirmed
    assert [scan.verdict for scan in scans()] == ["admitted"]


def test_application_is_decided_at_the_desk_by_an_organizer_alone(browser_of_pages):
    staff = Desk(browser_of_pages, approval=True)
    applicant = factories.registration(staff.event)
    page = staff.browser.get(f"{staff.address}/desk/{applicant.id}?lang=en")
    assert "Only an organiser" in page.words("main")
    factories.sign_in(
        browser_of_pages.client, factories.user(Role.PROVINCIAL_ORGANIZER, province="19")
    )
    staff.admits(applicant)
    db.session.refresh(applicant)
    assert applicant.is_confirmed and [scan.verdict for scan in scans()] == ["admitted"]


def test_arrivals_show_the_newest_first_with_a_badge_each(desk):
    first, second = (
        factories.registration(desk.event, family_name=name) for name in ("Bir", "İki")
    )
    for person in (first, second):
        desk.admits(person)
    page = desk.browser.get(f"{desk.address}/arrivals")
    assert [row.text for row in page.all("th", scope="row")] == ["Işıl İki", "Işıl Bir"]
    assert page.all("a", href=f"{desk.address}/desk/{first.id}/badge.pdf")
    (part,) = [div for div in page.all("div") if "data-refresh" in div.attributes]
    assert part.attributes["data-refresh"] == f"{desk.address}/arrivals/list"
    assert part.attributes["data-every"] == "10"


def test_list_that_is_asked_for_again_is_the_one_in_the_page_with_who_came_since(desk):
    first, second = (
        factories.registration(desk.event, family_name=name) for name in ("Bir", "İki")
    )
    desk.admits(first)
    address = f"{desk.address}/arrivals"
    assert "Işıl İki" not in desk.browser.get(address).words("main")
    desk.admits(second)
    part = desk.browser.client.get(f"{address}/list").get_json()["part"]
    assert part.index("Işıl İki") < part.index("Işıl Bir")
    assert f"{desk.address}/desk/{second.id}/badge.pdf" in part


def test_a_list_of_arrivals_that_is_the_same_shows_nobody_and_writes_no_row(desk):
    def looks():
        return db.session.scalar(sa.select(sa.func.count()).select_from(Access))

    person = factories.registration(desk.event)
    desk.admits(person)
    address, before = f"{desk.address}/arrivals/list", looks()
    first = desk.browser.client.get(address)
    assert (first.status_code, looks()) == (200, before + 1)
    sent = {"If-None-Match": first.headers["ETag"]}
    again = desk.browser.client.get(address, headers=sent)
    assert (again.status_code, again.data, looks()) == (304, b"", before + 1)
    assert again.headers["Cache-Control"] == "no-store"
    desk.admits(factories.registration(desk.event))
    before = looks()
    assert desk.browser.client.get(address, headers=sent).status_code == 200
    assert looks() == before + 1


def test_arrivals_of_another_door_are_not_shown(desk, browser_of_pages):
    desk.admits(factories.registration(desk.event))
    other = Desk(browser_of_pages)
    assert not other.browser.get(f"{other.address}/arrivals").all("th", scope="row")


@pytest.mark.parametrize("many", [1, 3])
def test_arrivals_take_the_same_statements_for_any_number(desk, many):
    for _ in range(many):
        desk.admits(factories.registration(desk.event))
    db.session.remove()
    with count_statements() as statements:
        desk.browser.get(f"{desk.address}/arrivals")
    assert len(statements) == 5, statements


def test_badge_is_printed_after_a_correction_from_the_same_address_and_written_down(desk):
    person = factories.registration(desk.event)
    for layout in ("", "?layout=sheet", "?layout="):
        answer = desk.browser.client.get(f"{desk.address}/desk/{person.id}/badge.pdf{layout}")
        assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF-")
        assert answer.headers["Cache-Control"] == "no-store"
    assert [(e.subject_id, e.user_id, e.event_id) for e in printed()] == [
        (person.id, desk.staff.id, desk.event.id)
    ] * 3


@pytest.mark.parametrize("status", [RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED])
def test_who_is_no_longer_on_the_list_has_no_badge(desk, status):
    person = factories.registration(desk.event)
    person.status = status
    db.session.commit()
    assert desk.browser.client.get(f"{desk.address}/desk/{person.id}/badge.pdf").status_code == 404
    assert not printed()


def test_door_list_is_written_down_with_how_many_it_holds(desk):
    for _ in range(3):
        factories.registration(desk.event)
    answer = desk.browser.client.get(f"{desk.address}/door-list.pdf")
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF-")
    (entry,) = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.DOOR_LIST_PRINTED)
    ).all()
    assert (entry.details["people"], entry.subject_id, entry.user_id) == (
        3,
        desk.door.id,
        desk.staff.id,
    )


@pytest.mark.parametrize(
    ("part", "status"),
    [("", 200), ("7", 200), ("0", 400), ("-1", 400), ("x", 400), ("99999999999999", 400)],
)
def test_part_that_no_list_has_is_empty_and_one_that_is_no_number_refused(desk, part, status):
    answer = desk.browser.client.get(f"{desk.address}/door-list.pdf?part={part}")
    assert answer.status_code == status


def test_list_of_a_door_for_some_holds_them_alone(desk):
    public = factories.registration(desk.event, sector="public", family_name="Memur")
    for name in ("Zengin", "Çelik", "Cem", "İnce", "Işık"):
        factories.registration(desk.event, family_name=name)
    gone = factories.registration(desk.event, family_name="Giden")
    gone.status = RegistrationStatus.CANCELLED
    db.session.commit()
    names = [row.family_name for row in listed_people(desk.event, skipped=0, limit=9)]
    assert names == ["Cem", "Çelik", "Işık", "İnce", "Memur", "Zengin"]
    assert [r.family_name for r in listed_people(desk.event, skipped=4, limit=1)] == ["Memur"]
    desk.door.sectors = ["public"]
    assert listed_count(desk.event, desk.door) == 1
    (row,) = listed_people(desk.event, desk.door, skipped=0, limit=9)
    assert row.short_code == public.ticket.short_code
