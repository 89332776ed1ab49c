"""Arrivals at the door: most in the last half hour before the beginning, some late, some twice."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from extensions import db
from models.checkpoints import Checkpoint
from models.events import Event
from models.registrations import Registration, RegistrationStatus
from models.scans import Attendance, Direction, RefusalReason, Scan, Verdict
from models.users import User

_NUMBERS_OF_DOORS = 3


def admit(
    event: Event,
    people: Sequence[Registration],
    *,
    share: float,
    until: datetime,
    by: User,
    chance: Random,
) -> list[Registration]:
    """Make scans and attendances at every checkpoint of the event; returns who was admitted."""
    checkpoints = db.session.scalars(
        sa.select(Checkpoint).where(Checkpoint.event_id == event.id).order_by(Checkpoint.id)
    ).all()
    coming = [p for p in people if p.is_confirmed and chance.random() < share]
    for checkpoint in checkpoints:
        at_door = coming if checkpoint.opens_at is None else _most_of(coming, chance)
        begins_at = (
            event.starts_at
            if checkpoint.opens_at is None
            else checkpoint.opens_at + timedelta(hours=1)
        )
        arrivals = _arrivals(at_door, begins_at, until, chance)
        _scan(checkpoint, arrivals, until=until, by=by, chance=chance)
        _refuse(checkpoint, people, begins_at, until, by=by, chance=chance)
    return coming


def _most_of(people: list[Registration], chance: Random) -> list[Registration]:
    return [person for person in people if chance.random() < 0.94]


def _arrivals(
    people: list[Registration], begins_at: datetime, until: datetime, chance: Random
) -> list[tuple[datetime, Registration]]:
    """A rush some ten minutes before the beginning, with a tail of late comers."""
    arrivals = []
    for person in people:
        minutes = min(chance.gauss(-12, 11), 25) if chance.random() < 0.9 else chance.uniform(5, 70)
        moment = begins_at + timedelta(seconds=round(60 * minutes))
        if moment >= until:  # the doors are open right now
            moment = until - timedelta(seconds=chance.randint(30, 2400))
        arrivals.append((max(moment, person.registered_at), person))
    return sorted(arrivals, key=lambda arrival: (arrival[0], arrival[1].id))


def _scan(
    checkpoint: Checkpoint,
    arrivals: list[tuple[datetime, Registration]],
    *,
    until: datetime,
    by: User,
    chance: Random,
) -> None:
    if not arrivals:
        return
    first = [
        _reading(
            checkpoint, moment, by, chance, registration_id=person.id, verdict=Verdict.ADMITTED
        )
        for moment, person in arrivals
    ]
    ids = db.session.scalars(
        sa.insert(Scan).returning(Scan.id, sort_by_parameter_order=True), first
    )
    db.session.execute(
        sa.insert(Attendance),
        [
            {
                "checkpoint_id": checkpoint.id,
                "registration_id": reading["registration_id"],
                "scan_id": scan_id,
                "admitted_at": reading["scanned_at"],
                "inside": True,
            }
            for scan_id, reading in zip(ids, first, strict=True)
        ],
    )
    if again := [_shown_again(r, until, chance) for r in first if chance.random() < 0.02]:
        db.session.execute(sa.insert(Scan), again)


def _shown_again(reading: dict[str, Any], until: datetime, chance: Random) -> dict[str, Any]:
    moment = min(reading["scanned_at"] + timedelta(seconds=chance.randint(4, 40)), until)
    return {
        **reading,
        "nonce": _nonce(chance),
        "verdict": Verdict.ALREADY_ADMITTED,
        "scanned_at": moment,
        "received_at": max(moment, reading["received_at"]),
    }


def _refuse(
    checkpoint: Checkpoint,
    people: Sequence[Registration],
    begins_at: datetime,
    until: datetime,
    *,
    by: User,
    chance: Random,
) -> None:
    """Refused scans: some people had cancelled; some show the code of something else."""
    refused = [
        _reading(
            checkpoint,
            min(begins_at, until),
            by,
            chance,
            registration_id=person.id,
            verdict=Verdict.REFUSED,
            reason=RefusalReason.CANCELLED,
        )
        for person in people
        if person.status is RegistrationStatus.CANCELLED and chance.random() < 0.1
    ]
    if chance.random() < 0.5:
        refused.append(
            _reading(
                checkpoint,
                min(begins_at, until),
                by,
                chance,
                registration_id=None,
                verdict=Verdict.REFUSED,
                reason=RefusalReason.UNKNOWN_CODE,
            )
        )
    if refused:
        db.session.execute(sa.insert(Scan), refused)


def _reading(
    checkpoint: Checkpoint, moment: datetime, by: User, chance: Random, **values: Any
) -> dict[str, Any]:
    return {
        "checkpoint_id": checkpoint.id,
        "nonce": _nonce(chance),
        "direction": Direction.ENTRY,
        "reason": None,
        "forced": False,
        "conflict": False,
        "scanned_at": moment,
        "received_at": moment + timedelta(milliseconds=chance.randint(80, 900)),
        "user_id": by.id,
        "device": f"Kapı {chance.randint(1, _NUMBERS_OF_DOORS)}",
        **values,
    }


def _nonce(chance: Random) -> str:
    return f"{chance.getrandbits(128):032x}"
