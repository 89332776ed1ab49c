import pytest

from extensions import db
from models.events import Session
from tests import factories
from tests.factories import forms


def session_of(event):
    session = Session(event=event, title="Açılış", starts_at=event.starts_at, ends_at=event.ends_at)
    db.session.add(session)
    db.session.commit()
    return session


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def address(event):
    return f"/events/{event.id}/checkpoints"


def test_a_checkpoint_is_added_and_listed(program, event, address):
    session = session_of(event)
    made = program.post(
        address,
        {
            "name": " Salon  A ",
            "session_id": session.id,
            "opens_at": "2027-03-12T08:00:00Z",
            "closes_at": "2027-03-12T12:00:00+03:00",
            "exits": True,
            "reentry": True,
            "beside_programme": True,
        },
    )
    assert made == {
        "id": made["id"],
        "event_id": event.id,
        "name": "Salon A",
        "session_id": session.id,
        "opens_at": "2027-03-12T11:00:00+03:00",
        "closes_at": "2027-03-12T12:00:00+03:00",
        "exits": True,
        "reentry": True,
        "multiple": False,
        "only_chosen": False,
        "choice_id": None,
        "sectors": [],
        "admits_waiting": False,
        "capacity": None,
        "beside_programme": True,
        "roster": False,
        "shown_tags": [],
        "shows_groups": False,
    }
    listed = program.get(address)
    assert [door["name"] for door in listed["items"]] == ["Giriş", "Salon A"]
    assert listed["items"][1] == made
    assert listed["next"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", None),
        ("name", "a\x00"),
        ("name", "a" * 201),
        ("session_id", 0),
        ("session_id", 2**31),
        ("session_id", "1"),
        ("session_id", True),
        ("reentry", "no"),
        ("exits", 1),
        ("multiple", 0),
        ("opens_at", "08:00"),
        ("closes_at", "2027-03-12T08:00:00"),
    ],
)
def test_a_bad_field_is_named(program, address, field, value):
    assert list(program.post(address, {"name": "Arka", field: value}, 422)["errors"]) == [field]


def test_a_session_of_another_event_is_refused(program, address):
    foreign = session_of(factories.event())
    sent = {"name": "Arka", "session_id": foreign.id}
    assert list(program.post(address, sent, 422)["errors"]) == ["session_id"]


def test_a_checkpoint_closes_after_it_opens(program, address):
    sent = {"name": "Arka", "opens_at": "2027-03-12T08:00:00Z", "closes_at": "2027-03-12T08:00:00Z"}
    assert list(program.post(address, sent, 422)["errors"]) == ["closes_at"]
    assert len(program.get(address)["items"]) == 1


def test_rules_of_a_door_are_kept_and_told(program, event, address):
    session, asked = factories.session(event), forms.workshop(event)
    rules = {
        "session_id": session.id,
        "only_chosen": True,
        "choice_id": asked.choices[0].id,
        "sectors": ["public", "cso"],
        "admits_waiting": True,
        "capacity": 40,
        "roster": True,
        "shown_tags": ["Basın"],
        "shows_groups": True,
    }
    made = program.post(address, {"name": "Otobüs", **rules})
    assert {name: made[name] for name in rules} == rules
    assert program.get(address)["items"][1] == made


def test_only_those_who_chose_needs_a_session(program, address):
    made = program.post(address, {"name": "Salon", "only_chosen": True})
    assert made["only_chosen"] is False


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sectors", ["army"]),
        ("sectors", "cso"),
        ("capacity", 0),
        ("capacity", "40"),
        ("capacity", 2**31),
        ("only_chosen", "yes"),
        ("choice_id", 999_999),
        ("choice_id", "x"),
        ("roster", 1),
        ("shown_tags", "VIP"),
        ("shown_tags", ["a\x00"]),
        ("shown_tags", ["VIP"] * 101),
        ("shows_groups", "yes"),
        ("admits_waiting", None),
    ],
)
def test_rules_that_cannot_be_are_refused_by_their_field(program, address, field, value):
    refusal = program.post(address, {"name": "Salon", field: value}, 422)
    assert [name.split(".")[0] for name in refusal["errors"]] == [field]


def test_choice_of_another_event_or_of_the_feedback_is_refused(program, address):
    other = forms.workshop(factories.event())
    refusal = program.post(address, {"name": "Salon", "choice_id": other.choices[0].id}, 422)
    assert list(refusal["errors"]) == ["choice_id"]


def test_expected_are_those_for_whom_the_door_is(program, event, address):
    factories.registration(event, sector="public")
    factories.registration(event)
    made = program.post(address, {"name": "Kamu", "sectors": ["public"]})
    assert program.get(f"/checkpoints/{made['id']}/status")["expected"] == 1
