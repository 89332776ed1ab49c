import pytest

from extensions import db
from models.events import Session
from tests import factories


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
        {"name": " Salon  A ", "session_id": session.id, "opens_at": "2027-03-12T08:00:00Z",
         "closes_at": "2027-03-12T12:00:00+03:00", "reentry": True},
    )  # fmt: skip
    assert made == {
        "id": made["id"], "event_id": event.id, "name": "Salon A", "session_id": session.id,
        "opens_at": "2027-03-12T11:00:00+03:00", "closes_at": "2027-03-12T12:00:00+03:00",
        "reentry": True, "multiple": False,
    }  # fmt: skip
    listed = program.get(address)
    assert [door["name"] for door in listed["items"]] == ["Giriş", "Salon A"]
    assert listed["items"][1] == made
    assert listed["next"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", None), ("name", "a\x00"), ("name", "a" * 201), ("session_id", 0),
        ("session_id", 2**31), ("session_id", "1"), ("session_id", True), ("reentry", "no"),
        ("multiple", 0), ("opens_at", "08:00"), ("closes_at", "2027-03-12T08:00:00"),
    ],
)  # fmt: skip
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
