"""People who come without a registration, and those on the list who have no ticket yet."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.checkpoints import Checkpoint
from models.letters import Letter
from models.registrations import ConsentPurpose, Registration, RegistrationStatus, Ticket
from models.scans import Scan
from models.users import Role, User
from operations.check_in.walk_ins import MayNotDecide, admit, give_ticket, register_at_door
from operations.events.events import withdraw
from operations.places.quotas import EventFull
from operations.registrations.entries import NotRegistrable, change_status
from tests import factories
from tests.factories import NOW
from tests.operations.check_in.doors import Door
from tests.turns import while_held

S = RegistrationStatus


def walk_in(door, *, at=NOW, key="form number one two three", **person):
    values = {"email": None, "phone": None, "family_name": "Yılmaz", **person}
    made = register_at_door(
        door.checkpoint,
        factories.person(**values),
        submission_key=key,
        notice_version="2026-11",
        consents=[ConsentPurpose.PHOTOS],
        by=door.staff,
        at=at,
    )
    db.session.commit()
    return made


def today(**rules):
    """A door of an event that begins at this moment."""
    details = {
        name: rules.pop(name) for name in ("capacity", "waitlist", "approval") if name in rules
    }
    door = Door(**rules)
    event = factories.event(at=NOW - timedelta(days=10), **details)
    door.event = door.checkpoint.event = event
    db.session.commit()
    return door


def letters_of(person):
    return db.session.scalars(sa.select(Letter).where(Letter.registration_id == person.id)).all()


def test_walk_in_is_confirmed_with_a_ticket_and_comes_in(app):
    door = today()
    person = walk_in(door)
    assert (person.status, person.source, person.notice_version) == ("confirmed", "door", "2026-11")
    assert [consent.purpose for consent in person.consents] == [ConsentPurpose.PHOTOS]
    said = admit(door.checkpoint, person, nonce="n", by=door.staff, at=NOW)
    assert said.scan.verdict == "admitted" and said.admitted_at == NOW
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.REGISTRATION_ADDED)
    ).all()[-1]
    assert (entry.subject_id, entry.user_id) == (person.id, door.staff.id)


def test_letter_is_written_only_where_there_is_an_address(app):
    door = today()
    assert letters_of(walk_in(door)) == []
    (letter,) = letters_of(walk_in(door, family_name="Kaya", email="kaya@example.org"))
    assert letter.kind == "registration_confirmed"


def test_same_form_twice_is_one_registration(app):
    door = today()
    first, again = walk_in(door), walk_in(door)
    assert first.id == again.id
    assert walk_in(door, family_name="Başka").id != first.id


def test_event_that_chooses_takes_walk_ins_as_chosen(app):
    assert walk_in(today(approval=True)).status == "confirmed"


def test_full_event_takes_nobody(app):
    door = today(capacity=1)
    walk_in(door)
    with pytest.raises(EventFull):
        walk_in(door, family_name="Kaya")


@pytest.mark.parametrize("approval", [False, True])
def test_full_event_with_a_waiting_list_lets_them_wait_without_a_ticket(app, approval):
    door = today(capacity=1, waitlist=True, approval=approval)
    walk_in(door)
    waits = walk_in(door, family_name="Kaya")
    assert waits.status == "waitlisted" and waits.ticket is None
    assert admit(door.checkpoint, waits, nonce="n", by=door.staff, at=NOW) is None


@pytest.mark.race
def test_two_doors_never_sell_the_last_place_twice(app):
    door = today(capacity=1)
    checkpoint_id, staff_id = door.checkpoint.id, door.staff.id

    def come(name):
        def act():
            try:
                return register_at_door(
                    db.session.get_one(Checkpoint, checkpoint_id),
                    factories.person(email=None, family_name=name),
                    submission_key=name * 5,
                    notice_version="x",
                    consents=[],
                    by=db.session.get_one(User, staff_id),
                    at=NOW,
                ).status
            except EventFull:
                return "full"

        return act

    assert while_held(app, come("Kaya"), come("Demir")) == "full"
    confirmed = sa.select(sa.func.count()).where(Registration.status == S.CONFIRMED)
    assert db.session.scalar(confirmed) == 1


@pytest.mark.parametrize(
    ("days", "taken"), [(-1, False), (0, True), (0.4, True), (1.5, False), (30, False)]
)
def test_walk_ins_are_taken_on_the_days_of_the_event(app, days, taken):
    door = today()
    assert door.checkpoint.takes_walk_ins(NOW + timedelta(days=days)) is taken


def test_desk_of_the_evening_before_takes_them_while_it_is_open(app):
    door = today(opens_at=NOW - timedelta(hours=14), closes_at=NOW + timedelta(days=2))
    assert not door.checkpoint.takes_walk_ins(NOW - timedelta(hours=15))
    assert door.checkpoint.takes_walk_ins(NOW - timedelta(hours=13))
    assert door.checkpoint.takes_walk_ins(NOW + timedelta(days=1, hours=20))
    assert not door.checkpoint.takes_walk_ins(NOW + timedelta(days=2))


def test_event_that_is_not_published_takes_nobody(app):
    door = today()
    withdraw(door.event, by=None, at=NOW)
    with pytest.raises(NotRegistrable):
        walk_in(door)


def waiting(door, **values):
    """Somebody who waits because the event is full."""
    factories.registration(door.event, at=NOW - timedelta(days=1))
    person = factories.registration(door.event, at=NOW - timedelta(days=1), **values)
    assert person.status is S.WAITLISTED
    return person


def door_staff():
    return factories.user(Role.CHECK_IN_STAFF)


def test_waiting_people_get_a_ticket_where_the_door_admits_them(app):
    door = today(capacity=1, waitlist=True, admits_waiting=True)
    person = waiting(door)
    give_ticket(door.checkpoint, person, by=door_staff(), at=NOW)
    assert person.status is S.WAITLISTED and person.ticket
    assert (
        admit(door.checkpoint, person, nonce="n", by=door.staff, at=NOW).scan.verdict == "admitted"
    )


def test_waiting_people_are_not_let_in_by_door_staff_elsewhere(app):
    door = today(capacity=1, waitlist=True)
    with pytest.raises(MayNotDecide):
        give_ticket(door.checkpoint, waiting(door), by=door_staff(), at=NOW)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Ticket)) == 1


def test_organizer_confirms_who_waits_only_while_there_is_a_place(app):
    door = today(capacity=1, waitlist=True)
    person = waiting(door)
    with pytest.raises(EventFull):
        give_ticket(door.checkpoint, person, by=door.staff, at=NOW)
    db.session.rollback()
    holder = db.session.scalars(
        sa.select(Registration).where(Registration.status == S.CONFIRMED)
    ).one()
    change_status(holder, S.CANCELLED, at=NOW, by=None)
    give_ticket(door.checkpoint, person, by=door.staff, at=NOW)
    assert person.status is S.CONFIRMED and person.ticket


def test_awaiting_a_decision_only_an_organizer_lets_in(app):
    door = today(approval=True, admits_waiting=True)
    person = factories.registration(door.event, at=NOW - timedelta(days=1))
    with pytest.raises(MayNotDecide):
        give_ticket(door.checkpoint, person, by=door_staff(), at=NOW)
    give_ticket(door.checkpoint, person, by=door.staff, at=NOW)
    assert person.status is S.CONFIRMED and person.ticket


def test_same_nonce_is_one_reading(app):
    door = today()
    person = walk_in(door)
    for _click in range(2):
        admit(door.checkpoint, person, nonce="n", by=door.staff, at=NOW)
        db.session.commit()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Scan)) == 1
