"""Conflicts of the doors, settled by a person: once, and nothing disappears."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.registrations import Registration, RegistrationStatus
from models.scans import Direction, RefusalReason, Scan, Verdict
from models.users import User
from operations.base.tickets import issue_ticket
from operations.check_in.conflicts import (
    AlreadySettled,
    NobodyToAdmit,
    ReadingUndone,
    annul_mistaken,
    count_as_admitted,
    leave_so,
    let_stand,
)
from operations.check_in.scans import annul
from operations.registrations.entries import change_status
from queries.check_in.conflicts import open_conflicts, settled_conflicts
from queries.check_in.scans import checkpoint_counts
from tests import factories
from tests.operations.check_in.doors import Door, minute, ticket_of, token_of
from tests.turns import while_held


def clash(door):
    """Phone b let somebody in alone whom phone a had let in."""
    person = door.person()
    door.reads(person, 0, device="a")
    return door.reads(person, 5, arriving=60, device="b", told=Verdict.ADMITTED).scan


def let_in(door, person=None):
    """A phone let somebody in alone whose registration was cancelled."""
    person = person or door.person()
    change_status(person, RegistrationStatus.CANCELLED, at=minute(0), by=None)
    db.session.commit()
    return door.reads(person, 5, arriving=60, device="b", told=Verdict.ADMITTED).scan


def cases(door, which=open_conflicts):
    return which(door.event, door.checkpoint, limit=9, after=None).items


def counted(door):
    counts = checkpoint_counts(door.checkpoint, as_of=minute(99))
    return counts.admitted, counts.conflicts


def test_case_tells_what_each_phone_did_and_what_the_record_says(app):
    door = Door()
    scan = clash(door)
    (case,) = cases(door)
    assert case.scan is scan
    assert [(one.device, one.verdict) for one in case.story] == [
        ("a", Verdict.ADMITTED),
        ("b", Verdict.ALREADY_ADMITTED),
    ]
    assert case.attendance.admitted_at == minute(0)


def test_conflict_that_is_left_so_changes_nothing_but_is_settled_with_who_and_when(app):
    door = Door()
    scan = clash(door)
    assert counted(door) == (1, 1)
    leave_so(scan, by=door.staff, at=minute(70))
    db.session.commit()
    assert counted(door) == (1, 0)
    assert cases(door) == []
    (case,) = cases(door, settled_conflicts)
    assert (case.scan.settled_at, case.scan.settled_by) == (minute(70), door.staff)
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.subject_id, entry.details) == (
        AuditAction.SCAN_SETTLED,
        scan.id,
        {"way": "left"},
    )


def test_mistaken_admission_is_annulled_and_settled(app):
    door = Door()
    person = door.person()
    scan = door.reads(person, 5, device="a").scan
    door.reads(person, 0, arriving=60, device="b", told=Verdict.ADMITTED)
    assert (scan.verdict, scan.conflict) == (Verdict.ADMITTED, True)
    annul_mistaken(scan, by=door.staff, at=minute(70))
    db.session.commit()
    assert door.admitted_at(person) == minute(0)
    assert scan.annulled_at == scan.settled_at == minute(70)
    assert counted(door) == (1, 0)


def test_whom_a_phone_let_in_alone_counts_from_the_door_time_and_is_marked_as_forced(app):
    door = Door()
    scan = let_in(door)
    assert (scan.verdict, scan.reason) == (Verdict.REFUSED, RefusalReason.CANCELLED)
    assert counted(door) == (0, 1)
    admitted = count_as_admitted(scan, by=door.staff, at=minute(70))
    db.session.commit()
    assert (admitted.verdict, admitted.forced, admitted.scanned_at) == (
        Verdict.ADMITTED,
        True,
        minute(5),
    )
    assert admitted.id != scan.id
    assert door.admitted_at(scan.registration) == minute(5)
    # The registration is cancelled still, so the person is inside and not among the expected.
    assert (scan.verdict, counted(door)) == (Verdict.REFUSED, (0, 0))


def test_who_was_let_in_by_an_old_ticket_counts_by_the_new_one(app):
    door = Door()
    person = door.person()
    old = token_of(person)
    ticket_of(person).revoked_at = minute(0)
    db.session.flush()
    db.session.expire(person, ["ticket"])
    issue_ticket(person, at=minute(0))
    db.session.commit()
    scan = door.reads(old, 5, arriving=60, told=Verdict.ADMITTED).scan
    assert scan.reason is RefusalReason.REVOKED
    count_as_admitted(scan, by=door.staff, at=minute(70))
    assert door.admitted_at(person) == minute(5)


def test_earlier_entry_that_is_counted_raises_no_second_conflict(app):
    door = Door(opens_at=minute(10))
    person = door.person()
    scan = door.reads(person, 5, arriving=60, device="b", told=Verdict.ADMITTED).scan
    door.reads(person, 20, arriving=60, device="a", told=Verdict.ADMITTED)
    count_as_admitted(scan, by=door.staff, at=minute(70))
    db.session.commit()
    assert door.admitted_at(person) == minute(5)
    assert counted(door) == (1, 0)


def choose(door, scan, standing):
    (case,) = cases(door)
    assert case.scan is scan
    (mistaken,) = {case.scan, case.other} - {standing}
    let_stand(scan, standing, mistaken, by=door.staff, at=minute(70))
    db.session.commit()
    return mistaken


@pytest.mark.parametrize("rules", [{}, {"capacity": 1}, {"multiple": False, "reentry": True}])
def test_first_reading_that_was_the_mistake_gives_way_to_the_later_one_in_one_press(app, rules):
    door = Door(**rules)
    scan = clash(door)
    first = choose(door, scan, standing=scan)
    assert (first.device, first.annulled_at, scan.annulled_at) == ("a", minute(70), None)
    assert door.admitted_at(scan.registration) == minute(5)
    assert (counted(door), cases(door)) == ((1, 0), [])


def test_first_reading_that_counts_leaves_the_later_one_annulled(app):
    door = Door()
    scan = clash(door)
    first = cases(door)[0].other
    assert choose(door, scan, standing=first) is scan
    assert (scan.annulled_at, first.annulled_at) == (minute(70), None)
    assert door.admitted_at(scan.registration) == minute(0)
    assert counted(door) == (1, 0)


@pytest.mark.parametrize(("late_one_stands", "since"), [(True, 0), (False, 5)])
def test_of_two_readings_that_both_admitted_either_can_be_chosen(app, late_one_stands, since):
    door = Door()
    person = door.person()
    scan = door.reads(person, 5, device="a").scan
    late = door.reads(person, 0, arriving=60, device="b", told=Verdict.ADMITTED).scan
    choose(door, scan, standing=late if late_one_stands else scan)
    assert door.admitted_at(person) == minute(since)
    assert counted(door) == (1, 0)
    assert db.session.scalar(sa.select(sa.func.count(Scan.id))) == 2


def test_whom_an_undone_reading_let_in_before_the_other_one_counts(app):
    door = Door()
    scan = clash(door)
    annul(cases(door)[0].other, by=door.staff, at=minute(6))
    db.session.commit()
    assert (cases(door), door.admitted_at(scan.registration)) == ([], minute(5))
    assert counted(door) == (1, 0)


def test_settled_conflict_stays_on_record_when_its_other_reading_is_annulled(app):
    door = Door()
    scan = clash(door)
    other = cases(door)[0].other
    leave_so(scan, by=door.staff, at=minute(70))
    annul(other, by=door.staff, at=minute(71))
    db.session.commit()
    assert [case.scan for case in cases(door, settled_conflicts)] == [scan]
    assert counted(door) == (1, 0)


def test_reading_that_was_undone_in_this_moment_does_not_count(app):
    door = Door()
    scan = clash(door)
    first = cases(door)[0].other
    annul(first, by=door.staff, at=minute(6))
    with pytest.raises(ReadingUndone):
        let_stand(scan, first, scan, by=door.staff, at=minute(70))


def test_case_against_our_rules_has_no_other_reading(app):
    door = Door()
    let_in(door)
    (case,) = cases(door)
    assert (case.other, case.can_count) == (None, True)


@pytest.mark.parametrize("what", ["unknown", "foreign", "clash", "exit", "no ticket"])
def test_nobody_is_admitted_who_cannot_be(app, what):
    door = Door()
    if what == "unknown":
        scan = door.reads("ABCD-2345", 5, arriving=60, told=Verdict.ADMITTED).scan
    elif what == "foreign":
        stranger = Door().person()
        scan = door.reads(stranger, 5, arriving=60, told=Verdict.ADMITTED).scan
    elif what == "clash":
        scan = clash(door)
    elif what == "exit":
        gone = door.person()
        ticket_of(gone).revoked_at = minute(0)
        way = Direction.EXIT
        scan = door.reads(gone, 5, arriving=60, told=Verdict.ADMITTED, direction=way).scan
    else:
        person = door.person()
        scan = let_in(door, person)
        ticket_of(person).revoked_at = minute(6)
        db.session.commit()
    assert scan.conflict
    with pytest.raises(NobodyToAdmit):
        count_as_admitted(scan, by=door.staff, at=minute(70))


def test_foreign_ticket_tells_nobody_whose_it_is(app):
    door, elsewhere = Door(), Door()
    stranger = elsewhere.person()
    elsewhere.reads(stranger, 0)
    door.reads(stranger, 5, arriving=60, told=Verdict.ADMITTED)
    (case,) = cases(door)
    assert case.scan.participant is None
    assert case.story == [case.scan]


def test_reading_that_its_reader_undid_is_settled_without_anybody(app):
    door = Door()
    scan = clash(door)
    annul(scan, by=door.staff, at=minute(61))
    db.session.commit()
    assert cases(door) == []
    assert [case.scan for case in cases(door, settled_conflicts)] == [scan]
    with pytest.raises(AlreadySettled):
        leave_so(scan, by=door.staff, at=minute(62))


WAYS = {"left": leave_so, "annulled": annul_mistaken, "admitted": count_as_admitted}


def two_at_once(app, door, scan, first, second):
    """The second person's answer, and what became of the scan."""
    ids, others = (scan.id, door.staff.id), factories.user().id

    def act(way, by_id):
        scan, by = db.session.get_one(Scan, ids[0]), db.session.get_one(User, by_id)
        return WAYS[way](scan, by=by, at=minute(70))

    def come():
        try:
            act(second, others)
        except AlreadySettled:
            db.session.rollback()
            return "told"
        db.session.commit()
        return "done"

    said = while_held(app, lambda: act(first, ids[1]), come)
    db.session.expire_all()
    return said, db.session.get_one(Scan, ids[0])


@pytest.mark.race
@pytest.mark.parametrize("second", WAYS)
@pytest.mark.parametrize("first", WAYS)
def test_of_two_people_at_once_the_second_is_told_and_what_they_did_is_undone(app, first, second):
    door = Door()
    scan = let_in(door)
    person, staff_id = scan.registration, door.staff.id
    said, scan = two_at_once(app, door, scan, first, second)
    assert said == "told"
    assert scan.settled_by_id == staff_id
    assert (scan.annulled_at is not None) == (first == "annulled")
    assert (door.attendance(person) is not None) == (first == "admitted")
    settled = sa.select(sa.func.count()).where(AuditEntry.action == AuditAction.SCAN_SETTLED)
    assert db.session.scalar(settled) == 1


@pytest.mark.race
@pytest.mark.parametrize("capacity", [None, 9])
@pytest.mark.parametrize("second_stands", ["first", "later"])
def test_of_two_people_who_choose_at_once_the_second_is_told(app, second_stands, capacity):
    door = Door(capacity=capacity)
    scan = clash(door)
    ids = {"later": scan.id, "first": cases(door)[0].other.id}
    staff_id, person_id = door.staff.id, scan.registration_id

    def choose_by_id(stands):
        pair = {name: db.session.get_one(Scan, number) for name, number in ids.items()}
        standing = pair[stands]
        (mistaken,) = [one for one in pair.values() if one is not standing]
        by = db.session.get_one(User, staff_id)
        let_stand(pair["later"], standing, mistaken, by=by, at=minute(70))

    def come():
        try:
            choose_by_id(second_stands)
        except (AlreadySettled, ReadingUndone):
            db.session.rollback()
            return "told"
        db.session.commit()
        return "done"

    assert while_held(app, lambda: choose_by_id("later"), come) == "told"
    db.session.expire_all()
    assert door.admitted_at(db.session.get_one(Registration, person_id)) == minute(5)
    assert counted(door) == (1, 0)


@pytest.mark.race
def test_without_the_guard_both_would_settle_it(app, monkeypatch):
    monkeypatch.setattr("operations.check_in.conflicts._UNSETTLED", sa.true())
    door = Door()
    staff_id = door.staff.id
    said, scan = two_at_once(app, door, let_in(door), "left", "admitted")
    assert said == "done"
    assert scan.settled_by_id != staff_id
