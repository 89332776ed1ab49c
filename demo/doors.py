"""Doors with rules, phones at them, and a conflict that nobody has settled yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa

from extensions import db
from models.checkpoints import Checkpoint
from models.devices import Device
from models.events import Event
from models.registrations import Registration
from models.scans import Attendance, Direction, Verdict
from models.sectors import Sector
from models.users import User
from operations.check_in.checkpoints import CheckpointDetails, add_checkpoint
from operations.check_in.devices import pair, prepare_device
from operations.check_in.many_checkpoints import add_doors_of_sessions
from operations.check_in.scans import check_in
from queries.check_in.checkpoints import checkpoints_of
from queries.check_in.doors import choices_of

_AT_THE_DOORS = (("Sol kapı", 0), ("Sağ kapı", 2), ("Kiosk", 0))
"""The name of each phone, and the number of scans it had not sent yet when it was last seen."""


def add_doors_with_rules(event: Event, *, by: User, at: datetime) -> None:
    """Add a door for each session that people choose, and one for those who asked for the bus."""
    add_doors_of_sessions(event, by=by, at=at)
    for choice in choices_of(event):
        if "otobüs" in choice.label:
            bus = CheckpointDetails(
                name="Otobüs",
                choice_id=choice.id,
                closes_at=event.starts_at,
                roster=True,
                beside_programme=True,
            )
            add_checkpoint(event, bus, by=by, at=at)
            return


def open_doors(event: Event, *, by: User, at: datetime, chance: Random) -> None:
    """The running event: those who came go on into the hall, and some leave it again."""
    main = checkpoints_of(event)[0]
    hall = add_checkpoint(
        event, CheckpointDetails(name="Büyük salon", reentry=True, capacity=90), by=by, at=at
    )
    officials = add_checkpoint(
        event, CheckpointDetails(name="Kamu masaları", sectors=[Sector.PUBLIC]), by=by, at=at
    )
    phones = _phones(event, by=by, at=at)
    came = _who_came(main)
    _fill(hall, came, phones, at=at, chance=chance)
    for person, moment in came[:14]:
        _reads(officials, person, moment + timedelta(minutes=2), phones[0], at=at)
    _let_in_twice(main, came[3], phones[1], at=at)


def _phones(event: Event, *, by: User, at: datetime) -> Sequence[Device]:
    made = []
    for name, waiting in _AT_THE_DOORS:
        device, code = prepare_device(
            event,
            name=name,
            checkpoints=checkpoints_of(event),
            kiosk=name == "Kiosk",
            by=by,
            at=at - timedelta(hours=2),
        )
        pair(code, at=at - timedelta(hours=2))
        device.last_seen_at = at - timedelta(minutes=4 * waiting, seconds=20)
        device.waiting = waiting
        made.append(device)
    return made


def _who_came(door: Checkpoint) -> list[tuple[Registration, datetime]]:
    rows = db.session.execute(
        sa.select(Registration, Attendance.admitted_at)
        .join(Attendance, Attendance.registration_id == Registration.id)
        .where(Attendance.checkpoint_id == door.id)
        .order_by(Attendance.admitted_at, Attendance.id)
    )
    return [(person, moment) for person, moment in rows]


def _fill(
    hall: Checkpoint,
    came: Sequence[tuple[Registration, datetime]],
    phones: Sequence[Device],
    *,
    at: datetime,
    chance: Random,
) -> None:
    for person, moment in came:
        entered = moment + timedelta(seconds=chance.randint(60, 600))
        if entered >= at or chance.random() < 0.15:
            continue
        _reads(hall, person, entered, chance.choice(phones[:2]), at=at)
        left = entered + timedelta(minutes=chance.randint(5, 40))
        if left < at and chance.random() < 0.12:
            _reads(hall, person, left, phones[0], at=at, direction=Direction.EXIT)


def _let_in_twice(
    door: Checkpoint, who: tuple[Registration, datetime], phone: Device, *, at: datetime
) -> None:
    """A conflict: the phone had no network and let in somebody whom another door had admitted."""
    person, moment = who
    _reads(door, person, moment + timedelta(minutes=3), phone, at=at, told=Verdict.ADMITTED)


def _reads(
    door: Checkpoint,
    person: Registration,
    moment: datetime,
    phone: Device,
    *,
    at: datetime,
    direction: Direction = Direction.ENTRY,
    told: Verdict | None = None,
) -> None:
    moment = min(moment, at)
    if person.ticket is not None:
        check_in(
            door,
            code=person.ticket.short_code,
            nonce=f"{door.id} {person.id} {moment}",
            scanned_at=moment,
            at=at if told else moment,
            by=phone,
            direction=direction,
            told=told,
        )
