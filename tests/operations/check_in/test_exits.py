"""Who goes out, also before anybody knows that they came in."""

import pytest

from extensions import db
from models.registrations import RegistrationStatus
from models.scans import Direction, RefusalReason, Verdict
from operations.check_in.scans import annul
from operations.registrations.entries import change_status
from queries.check_in.scans import checkpoint_counts
from tests.operations.check_in.doors import Door, minute

ADMITTED, ALREADY, LEFT, REFUSED = (
    Verdict.ADMITTED,
    Verdict.ALREADY_ADMITTED,
    Verdict.LEFT,
    Verdict.REFUSED,
)


def _come_to(said):
    return (said.scan.verdict, said.scan.reason)


def test_person_leaves_once_and_is_not_inside_any_more(app):
    door = Door()
    person = door.person()
    door.reads(person, 1)
    left = door.reads(person, 2, direction=Direction.EXIT)
    assert (_come_to(left), left.unmatched) == ((LEFT, None), False)
    assert not door.attendance(person).inside
    gone = door.reads(person, 3, direction=Direction.EXIT)
    assert _come_to(gone) == (REFUSED, RefusalReason.NOT_INSIDE)
    assert gone.admitted_at == minute(1)


def test_person_inside_may_leave_through_a_closed_door_and_after_a_cancellation(app):
    door = Door(closes_at=minute(30))
    person = door.person()
    door.reads(person, 0)
    change_status(person, RegistrationStatus.CANCELLED, at=minute(5), by=door.staff)
    db.session.commit()
    assert door.reads(person, 60, direction=Direction.EXIT).scan.verdict is LEFT


@pytest.mark.parametrize("force", [False, True])
def test_exit_before_any_known_entry_is_out_with_a_mark_and_the_next_one_is_refused(app, force):
    door = Door()
    person = door.person()
    said = door.reads(person, 0, direction=Direction.EXIT, force=force)
    assert _come_to(said) == (LEFT, None)
    assert (said.unmatched, said.scan.forced, said.admitted_at) == (True, False, None)
    again = door.reads(person, 1, direction=Direction.EXIT)
    assert (_come_to(again), again.unmatched) == ((REFUSED, RefusalReason.NOT_INSIDE), False)
    assert door.reads(person, 2, direction=Direction.EXIT, force=True).scan.forced
    assert door.attendance(person) is None
    assert door.reads(person, 3).scan.verdict is ADMITTED


@pytest.mark.parametrize("force", [False, True])
def test_exit_that_reached_us_before_its_entry_leaves_nobody_inside(app, force):
    door = Door()
    person = door.person()
    gone = door.reads(person, 55, arriving=60, direction=Direction.EXIT, force=force)
    came = door.reads(person, 50, arriving=60)
    assert (gone.scan.verdict, gone.unmatched, came.scan.verdict) == (LEFT, True, ADMITTED)
    assert (door.admitted_at(person), door.attendance(person).inside) == (minute(50), False)


def test_refused_exit_is_kept_and_counts_once_its_entry_is_known(app):
    door = Door(reentry=True)
    person = door.person()
    door.reads(person, 0)
    for at in (10, 30):
        door.reads(person, at, arriving=60, direction=Direction.EXIT)
    between = door.reads(person, 20, arriving=60)
    assert between.scan.verdict is ADMITTED
    assert not door.attendance(person).inside


@pytest.mark.parametrize("told", [LEFT, REFUSED])
def test_hall_that_one_phone_filled_and_another_emptied_is_empty(app, told):
    door = Door(reentry=True, capacity=3)
    people = [door.person() for _ in range(3)]
    reason = RefusalReason.NOT_INSIDE if told is REFUSED else None
    alone = {"arriving": 60, "device": "phone b", "told": told, "told_reason": reason}
    for person in people:
        said = door.reads(person, 10, direction=Direction.EXIT, **alone)
        assert (said.scan.verdict, said.unmatched) == (LEFT, True)
    for person in people:
        door.reads(person, 0, arriving=60, device="phone a", told=ADMITTED)
    counts = checkpoint_counts(door.checkpoint, as_of=minute(60))
    assert (counts.admitted, counts.inside, counts.conflicts) == (3, 0, 0)
    assert door.reads(door.person(), 61).scan.verdict is ADMITTED


@pytest.mark.parametrize(("reentry", "verdict"), [(True, ADMITTED), (False, ALREADY)])
def test_who_left_comes_in_again_only_where_that_is_allowed(app, reentry, verdict):
    door = Door(reentry=reentry)
    person = door.person()
    door.reads(person, 0)
    door.reads(person, 1, direction=Direction.EXIT)
    again = door.reads(person, 2)
    assert again.scan.verdict is verdict
    assert again.admitted_at == minute(0)
    assert door.attendance(person).inside == reentry
    assert door.reads(person, 3).scan.verdict is ALREADY


def test_late_exit_does_not_put_out_who_came_in_again(app):
    door = Door(reentry=True)
    person = door.person()
    door.reads(person, 0)
    door.reads(person, 5, direction=Direction.EXIT, arriving=5)
    door.reads(person, 9)
    assert door.reads(person, 3, arriving=20, direction=Direction.EXIT).scan.verdict is LEFT
    assert door.attendance(person).inside


def test_exit_annulled_before_its_entry_came_leaves_the_person_inside(app):
    door = Door()
    person = door.person()
    left = door.reads(person, 5, arriving=60, direction=Direction.EXIT)
    annul(left.scan, by=door.staff, at=minute(61))
    door.reads(person, 0, arriving=62)
    assert door.attendance(person).inside


def test_annulled_exit_puts_the_person_inside_again(app):
    door = Door()
    person = door.person()
    door.reads(person, 0)
    left = door.reads(person, 1, direction=Direction.EXIT)
    annul(left.scan, by=door.staff, at=minute(2))
    db.session.commit()
    assert door.attendance(person).inside
