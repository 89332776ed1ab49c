from datetime import timedelta

from models.registrations import RegistrationStatus
from models.scans import Direction
from models.sectors import Sector
from models.users import Role
from operations.check_in.scans import annul
from operations.registrations.entries import change_status
from queries.check_in.checkpoints import (
    checkpoint_for,
    checkpoints_by_event,
    checkpoints_of,
    doors_in_list,
    events_with_doors,
)
from queries.check_in.door_lists import listed_count, listed_people
from queries.check_in.packs import names_here
from queries.check_in.scans import checkpoint_counts, recent_scans, revoked_tickets, scan_for
from tests import factories
from tests.operations.check_in.doors import Door, minute, ticket_of


def test_counts_of_a_door_tell_people_from_scans(app):
    door = Door(reentry=True)
    officials = [door.person(sector=Sector.PUBLIC) for _ in range(2)]
    member, absent = door.person(sector=Sector.CSO), door.person(sector=Sector.ACADEMIA)
    for number, person in enumerate([*officials, member]):
        door.reads(person, number)
    door.reads(member, 10, direction=Direction.EXIT)
    door.reads(officials[0], 2, arriving=60, by=factories.user())
    door.reads(officials[1], 0.5, arriving=60, by=factories.user())
    door.reads("nothing", 11)
    mistaken = door.reads("nothing at all", 12)
    annul(mistaken.scan, by=door.staff, at=minute(13))
    counts = checkpoint_counts(door.checkpoint, as_of=minute(60))
    assert (counts.expected, counts.admitted, counts.inside) == (4, 3, 2)
    assert (counts.refused, counts.conflicts) == (1, 2)
    assert counts.by_sector == {"public": 2, "cso": 1}
    assert counts.as_of == minute(60)
    assert absent.is_confirmed


def test_counts_of_a_door_that_nobody_came_to_are_zero(app):
    counts = checkpoint_counts(Door().checkpoint, as_of=minute(0))
    assert (counts.expected, counts.admitted, counts.inside) == (0, 0, 0)
    assert (counts.refused, counts.conflicts, counts.by_sector) == (0, 0, {})


def test_who_cancels_after_the_admission_is_neither_expected_nor_admitted_but_inside(app):
    door = Door()
    came, absent = door.person(), door.person()
    door.reads(came, 0)
    change_status(came, RegistrationStatus.CANCELLED, at=minute(5), by=door.staff)
    counts = checkpoint_counts(door.checkpoint, as_of=minute(10))
    assert (counts.expected, counts.admitted, counts.inside) == (1, 0, 1)
    assert (counts.by_sector, absent.is_confirmed) == ({}, True)
    (row,) = [r for r in doors_in_list(door.event, at=minute(10)) if r.checkpoint.name == "Salon"]
    assert (row.admitted, row.inside) == (0, 1)


def test_whom_the_door_is_not_for_is_inside_but_not_among_the_admitted(app):
    door = Door(sectors=["public"], admits_waiting=True)
    official, guest = door.person(sector=Sector.PUBLIC), door.person(sector=Sector.CSO)
    waits = door.who_waits(sector=Sector.PUBLIC)
    for at, person in enumerate((official, waits)):
        door.reads(person, at)
    door.reads(guest, 5, force=True)
    counts = checkpoint_counts(door.checkpoint, as_of=minute(10))
    assert (counts.expected, counts.admitted, counts.inside) == (1, 1, 3)
    (row,) = [r for r in doors_in_list(door.event, at=minute(10)) if r.checkpoint.name == "Salon"]
    assert (row.admitted, row.inside) == (1, 3)


def test_refused_are_those_of_the_day_by_the_clock_of_the_event(app):
    door = Door()
    for at in (11 * 60 + 59, 12 * 60 + 1):  # just before and after midnight in Çorum
        door.reads("nothing", at)
    assert checkpoint_counts(door.checkpoint, as_of=minute(12 * 60 + 5)).refused == 1


def test_ticket_of_who_waits_admits_where_a_door_says_so_and_is_on_its_lists(app):
    door, other = Door(admits_waiting=True, roster=True), Door(roster=True)
    waits, elsewhere = (one.who_waits() for one in (door, other))
    told = revoked_tickets(door.staff, as_of=minute(0))
    assert told == [(other.event.id, ticket_of(elsewhere).public_id.hex())]
    assert [row.ticket_id for row in names_here(door.checkpoint)] == [ticket_of(waits).public_id]
    assert names_here(other.checkpoint) == []
    for one, listed in ((door, 1), (other, 0)):
        assert listed_count(one.event, one.checkpoint) == listed
        assert len(listed_people(one.event, one.checkpoint, skipped=0, limit=9)) == listed


def test_counts_leave_out_other_doors_and_other_events(app):
    door, other = Door(), Door()
    second_door = checkpoints_of(door.event)[0]
    door.reads(door.person(), 0)
    other.reads(other.person(), 0)
    assert checkpoint_counts(second_door, as_of=minute(1)).admitted == 0
    assert checkpoint_counts(second_door, as_of=minute(1)).expected == 1


def test_door_and_its_scans_are_seen_in_their_province_alone(app):
    door = Door()
    scan = door.reads("nothing", 0).scan
    here = factories.user(Role.CHECK_IN_STAFF, province="19")
    elsewhere = factories.user(Role.CHECK_IN_STAFF, province="06")
    everywhere = factories.user(Role.CENTRAL_ADMIN)
    for user, sees in ((here, True), (everywhere, True), (elsewhere, False)):
        assert (checkpoint_for(door.checkpoint.id, user) is not None) == sees
        assert (scan_for(scan.id, user) is not None) == sees


def test_tickets_that_admit_no_more_are_told_to_devices_of_their_province(app):
    door = Door()
    valid, lost, gone = door.person(), door.person(), door.person()
    ticket_of(lost).revoked_at = minute(0)
    change_status(gone, RegistrationStatus.CANCELLED, at=minute(0), by=door.staff)
    here = factories.user(Role.CHECK_IN_STAFF, province="19")
    told = revoked_tickets(here, as_of=minute(0))
    expected = [ticket_of(person).public_id.hex() for person in (lost, gone)]
    assert told == [(door.event.id, public_id) for public_id in expected]
    assert ticket_of(valid).public_id.hex() not in expected
    elsewhere = factories.user(Role.CHECK_IN_STAFF, province="06")
    assert revoked_tickets(elsewhere, as_of=minute(0)) == []


def test_tickets_of_events_long_over_are_not_told_to_devices_for_ever(app):
    door = Door()
    ticket_of(door.person()).revoked_at = minute(0)
    week = timedelta(days=7)
    for as_of, told in ((week - timedelta(seconds=1), 1), (week, 0)):
        assert len(revoked_tickets(door.staff, as_of=door.event.ends_at + as_of)) == told


def test_events_with_doors_come_in_pages_in_the_order_of_their_days(app):
    user = factories.user()
    for number in range(3):
        factories.event(at=minute(60 * 24 * -number), title=f"Gün {number}")
    first = events_with_doors(user, as_of=minute(0), limit=2)
    assert [event.title for event in first.items] == ["Gün 2", "Gün 1"]
    second = events_with_doors(user, as_of=minute(0), limit=2, after=first.next)
    assert [event.title for event in second.items] == ["Gün 0"]
    doors = checkpoints_by_event(first.items)
    assert [len(doors[event.id]) for event in first.items] == [1, 1]


def test_recent_scans_are_ones_own_at_this_door_the_newest_first(app):
    door = Door()
    scans = [door.reads("nothing", number).scan for number in range(3)]
    door.reads("nothing", 9, by=factories.user())
    assert recent_scans(door.checkpoint, door.staff, limit=2) == [scans[2], scans[1]]
