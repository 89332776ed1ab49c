from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.events import Event
from models.users import Role
from tests import factories
from tests.factories.contacts import OF_EVENT

EVENT = {
    "title": "Çorum Sivil Toplum Günü",
    "kind": "civil_society_day",
    "starts_at": "2027-03-12T10:00:00+03:00",
    "ends_at": "2027-03-12T17:00:00+03:00",
}


def test_an_event_is_made_with_its_first_checkpoint(program):
    made = program.post(
        "/events",
        {
            **EVENT,
            "province": "19",
            "venue": "Tiyatro",
            "capacity": 50,
            "waitlist": True,
            "approval": False,
        },
    )
    assert made["slug"] == "corum-sivil-toplum-gunu"
    assert made["status"] == "draft"
    assert [door["name"] for door in made["checkpoints"]] == ["Giriş"]
    assert made["starts_at"] == "2027-03-12T10:00:00+03:00"
    assert (made["capacity"], made["taken"], made["waitlist"]) == (50, 0, True)
    assert made["url"] == f"http://meydan.example.org/events/{made['slug']}"
    assert program.get(f"/events/{made['id']}") == made


def test_an_event_can_be_published_at_once(program, browser_of_pages):
    made = program.post("/events", {**EVENT, "published": True})
    assert (made["status"], made["published"]) == ("published", True)
    browser_of_pages.get(f"/events/{made['slug']}")


def test_times_in_any_offset_are_told_in_the_events_own(program):
    sent = {
        **EVENT,
        "starts_at": "2027-07-12T08:00:00Z",
        "ends_at": "2027-07-12T18:00:00+09:00",
        "timezone": "Europe/Berlin",
    }
    made = program.post("/events", sent)
    assert made["starts_at"] == "2027-07-12T10:00:00+02:00"
    assert made["ends_at"] == "2027-07-12T11:00:00+02:00"


@pytest.mark.parametrize("zone", ["Europe/Istanbul", "Asia/Tbilisi"])
def test_an_event_is_where_the_site_is_unless_a_zone_is_given(app, program, monkeypatch, zone):
    monkeypatch.setitem(app.config, "BABEL_DEFAULT_TIMEZONE", zone)
    made = program.post("/events", EVENT)
    assert made["timezone"] == zone
    kept = program.post("/events", {**EVENT, "timezone": "Europe/Berlin"})
    monkeypatch.setitem(app.config, "BABEL_DEFAULT_TIMEZONE", "Europe/Paris")
    assert program.patch(f"/events/{kept['id']}", {"venue": "Salon"})["timezone"] == "Europe/Berlin"


def test_the_same_title_again_gets_another_slug(program):
    slugs = [program.post("/events", EVENT)["slug"] for _ in range(3)]
    assert len(set(slugs)) == 3


@pytest.mark.parametrize("province", ["06", "6"])
def test_a_province_is_its_plate_number(program, province):
    assert program.post("/events", {**EVENT, "province": province})["province"] == "06"


def test_a_provincial_organizers_event_lies_in_the_own_province(program_of):
    organizer = program_of(Role.PROVINCIAL_ORGANIZER, province="19")
    assert organizer.post("/events", EVENT)["province"] == "19"
    refused = organizer.post("/events", {**EVENT, "province": "06"}, 403)
    assert refused["type"].endswith("#outside-province")
    organizer.post("/events", {**EVENT, "province": None}, 403)


def test_an_event_cannot_be_moved_out_of_the_own_province(program_of):
    organizer = program_of(Role.PROVINCIAL_ORGANIZER, province="19")
    event = organizer.post("/events", EVENT)["id"]
    organizer.patch(f"/events/{event}", {"province": "06", "venue": "Başka"}, 403)
    kept = organizer.get(f"/events/{event}")
    assert (kept["province"], kept["venue"]) == ("19", "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "   "),
        ("title", None),
        ("title", 7),
        ("title", "a" * 201),
        ("title", "a\x00b"),
        ("title", "\ud800"),
        ("kind", "party"),
        ("kind", None),
        ("starts_at", "2027-03-12T10:00:00"),
        ("starts_at", "2027-03-12"),
        ("starts_at", 1800000000),
        ("starts_at", "1800000000"),
        ("starts_at", "0001-01-01T00:00:00+03:00"),
        ("starts_at", "9999-12-31T23:59:59-12:00"),
        ("starts_at", "soon"),
        ("starts_at", True),
        ("ends_at", "2027-03-12T10:00:00+03:00"),
        ("ends_at", "2020-01-01T10:00:00+03:00"),
        ("province", "82"),
        ("province", "Ankara"),
        ("province", 6),
        ("country", "Türkiye"),
        ("country", "ZZZ"),
        ("capacity", 0),
        ("capacity", -1),
        ("capacity", True),
        ("capacity", "50"),
        ("capacity", 1.5),
        ("capacity", 10**30),
        ("waitlist", "yes"),
        ("waitlist", 1),
        ("published", None),
        ("timezone", "Mars/Phobos"),
        ("timezone", "../x"),
        ("description", "a" * 10_001),
        ("registration_closes_at", "2020-01-01"),
        ("contact_name", "Ayşe"),
        ("contact_name", "a" * 101),
        ("contact_name", None),
        ("contact_email", "ayse@"),
        ("contact_email", "a@example.org\nBcc: b@example.org"),
        ("contact_phone", "12"),
    ],
)
def test_a_bad_field_is_named(program, field, value):
    refused = program.post("/events", {**EVENT, field: value}, 422)
    assert list(refused["errors"]) == [field]
    assert db.session.scalar(sa.select(sa.func.count(Event.id))) == 0


def test_all_bad_fields_are_named_at_once(program):
    refused = program.post("/events", {"kind": "party", "capacity": "many"}, 422)
    assert set(refused["errors"]) == {"title", "kind", "starts_at", "ends_at", "capacity"}


def test_registration_must_close_after_it_opens(program):
    hours = {
        "registration_opens_at": "2027-02-02T00:00:00+03:00",
        "registration_closes_at": "2027-02-01T00:00:00+03:00",
    }
    assert "registration_closes_at" in program.post("/events", {**EVENT, **hours}, 422)["errors"]


def test_a_misspelt_field_is_noticed_and_a_strange_one_passed_over(program):
    refused = program.post("/events", {**EVENT, "capacty": 50}, 422)
    assert "capacity" in refused["errors"]["capacty"][0]
    program.post("/events", {**EVENT, "colour": "red", "id": 7})


def test_only_what_is_given_changes(program):
    made = program.post("/events", {**EVENT, "venue": "Tiyatro", "capacity": 50, "province": "19"})
    changed = program.patch(f"/events/{made['id']}", {"venue": "Kültür Merkezi"})
    assert changed == {**made, "venue": "Kültür Merkezi"}
    assert program.patch(f"/events/{made['id']}", {"capacity": None})["capacity"] is None
    assert program.patch(f"/events/{made['id']}", {})["venue"] == "Kültür Merkezi"


def test_an_event_names_its_contact_person(program):
    assert {name: program.post("/events", EVENT)[name] for name in OF_EVENT} == {
        "contact_name": "",
        "contact_email": None,
        "contact_phone": None,
    }
    typed = {"contact_name": " Ayşe\nÖztürk", "contact_email": "Ayse@Example.org"}
    made = program.post("/events", {**EVENT, **typed, "contact_phone": "0364 213 00 00"})
    assert {name: made[name] for name in OF_EVENT} == OF_EVENT
    address = f"/events/{made['id']}"
    assert made in program.get("/events")["items"]
    assert program.patch(address, {"contact_phone": None}) == {**made, "contact_phone": None}
    refused = program.patch(address, {"contact_email": ""}, 422)
    assert list(refused["errors"]) == ["contact_name"]
    emptied = program.patch(address, {"contact_name": "", "contact_email": None})
    assert (emptied["contact_name"], emptied["contact_email"]) == ("", None)


def test_a_change_is_checked_together_with_what_stays(program):
    made = program.post("/events", EVENT)
    late = {"starts_at": "2027-03-13T10:00:00+03:00"}
    assert "ends_at" in program.patch(f"/events/{made['id']}", late, 422)["errors"]
    assert "starts_at" in program.patch(f"/events/{made['id']}", {"starts_at": None}, 422)["errors"]


def test_an_event_is_published_withdrawn_and_called_off(program):
    address = f"/events/{program.post('/events', EVENT)['id']}"
    assert program.patch(address, {"published": False})["status"] == "draft"
    assert program.patch(address, {"published": True})["status"] == "published"
    assert program.patch(address, {"published": True})["status"] == "published"
    assert program.patch(address, {"published": False})["status"] == "draft"
    refused = program.patch(address, {"status": "cancelled", "venue": "Başka"}, 409)
    assert refused["type"].endswith("#invalid-transition")
    assert program.get(address)["venue"] == ""
    program.patch(address, {"status": "published"})
    assert program.patch(address, {"status": "cancelled"})["status"] == "cancelled"
    program.patch(address, {"status": "published", "published": False}, 422)


def test_a_capacity_below_what_is_taken_is_refused(program):
    event = factories.event(capacity=3)
    for _ in range(2):
        factories.registration(event)
    refused = program.patch(f"/events/{event.id}", {"capacity": 1}, 409)
    assert refused["type"].endswith("#capacity-too-low")
    assert program.get(f"/events/{event.id}")["capacity"] == 3


def test_more_places_are_offered_to_who_waits(program):
    event = factories.event(capacity=1, waitlist=True)
    factories.registration(event)
    waiting = factories.registration(event)
    program.patch(f"/events/{event.id}", {"capacity": 2})
    assert program.get(f"/registrations/{waiting.id}")["status"] == "offered"


def test_what_a_program_does_is_written_to_its_user(program):
    made = program.post("/events", {**EVENT, "published": True})
    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event_id == made["id"]))
    done = {entry.action: entry.user_id for entry in entries}
    assert done[AuditAction.EVENT_CREATED] == program.user.id
    assert done[AuditAction.EVENT_PUBLISHED] == program.user.id


def test_events_are_listed_the_latest_first_and_narrowed(program):
    now = datetime.fromisoformat("2027-01-01T09:00:00+03:00")
    early, late = factories.event(at=now), factories.event(at=now + timedelta(days=9), draft=True)
    assert [e["id"] for e in program.get("/events")["items"]] == [late.id, early.id]
    assert [e["id"] for e in program.get("/events?status=draft")["items"]] == [late.id]
    assert [e["id"] for e in program.get("/events?province=6")["items"]] == []
    assert len(program.get("/events?kind=civil_society_day&province=19")["items"]) == 2
    program.get("/events?kind=party", 422)


def test_an_event_that_gives_freed_places_at_once_is_kept_so(program):
    made = program.post("/events", {**EVENT, "offer_hours": None})
    assert made["offer_hours"] is None
    assert program.get(f"/events/{made['id']}")["offer_hours"] is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"registration_closes_at": "2027-03-12T17:01:00+03:00"}, "registration_closes_at"),
        ({"registration_opens_at": "2027-03-12T17:00:00+03:00"}, "registration_opens_at"),
        ({"changes_close_at": "2027-03-12T17:01:00+03:00"}, "changes_close_at"),
        ({"country": "DE", "province": "19"}, "province"),
        ({"offer_hours": 0}, "offer_hours"),
        ({"offer_hours": 721}, "offer_hours"),
    ],
)
def test_what_the_form_refuses_the_api_refuses_too(program, changes, field):
    assert field in program.post("/events", {**EVENT, **changes}, status=422)["errors"]
    made = program.post("/events", EVENT)
    assert field in program.patch(f"/events/{made['id']}", changes, status=422)["errors"]
