from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.checkpoints import Checkpoint
from operations.check_in.devices import pair_own_phone
from operations.events.agenda import SessionDetails, add_session
from operations.registrations.tags import tag_registration, untag_registration
from queries.check_in.checkpoints import checkpoints_of
from queries.registrations.tags import tag_named
from tests import factories
from tests.blueprints.check_in.phones import Phone
from tests.blueprints.organizer.scene import scene
from tests.factories import forms
from tests.operations.check_in.doors import token_of
from tests.statements import count_statements

FORM = {"name": "Salon A", "opens_at": "2027-06-01T09:00", "closes_at": "2027-06-01T12:00"}


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def test_door_is_added_and_leads_to_its_scanner(browser):
    there = scene()
    doors = f"/organizer/events/{there.event.id}/checkpoints"
    answer = browser.submit(
        f"{doors}/new", {**FORM, "session": str(there.session.id), "reentry": "y"}
    )
    assert (answer.status_code, answer.location) == (303, doors)
    door = db.session.scalars(sa.select(Checkpoint).where(Checkpoint.name == "Salon A")).one()
    assert (door.session_id, door.reentry, door.multiple) == (there.session.id, True, False)
    assert door.opens_at and door.opens_at.hour == 6
    links = [e.attributes["href"] for e in browser.get(doors).all("a")]
    assert any(str(door.id) in link and "check-in" in link for link in links)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "x" * 101),
        ("name", "Giriş"),
        ("closes_at", "2027-06-01T09:00"),
        ("opens_at", "x"),
        ("session", "999999"),
        ("session", "-1"),
        ("session", "x"),
        ("capacity", "0"),
        ("capacity", "x"),
        ("capacity", "1.5"),
        ("capacity", "99999999999"),
        ("sectors", "army"),
        ("choice", "999999"),
        ("choice", "x"),
        ("only_chosen", "y"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(browser, field, typed):
    there = scene()
    page = browser.post(
        f"/organizer/events/{there.event.id}/checkpoints/new", {**FORM, field: typed}
    )
    assert page.all("p", id=f"{field}-error"), page.words("main")


def test_session_of_another_event_is_no_choice(browser):
    there, other = scene(), scene()
    page = browser.post(
        f"/organizer/events/{there.event.id}/checkpoints/new",
        {**FORM, "session": str(other.session.id)},
    )
    assert page.all("p", id="session-error")


def test_door_is_changed_and_may_keep_its_name(browser):
    there = scene()
    address = f"/organizer/checkpoints/{there.checkpoint.id}/edit"
    assert browser.submit(address, {"name": "Giriş", "multiple": "y"}).status_code == 303
    db.session.refresh(there.checkpoint)
    assert (there.checkpoint.name, there.checkpoint.multiple) == ("Giriş", True)


def _made(name="Salon A"):
    db.session.expire_all()
    return db.session.scalars(sa.select(Checkpoint).where(Checkpoint.name == name)).one()


def _list(there):
    return f"/organizer/events/{there.event.id}/checkpoints"


RULES = {
    **FORM,
    "only_chosen": "y",
    "sectors": ["public", "cso"],
    "admits_waiting": "y",
    "capacity": "120",
    "exits": "y",
    "reentry": "y",
    "roster": "y",
    "beside_programme": "y",
    "shows_groups": "y",
}


def test_rules_are_kept_and_shown_again_and_told_in_words(browser):
    there = scene()
    session = factories.session(there.event, title="Gönüllülük atölyesi")
    asked = forms.workshop(there.event)
    chosen = {"session": str(session.id), "choice": str(asked.choices[0].id)}
    assert browser.submit(f"{_list(there)}/new", {**RULES, **chosen}).status_code == 303
    door = _made()
    assert (door.session_id, door.choice_id) == (session.id, asked.choices[0].id)
    assert (door.only_chosen, door.sectors, door.admits_waiting) == (True, ["public", "cso"], True)
    assert (door.capacity, door.roster, door.multiple) == (120, True, False)
    assert (door.exits, door.reentry, door.beside_programme) == (True, True, True)
    words = browser.get(_list(there)).words("table")
    for said in (
        "Gönüllülük atölyesi",
        "Kamu kurumu, Sivil toplum kuruluşu",
        asked.label,
        asked.choices[0].label,
        "bekleme listesindekiler",
        "programın dışında",
        "0 / 120",
    ):
        assert said in words, said
    page = browser.get(f"/organizer/checkpoints/{door.id}/edit")
    assert len(page.all("details", open="")) == 4
    ticked = {e.attributes["id"] for e in page.all("input", checked="")}
    assert ticked == {
        "only_chosen",
        "sectors-0",
        "sectors-1",
        "admits_waiting",
        "exits",
        "reentry",
        "beside_programme",
        "roster",
        "shows_groups",
    }


def test_form_is_simple_until_rules_are_wanted(browser):
    there = scene()
    page = browser.get(f"{_list(there)}/new")
    assert len(page.all("details")) == 4
    assert not page.all("details", open="")
    refused = browser.post(f"{_list(there)}/new", {**FORM, "capacity": "x"})
    assert len(refused.all("details", open="")) == 1


def test_tags_shown_at_a_door_are_those_that_people_have_and_those_ticked_before(browser):
    there = scene()
    address = f"/organizer/checkpoints/{there.checkpoint.id}/edit"
    assert not browser.get(address).all("input", name="shown_tags")
    by, at = factories.user(), datetime.now(UTC)
    person = factories.registration(there.event)
    for name in ("VIP", "Basın"):
        tag_registration(person, name, by=by, at=at)
    db.session.commit()
    assert browser.submit(address, {**FORM, "shown_tags": "Basın"}).status_code == 303
    db.session.expire_all()
    assert there.checkpoint.shown_tags == ["Basın"]
    untag_registration(person, tag_named(there.event, "basın"), by=by, at=at)
    db.session.commit()
    boxes = browser.get(address).all("input", name="shown_tags")
    assert [(box.attributes["value"], "checked" in box.attributes) for box in boxes] == [
        ("Basın", True),
        ("VIP", False),
    ]
    refused = browser.post(address, {**FORM, "shown_tags": "Gizli"})
    assert refused.all("p", id="shown_tags-error")


def test_session_that_nobody_chooses_cannot_be_only_for_those_who_chose_it(browser):
    there = scene()
    fields = {**FORM, "session": str(there.session.id), "only_chosen": "y"}
    page = browser.post(f"{_list(there)}/new", fields)
    assert page.all("p", id="only_chosen-error")


def test_choice_that_is_no_longer_asked_for_stays_the_rule_of_its_door(browser):
    there = scene()
    asked = forms.workshop(there.event)
    there.checkpoint.choice = asked.choices[0]
    asked.choices[0].retired_at = factories.NOW
    factories.commit()
    address = f"/organizer/checkpoints/{there.checkpoint.id}/edit"
    fields = {"name": "Otobüs", "choice": str(asked.choices[0].id)}
    assert browser.submit(address, fields).status_code == 303
    assert _made("Otobüs").choice_id == asked.choices[0].id


def test_one_press_makes_a_door_for_each_session_and_each_day_and_a_second_none(browser):
    there = scene()
    there.event.ends_at += timedelta(days=1)
    factories.session(there.event, title="Atölye")
    factories.commit()
    for end, added in (("of-sessions", 1), ("of-days", 2)):
        for expected in (added, 0):
            before = db.session.scalar(sa.select(sa.func.count(Checkpoint.id)))
            browser.submit(f"{_list(there)}/{end}", {}, page=_list(there))
            after = db.session.scalar(sa.select(sa.func.count(Checkpoint.id)))
            assert after - before == expected
    assert _made("Atölye").only_chosen
    assert _made("2. gün").opens_at == _made("1. gün").closes_at


def test_own_phones_lose_an_unused_door_and_the_page_says_how_many(browser):
    there = scene()
    browser.submit(f"{_list(there)}/new", FORM)
    staff = factories.user()
    own, _token = pair_own_phone(
        there.event, checkpoints_of(there.event), name="x", by=staff, at=factories.NOW
    )
    factories.commit()
    removal = f"/organizer/checkpoints/{_made().id}/removal"
    assert "1 telefon" in " ".join(form.text for form in browser.get(_list(there)).all("form"))
    browser.submit(removal, {}, page=_list(there))
    db.session.expire_all()
    assert [door.name for door in checkpoints_of(there.event)] == ["Giriş"]
    assert [door.name for door in own.checkpoints] == ["Giriş"]


def test_unused_door_is_removed_and_one_at_which_a_phone_is_stays(app, browser):
    there = scene()
    browser.submit(f"{_list(there)}/new", FORM)
    door = _made()
    removal = f"/organizer/checkpoints/{door.id}/removal"
    Phone(app.test_client(), there.event, doors=[door])
    actions = [form.attributes.get("action") for form in browser.get(_list(there)).all("form")]
    assert removal not in actions
    browser.submit(removal, {}, page=_list(there))
    words = browser.get(_list(there)).words("main")
    assert (
        "silinemez" in words
        and "Önce yetkisini kaldırın; sonra giriş noktasını silebilirsiniz" in words
    )
    browser.submit(f"{_list(there)}/new", {**FORM, "name": "Salon B"})
    removal = f"/organizer/checkpoints/{_made('Salon B').id}/removal"
    browser.submit(removal, {}, page=_list(there))
    names = db.session.scalars(sa.select(Checkpoint.name).order_by(Checkpoint.id)).all()
    assert list(names) == ["Giriş", "Salon A"]


@pytest.mark.parametrize(
    ("leads_to", "opens", "closes", "said"),
    [
        ("session", -30, 60, None),
        ("session", -120, -1, "oturumu"),
        ("session", 3000, None, "oturumu"),
        ("event", -180, -60, None),
        ("event", None, -3 * 1440, "günlerinin"),
        ("event", 1440, 2000, "günlerinin"),
        ("event", None, None, None),
    ],
)
def test_hours_that_miss_what_the_door_is_for_are_marked(browser, leads_to, opens, closes, said):
    there = scene()
    door, begins = there.checkpoint, there.event.starts_at
    if leads_to == "session":
        door.session = there.session
        begins = there.session.starts_at
    door.opens_at = begins + timedelta(minutes=opens) if opens is not None else None
    door.closes_at = begins + timedelta(minutes=closes) if closes is not None else None
    factories.commit()
    marks = browser.get(_list(there)).all("span", class_="badge badge--warning")
    assert [said in mark.text for mark in marks] == ([True] if said else [])


@pytest.mark.parametrize("rule", ["exits", "reentry"])
def test_list_counts_who_is_there(app, browser, rule):
    there = scene()
    Phone(app.test_client(), there.event).reads(token_of(there.registration))
    setattr(there.checkpoint, rule, True)
    factories.commit()
    page = browser.get(_list(there))
    numbers = [e.text.strip() for e in page.all("td", class_="number tabular")]
    assert numbers == ["1", "1"]
    assert "2 telefon" in page.words("table")


@pytest.mark.parametrize("doors", [1, 3])
def test_list_takes_the_same_statements_for_any_number_of_doors(app, browser, doors):
    there = scene()
    for number in range(doors - 1):
        details = SessionDetails(
            title=f"Oturum {number}", starts_at=there.event.starts_at, ends_at=there.event.ends_at
        )
        session = add_session(there.event, details, by=None, at=factories.NOW)
        db.session.add(Checkpoint(event=there.event, name=f"Salon {number}", session=session))
    factories.commit()
    Phone(app.test_client(), there.event).reads(token_of(there.registration))
    address = _list(there)
    db.session.remove()
    with count_statements() as statements:
        browser.get(address)
    assert len(statements) == 8, statements
