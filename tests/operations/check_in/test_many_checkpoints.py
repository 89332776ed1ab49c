"""A door for each session, or for each day, in one go."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.checkpoints import Checkpoint
from models.events import Event
from models.users import User
from operations.check_in.checkpoints import CheckpointInUse, remove_checkpoint
from operations.check_in.devices import pair, pair_own_phone, prepare_device, revoke_device
from operations.check_in.many_checkpoints import add_doors_of_days, add_doors_of_sessions, days_of
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.factories import NOW
from tests.operations.check_in.doors import Door
from tests.turns import while_held

MORNING = datetime(2027, 6, 1, 6, 0, tzinfo=UTC)


def _days(event):
    made = add_doors_of_days(event, name_of="{}. gün".format, by=factories.user(), at=NOW)
    db.session.commit()
    return made


def _sessions(event):
    made = add_doors_of_sessions(event, by=factories.user(), at=NOW)
    db.session.commit()
    return made


def test_each_session_that_people_choose_has_its_door_for_those_who_chose_it(app):
    event = factories.event()
    chosen = factories.session(event, title="Atölye")
    factories.session(event, title="Açılış", chosen=False)
    (door,) = _sessions(event)
    assert (door.name, door.session_id, door.only_chosen) == ("Atölye", chosen.id, True)
    assert door.opens_at == chosen.starts_at - timedelta(minutes=30)
    assert door.closes_at == chosen.ends_at


def test_second_press_adds_nothing(app):
    event = factories.event(starts_at=MORNING, ends_at=MORNING + timedelta(days=1))
    factories.session(event)
    assert (len(_sessions(event)), len(_days(event))) == (1, 2)
    assert (_sessions(event), _days(event)) == ([], [])


def test_names_that_are_taken_are_counted_on(app):
    event = factories.event()
    for _ in range(3):
        factories.session(event, title="x" * 150)
    names = [door.name for door in _sessions(event)]
    assert len(set(names)) == 3
    assert max(map(len, names)) == 100
    assert names[1].endswith(" (2)")


def test_each_day_has_its_door_by_the_clock_of_the_event(app):
    event = factories.event(starts_at=MORNING, ends_at=MORNING + timedelta(days=2))
    doors = _days(event)
    assert [door.name for door in doors] == ["1. gün", "2. gün", "3. gün"]
    assert doors[0].opens_at == datetime(2027, 5, 31, 21, 0, tzinfo=UTC)
    assert [door.closes_at for door in doors[:2]] == [door.opens_at for door in doors[1:]]


def test_day_that_has_a_door_already_keeps_it(app):
    event = factories.event(starts_at=MORNING, ends_at=MORNING + timedelta(days=1))
    second = MORNING + timedelta(days=1)
    own = Checkpoint(
        event=event, name="Pazartesi", opens_at=second, closes_at=second + timedelta(hours=8)
    )
    db.session.add(own)
    db.session.commit()
    assert [door.name for door in _days(event)] == ["1. gün"]


def test_event_that_ends_at_midnight_has_no_day_after_it(app):
    midnight = datetime(2027, 6, 1, 21, 0, tzinfo=UTC)
    event = factories.event(starts_at=MORNING, ends_at=midnight)
    assert len(days_of(event)) == 1


@pytest.mark.race
def test_two_people_at_once_make_one_door_each(app):
    event = factories.event()
    factories.session(event)
    ids = (event.id, factories.user().id)

    def press():
        event, by = db.session.get_one(Event, ids[0]), db.session.get_one(User, ids[1])
        return len(add_doors_of_sessions(event, by=by, at=NOW))

    def press_and_commit():
        made = press()
        db.session.commit()
        return made

    assert while_held(app, press, press_and_commit) == 0
    assert len(checkpoints_of(db.session.get_one(Event, ids[0]))) == 2


def test_door_at_which_nobody_was_is_removed(app):
    door = Door()
    remove_checkpoint(door.checkpoint, by=door.staff, at=NOW)
    db.session.commit()
    assert [found.name for found in checkpoints_of(door.event)] == ["Giriş"]


def _own_phone(door):
    doors = checkpoints_of(door.event)
    device, _token = pair_own_phone(door.event, doors, name="Ayşe", by=door.staff, at=NOW)
    db.session.commit()
    return device


@pytest.mark.parametrize("what", ["own", "revoked", "over", "never paired"])
def test_pairings_of_an_unused_door_go_with_it(app, what):
    door, at = Door(), NOW
    if what == "own":
        device = _own_phone(door)
    else:
        device, code = prepare_device(
            door.event, name="Kapı", checkpoints=[door.checkpoint], by=door.staff, at=NOW
        )
        if what != "never paired":
            pair(code, at=NOW)
        if what == "revoked":
            revoke_device(device, by=door.staff, at=NOW)
        if what == "over":
            at = device.ends_at
    db.session.commit()
    remove_checkpoint(door.checkpoint, by=door.staff, at=at)
    db.session.commit()
    assert [one.name for one in checkpoints_of(door.event)] == ["Giriş"]
    assert [one.name for one in device.checkpoints] == (["Giriş"] if what == "own" else [])
    assert device.may_check_in(at) is (what == "own")


@pytest.mark.parametrize("what", ["scan", "phone", "own phone with scans"])
def test_door_with_scans_or_phones_that_have_some_stays(app, what):
    from tests.blueprints.check_in.phones import Phone

    door = Door()
    if what == "scan":
        door.reads("nothing", 0)
    elif what == "phone":
        Phone(app.test_client(), door.event, doors=[door.checkpoint])
    else:
        _own_phone(door).waiting = 1
        db.session.commit()
    with pytest.raises(CheckpointInUse):
        remove_checkpoint(door.checkpoint, by=door.staff, at=NOW)
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Checkpoint.id))) == 2
