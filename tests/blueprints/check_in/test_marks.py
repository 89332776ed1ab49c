"""Tags and groups at the door, and families who are let in together."""

from datetime import UTC, datetime

import pytest

from extensions import db
from lib.short_codes import printed
from models.checkpoints import Checkpoint
from models.parties import Party
from operations.registrations.tags import tag_registration
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.blueprints.check_in.phones import Phone, reading
from tests.operations.check_in.doors import token_of
from tests.statements import count_statements


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def door(event):
    return checkpoints_of(event)[0]


@pytest.fixture
def person(event):
    """In a group, with two tags."""
    person = factories.registration(event)
    person.party = Party(event=event, code="ABCDEFGQ", created_at=datetime.now(UTC))
    for name in ("VIP", "Basın", "Takip et"):
        tag_registration(person, name, by=factories.user(), at=datetime.now(UTC))
    db.session.commit()
    return person


def _shows(door, *, tags=("BASIN", "vip"), groups=True):
    door.shown_tags, door.shows_groups, door.roster = list(tags), groups, True
    db.session.commit()


def test_door_shows_the_tags_and_the_group_that_its_organizer_chose(app, event, door, person):
    phone = Phone(app.test_client(), event)
    _shows(door)
    said = phone.reads(token_of(person))["person"]
    assert (said["tags"], said["group"]) == (["Basın", "VIP"], "ABCD-EFGQ")
    (row,) = phone.pack().get_json()["names"]
    assert row[6:] == [["Basın", "VIP"], "ABCD-EFGQ", 0]


def test_door_that_shows_nothing_tells_nothing_and_asks_nothing_more(app, event, door, person):
    phone = Phone(app.test_client(), event)
    _shows(door, tags=(), groups=False)
    said = phone.reads(token_of(person))["person"]
    assert (said["tags"], said["group"]) == ([], "")
    (row,) = phone.pack().get_json()["names"]
    assert row[6:] == [[], "", 0]
    assert "Basın" not in phone.pack().text


def test_marks_cost_a_statement_each_and_only_where_they_are_shown(app, event, door):
    phone, number, spent = Phone(app.test_client(), event), door.id, []
    codes = [token_of(factories.registration(event)) for _ in range(3)]
    shown = [((), False), (("VIP",), False), (("VIP",), True)]
    for code, (tags, groups) in zip(codes, shown, strict=True):
        _shows(db.session.get(Checkpoint, number), tags=tags, groups=groups)
        phone.send()
        db.session.remove()
        with count_statements() as statements:
            phone.send(reading(code))
        spent.append(len(statements))
    assert spent == [8, 9, 10]


def test_kiosk_shows_no_tags_and_no_group(app, event, door, person):
    _shows(door)
    said = Phone(app.test_client(), event, kiosk=True).reads(token_of(person))["person"]
    assert (said["tags"], said["group"]) == ([], "")


def test_door_without_script_shows_them_too(app, event, door, person, browser_of_pages):
    _shows(door)
    factories.sign_in(browser_of_pages.client, factories.user())
    address = f"/check-in/{door.id}"
    sent = browser_of_pages.submit(
        f"{address}/scans", {"code": token_of(person), "nonce": "1"}, page=address
    )
    page = browser_of_pages.get(sent.headers["Location"])
    assert "Basın · VIP" in page.words("section")
    assert printed("ABCDEFGQ") in page.words("section")


def _family(event, *names, **values):
    values = {"family_name": "Öz", "email": "oz@example.org", **values}
    return [factories.registration(event, given_name=name, **values) for name in names]


def _found(phone, text):
    people = phone.searches(text).get_json()["people"]
    return [(person["name"], person["family"], person["admitted"]) for person in people]


def test_search_tells_who_comes_together_and_who_is_in(app, event):
    phone = Phone(app.test_client(), event)
    ayse, *_rest = _family(event, "Ayşe", "Bora")
    _family(event, "Cem", email="cem@example.org")
    _family(event, "Deniz", "Ece", email="", phone="+905321110000")
    phone.reads(token_of(ayse))
    assert _found(phone, "öz ") == []
    assert _found(phone, "öz iğdır") == [
        ("Ayşe Öz", 1, True),
        ("Bora Öz", 1, False),
        ("Cem Öz", 0, False),
        ("Deniz Öz", 2, False),
        ("Ece Öz", 2, False),
    ]


def test_whoever_left_and_may_come_again_is_not_in(app, event, door):
    door.reentry = True
    db.session.commit()
    phone = Phone(app.test_client(), event)
    ayse, *_rest = _family(event, "Ayşe", "Bora")
    phone.reads(token_of(ayse))
    phone.reads(token_of(ayse), direction="exit")
    assert _found(phone, "ayşe öz bora") == []
    assert _found(phone, "oz@example") == [("Ayşe Öz", 1, False), ("Bora Öz", 1, False)]


@pytest.mark.parametrize("typed", ["ABCDEFGQ", "abcd-efgq"])
def test_group_is_found_by_its_code_and_only_at_its_event(app, event, person, typed):
    other = factories.registration(event, family_name="Başka")
    other.party = person.party
    db.session.commit()
    found = _found(Phone(app.test_client(), event), typed)
    assert sorted(found) == sorted([(other.name, 1, False), (person.name, 1, False)])
    elsewhere = factories.event()
    assert _found(Phone(app.test_client(), elsewhere), typed) == []
