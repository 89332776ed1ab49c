"""Whom a door is for, how many may be inside, and what a device answered by itself."""

from functools import partial

import pytest
import sqlalchemy as sa

from extensions import db
from models.checkpoints import Checkpoint
from models.registrations import RegistrationStatus
from models.scans import Direction, RefusalReason, Scan, Verdict
from models.sectors import Sector
from models.users import User
from operations.base.answers import write_answers
from operations.base.tickets import issue_ticket
from operations.check_in.scans import check_in
from queries.check_in.doors import people_inside, right_doors
from queries.check_in.packs import right_doors_here
from tests import factories
from tests.factories import forms
from tests.operations.check_in.doors import Door, minute, ticket_of, token_of
from tests.operations.check_in.test_races import _at_once

R = RefusalReason


def said(door, who, at, **more):
    scan = door.reads(who, at, **more).scan
    return scan.verdict, scan.reason


def test_door_of_one_sector_refuses_the_others(app):
    door = Door(sectors=["public"])
    assert said(door, door.person(), 0) == ("refused", "wrong_checkpoint")
    assert said(door, door.person(sector=Sector.PUBLIC), 0) == ("admitted", None)


def test_door_of_a_session_is_for_those_who_chose_it(app):
    door = Door(only_chosen=True)
    session = factories.session(door.event)
    door.checkpoint.session = session
    chose, did_not = door.person(), door.person()
    chose.chosen_sessions = [session]
    db.session.commit()
    assert said(door, chose, 0) == ("admitted", None)
    assert said(door, did_not, 0) == ("refused", "wrong_checkpoint")


def test_who_left_is_out_and_comes_in_again_only_where_the_door_allows_it(app):
    door = Door(exits=True)
    person = door.person()
    assert door.checkpoint.counts_exits
    assert said(door, person, 0) == ("admitted", None)
    assert said(door, person, 9, direction=Direction.EXIT) == ("left", None)
    assert people_inside(door.checkpoint) == 0
    assert said(door, person, 10) == ("already_admitted", None)


def test_bus_is_for_those_who_asked_for_it(app):
    door = Door()
    asked = forms.workshop(door.event)
    door.checkpoint.choice = asked.choices[0]
    rides, walks = door.person(), door.person()
    for person, choice in ((rides, 0), (walks, 1)):
        write_answers(person, [asked], {asked.id: (asked.choices[choice].id,)}, at=minute(0))
    db.session.commit()
    assert said(door, rides, 0) == ("admitted", None)
    assert said(door, walks, 0) == ("refused", "wrong_checkpoint")


@pytest.mark.parametrize(("admits_waiting", "verdict"), [(True, "admitted"), (False, "refused")])
def test_waiting_people_enter_only_where_the_door_says_so(app, admits_waiting, verdict):
    door = Door(admits_waiting=admits_waiting)
    person = door.person()
    person.become(RegistrationStatus.WAITLISTED, at=minute(0))
    issue_ticket(person, at=minute(0))
    db.session.commit()
    assert said(door, person, 1)[0] == verdict


def test_right_door_is_the_ones_own_before_one_for_all(app):
    door = Door(sectors=["public"])
    own = Checkpoint(event=door.event, name="STK", sectors=["cso"])
    db.session.add(own)
    db.session.flush()
    person = door.person()
    assert list(right_doors(door.checkpoint, person)) == [own]
    own.sectors = ["academia"]
    db.session.flush()
    assert [found.is_for_all for found in right_doors(door.checkpoint, person)] == [True]


def test_phone_takes_along_the_right_doors_that_the_server_would_name(app):
    door = Door(sectors=["public"])
    own, hall = (
        Checkpoint(event=door.event, name="STK", sectors=["cso"]),
        Checkpoint(event=door.event, name="Özel", sectors=["private"]),
    )
    db.session.add_all([own, hall])
    people = [door.person(sector=sector) for sector in Sector]
    db.session.commit()
    taken = right_doors_here(door.checkpoint)
    for person in people:
        named = [] if person.sector is Sector.PUBLIC else right_doors(door.checkpoint, person)
        assert taken.get(ticket_of(person).public_id, []) == [one.id for one in named]


def test_room_that_is_full_lets_in_again_when_somebody_leaves(app):
    door = Door(capacity=2)
    first, second, third = door.person(), door.person(), door.person()
    assert [said(door, who, at)[0] for at, who in enumerate((first, second))] == ["admitted"] * 2
    assert said(door, third, 3) == ("refused", "room_full")
    assert said(door, first, 4, direction=Direction.EXIT) == ("left", None)
    assert said(door, third, 5) == ("admitted", None)
    assert people_inside(door.checkpoint) == 2


def test_full_room_is_overruled_by_force_alone_and_that_is_marked(app):
    door = Door(capacity=1)
    door.reads(door.person(), 0)
    scan = door.reads(door.person(), 1, force=True).scan
    assert (scan.verdict, scan.forced) == (Verdict.ADMITTED, True)


def test_who_is_inside_already_is_told_so_in_a_full_room(app):
    door = Door(capacity=1)
    person = door.person()
    door.reads(person, 0)
    assert said(door, person, 1) == ("already_admitted", None)


def test_people_a_device_let_in_alone_are_counted_even_above_the_capacity(app):
    door = Door(capacity=1)
    for at in (0, 1):
        door.reads(door.person(), at, arriving=60, told=Verdict.ADMITTED)
    assert people_inside(door.checkpoint) == 2


def test_ten_phones_at_once_fill_the_last_chairs_and_no_more(app):
    door = Door(capacity=3)
    codes = [token_of(door.person()) for _ in range(10)]
    ids = (door.checkpoint.id, door.staff.id)

    def reads(code):
        verdict = check_in(
            db.session.get_one(Checkpoint, ids[0]),
            code=code,
            nonce=code[-20:],
            scanned_at=minute(1),
            at=minute(1),
            by=db.session.get_one(User, ids[1]),
        ).scan.verdict
        db.session.commit()
        return verdict

    verdicts = _at_once(app, [partial(reads, code) for code in codes])
    assert sorted(verdicts) == ["admitted"] * 3 + ["refused"] * 7
    assert people_inside(door.checkpoint) == 3


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_without_the_held_door_the_last_chair_would_be_given_twice(app, monkeypatch):
    monkeypatch.setattr("operations.check_in.scans.hold_door", lambda _checkpoint: None)
    with pytest.raises(AssertionError):
        for _ in range(20):
            test_ten_phones_at_once_fill_the_last_chairs_and_no_more(app)


def test_told_answer_of_a_device_that_let_nobody_in_makes_no_conflict(app):
    door = Door()
    person = door.person()
    door.reads(person, 5, device="a")
    scan = door.reads(person, 6, arriving=90, device="b", told=Verdict.ALREADY_ADMITTED).scan
    assert (scan.verdict, scan.conflict) == (Verdict.ALREADY_ADMITTED, False)
    scan = door.reads(person, 7, arriving=90, device="b", told=Verdict.ADMITTED).scan
    assert (scan.verdict, scan.conflict) == (Verdict.ALREADY_ADMITTED, True)
    assert db.session.scalar(sa.select(sa.func.count()).where(Scan.conflict.is_(True))) == 1
