"""At the scanner: names that look like codes, families and groups who come in by one press, and what
the door shows of them."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from extensions import db
from models.parties import Party
from operations.registrations.tags import tag_registration
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.browser.scanner import comes_back, goes_offline, ledger, staffed, types, visit
from tests.operations.check_in.doors import token_of

_GROUP = "ABCDEFGQ"


@pytest.fixture
def phone(app, open_browser, event, door):
    """`phone(offline=…, roster=…)` is a phone at the door, after all that was made is in its pack."""

    def at_door(*, offline=False, roster=True, locale="en-GB"):
        checkpoints_of(event)[0].roster = roster
        page = open_browser(locale=locale)
        staffed(app, event, page, door)
        visit(page, door)
        if offline:
            goes_offline(page)
        return page

    return at_door


def _asks(page, text):
    page.locator("#door-code").fill(text)
    page.locator("#door-code").press("Enter")


def _verdict(page):
    return page.locator("#verdict")


@pytest.mark.parametrize(
    ("offline", "roster"), [(False, False), (True, True)], ids=["online", "offline with names"]
)
def test_eight_signs_of_the_alphabet_are_a_name_where_somebody_has_it(
    phone, event, offline, roster
):
    factories.registration(event, given_name="Muhammed", family_name="Ak")
    page = phone(offline=offline, roster=roster)
    _asks(page, "MUHAMMED")
    expect(page.locator("#found li")).to_contain_text("Muhammed Ak")
    expect(_verdict(page)).to_be_hidden()
    expect(page.locator("#door-code")).to_have_value("MUHAMMED")


@pytest.mark.parametrize(
    ("offline", "roster"),
    [(False, False), (True, True), (True, False)],
    ids=["online", "offline with names", "offline without names"],
)
@pytest.mark.parametrize("typed", ["MUHAMMED", "abcd-efgh", "ABCD2345"])
def test_eight_signs_that_are_neither_a_name_nor_a_ticket_are_refused(
    phone, event, offline, roster, typed
):
    factories.registration(event)
    page = phone(offline=offline, roster=roster)
    assert types(page, typed) == "refused"
    expect(page.locator("#found li")).to_have_count(0)
    expect(page.locator("#recent li")).to_contain_text("belongs to no ticket")


def test_name_that_nobody_has_is_no_code(phone):
    page = phone()
    _asks(page, "Şükriye")
    expect(page.locator("#found-status")).to_contain_text("Nobody with this name is on the list.")
    expect(_verdict(page)).to_be_hidden()


def test_short_code_of_letters_alone_is_checked_at_once(phone, event):
    person = factories.registration(event)
    person.ticket.short_code = "ABCDEFGQ"
    db.session.commit()
    page = phone(roster=False)
    page.route("**/searches", lambda route: route.abort())
    assert types(page, "abcdefgq") == "admitted"


@pytest.mark.parametrize("offline", [False, True])
def test_button_beside_a_name_says_the_way_that_is_recorded(phone, event, offline):
    checkpoints_of(event)[0].reentry = True
    person = factories.registration(event, given_name="Ayşe", family_name="Öz")
    page = phone(offline=offline)
    _asks(page, "ayşe")
    page.get_by_role("button", name="Check in: Ayşe Öz").click()
    expect(_verdict(page)).to_have_class(re.compile("verdict--admitted"))
    page.keyboard.press("Escape")
    _asks(page, "ayşe")
    expect(page.get_by_role("button", name="Check in: Ayşe Öz")).to_be_visible()
    page.get_by_label("Out").check()
    page.get_by_role("button", name="Record the exit: Ayşe Öz").click()
    expect(_verdict(page)).to_have_class(re.compile("verdict--left"))
    comes_back(page)
    assert [(scan.registration_id, scan.direction) for scan in ledger()] == [
        (person.id, "entry"),
        (person.id, "exit"),
    ]


def _family(event):
    family = [
        factories.registration(event, given_name=name, family_name="Öz", email="oz@example.org")
        for name in ("Ayşe", "Bora", "Cem", "Deniz")
    ]
    factories.registration(event, given_name="Ece", family_name="Öz")
    return family


@pytest.mark.parametrize("offline", [False, True])
def test_family_comes_in_by_one_press_and_each_has_a_reading(phone, event, offline):
    ayse, *others = _family(event)
    page = phone(offline=offline)
    assert types(page, token_of(ayse)) == "admitted"
    page.locator("#door-code").fill("öz iğdır")
    together = page.get_by_role("button", name=re.compile("^Check in all"))
    expect(together).to_have_count(1)
    expect(together).to_have_accessible_name("Check in all 3: Bora Öz, Cem Öz, Deniz Öz")
    together.focus()
    page.keyboard.press("Enter")
    for name in ("Bora Öz", "Cem Öz", "Deniz Öz"):
        expect(_verdict(page)).to_contain_text(name)
        expect(_verdict(page)).to_have_class(re.compile("verdict--admitted"))
        page.keyboard.press("Escape")
    expect(page.locator("#recent li")).to_have_count(4)
    expect(page.locator("#door-code")).to_have_value("")
    comes_back(page)
    scans = ledger()
    assert [scan.verdict for scan in scans] == ["admitted"] * 4
    assert {scan.registration_id for scan in scans} == {ayse.id, *(other.id for other in others)}
    assert len({scan.nonce for scan in scans}) == 4


def test_family_comes_in_also_where_nobody_touches_anything_more(phone, event):
    _family(event)
    page = phone()
    page.locator("#door-code").fill("öz iğdır")
    page.get_by_role("button", name="Check in all 4").click()
    expect(page.locator("#recent li")).to_have_count(4)
    expect(_verdict(page)).to_be_hidden()
    assert [scan.verdict for scan in ledger()] == ["admitted"] * 4


def test_family_at_a_full_room_is_told_one_by_one_and_may_be_admitted_anyway(phone, event):
    _family(event)
    checkpoints_of(event)[0].capacity = 1
    db.session.commit()
    page = phone()
    page.get_by_label("Out").check()
    page.locator("#door-code").fill("öz iğdır")
    page.get_by_role("button", name="Check in all 4").click()
    expect(_verdict(page)).to_have_class(re.compile("verdict--admitted"))
    expect(_verdict(page)).to_contain_text("Bora Öz")
    expect(_verdict(page)).to_have_class(re.compile("verdict--refused"))
    page.get_by_role("button", name="Admit anyway").click()
    expect(_verdict(page)).to_have_class(re.compile("verdict--admitted"))
    expect(_verdict(page)).to_contain_text("Bora Öz")
    for name in ("Cem Öz", "Deniz Öz"):
        expect(_verdict(page)).to_contain_text(name)
        expect(_verdict(page)).to_have_class(re.compile("verdict--refused"))
        page.keyboard.press("Escape")
    assert [(scan.verdict, scan.direction) for scan in ledger()] == [
        ("admitted", "entry"),
        ("refused", "entry"),
        ("admitted", "entry"),
        ("refused", "entry"),
        ("refused", "entry"),
    ]


@pytest.mark.parametrize("typed", ["abcd–efgq", "ABCD EFGQ", "abcdefgq"])
@pytest.mark.parametrize("offline", [False, True])
def test_group_is_found_however_its_code_is_typed(phone, event, offline, typed):
    person, _other = factories.registration(event), factories.registration(event)
    person.party = Party(event=event, code=_GROUP, created_at=datetime.now(UTC))
    checkpoints_of(event)[0].shows_groups = True
    db.session.commit()
    page = phone(offline=offline)
    _asks(page, typed)
    expect(page.locator("#found li")).to_have_count(1)
    expect(page.locator("#found li")).to_contain_text(person.name)
    page.locator("#door-code").fill("abcd efg")  # a part of it is nobody's name
    expect(page.locator("#found-status")).to_contain_text("Nobody with this name")


@pytest.mark.parametrize("offline", [False, True])
def test_door_shows_tags_and_groups_and_finds_a_group_by_its_code(phone, event, offline):
    people = [factories.registration(event) for _ in range(2)]
    group = Party(event=event, code=_GROUP, created_at=datetime.now(UTC))
    for person in people:
        person.party = group
        tag_registration(person, "Basın", by=factories.user(), at=datetime.now(UTC))
        tag_registration(person, "Takip et", by=factories.user(), at=datetime.now(UTC))
    door = checkpoints_of(event)[0]
    door.shown_tags, door.shows_groups = ["Basın"], True
    db.session.commit()
    page = phone(offline=offline)
    _asks(page, "ABCD-EFGQ")
    page.get_by_role("button", name="Check in all 2").click()
    expect(_verdict(page)).to_contain_text("Basın · Group code: ABCD-EFGQ")
    expect(_verdict(page)).not_to_contain_text("Takip et")
    expect(page.locator("#announcement")).to_contain_text("Basın")
    expect(page.locator("#recent li")).to_have_count(2)
