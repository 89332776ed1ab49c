"""Tickets that were tried out before the day."""

import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.scans import Scan, Verdict
from operations.check_in.rehearsals import forget_rehearsal
from queries.check_in.attendance import attendee_count
from queries.check_in.checkpoints import checkpoints_of
from queries.check_in.rehearsals import first_opening, rehearsal_count
from tests.operations.check_in.doors import Door, minute

DAY = 24 * 60
EARLY = -3 * DAY
"""A minute before the event's only day."""


def _early(door):
    return rehearsal_count(door.event, checkpoints_of(door.event))


def _forget(door):
    count = forget_rehearsal(door.event, by=door.staff, at=minute(-60))
    db.session.commit()
    return count


def test_who_was_read_only_before_the_day_has_not_come_and_is_admitted_on_it(app):
    door = Door()
    tried, absent = door.person(), door.person()
    for who, at in ((tried, EARLY), (tried, EARLY + 1), (absent, EARLY), ("x", EARLY)):
        door.reads(who, at)
    assert (_early(door), attendee_count(door.event)) == (4, 2)
    assert _forget(door) == 4
    assert (_early(door), attendee_count(door.event)) == (0, 0)
    assert door.reads(tried, 0).scan.verdict is Verdict.ADMITTED
    assert (door.admitted_at(tried), door.admitted_at(absent)) == (minute(0), None)


def test_forgotten_scans_are_kept_as_a_rehearsal_and_written_down_once(app):
    door = Door()
    door.reads(door.person(), EARLY)
    assert (_forget(door), _forget(door)) == (1, 0)
    scan = db.session.scalars(sa.select(Scan)).one()
    assert (scan.annulled_at, scan.annulled_by_id) == (minute(-60), door.staff.id)
    assert (scan.rehearsal, scan.verdict) == (True, Verdict.ADMITTED)
    forgotten = sa.select(AuditEntry).where(AuditEntry.action == AuditAction.REHEARSAL_FORGOTTEN)
    entry = db.session.scalars(forgotten).one()
    assert (entry.event_id, entry.details) == (door.event.id, {"scans": 1})


def test_scans_of_the_day_and_of_other_events_stay(app):
    door, other = Door(), Door()
    person, stranger = door.person(), other.person()
    door.reads(person, 0)
    other.reads(stranger, EARLY)
    assert _forget(door) == 0
    assert (door.admitted_at(person), other.admitted_at(stranger)) == (minute(0), minute(EARLY))


def test_door_that_opens_earlier_begins_the_day(app):
    door = Door(opens_at=minute(EARLY - 1))
    assert first_opening(door.event, checkpoints_of(door.event)) == minute(EARLY - 1)
    door.reads(door.person(), EARLY)
    assert _early(door) == 0


def test_doors_that_are_given_later_hours_meanwhile_make_no_rehearsal_of_who_came(app):
    door = Door()
    person = door.person()
    begins = (door.event.starts_at - minute(0)).total_seconds() / 60
    door.reads(person, begins + 5)
    for checkpoint in checkpoints_of(door.event):
        checkpoint.opens_at = minute(begins + 60)
    assert _forget(door) == 0
    assert door.admitted_at(person) == minute(begins + 5)
