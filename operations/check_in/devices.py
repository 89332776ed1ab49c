"""Phones at the doors: paired by a code that is used once, or by who signed in on their own."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe

import sqlalchemy as sa

from extensions import db
from lib.bearer_tokens import PREFIX, fingerprint
from lib.short_codes import new_short_code, normalise
from models.audit import AuditAction
from models.checkpoints import Checkpoint
from models.devices import Device
from models.events import Event
from models.users import User
from operations.base.audit import record

PAIRED_WITHIN = timedelta(minutes=15)
STAYS_PAIRED = timedelta(days=1)
"""How long after the end of its event a phone may still check in, unless someone said otherwise."""
HEARD_EVERY = timedelta(seconds=30)
"""When a phone was last seen is written down this often, not with each of its requests."""


class UnknownPairingCode(Exception):
    """No device waits for this code: mistyped, used already, or too old."""


def prepare_device(
    event: Event,
    *,
    name: str,
    checkpoints: Sequence[Checkpoint],
    kiosk: bool = False,
    ends_at: datetime | None = None,
    by: User,
    at: datetime,
) -> tuple[Device, str]:
    """A phone that may be paired within a quarter of an hour, and the code that does it.

    The code is given back here once and kept nowhere.
    """
    device = _new(event, name, checkpoints, by=by, at=at)
    device.kiosk, device.ends_at = kiosk, ends_at or device.ends_at
    code = _let_pair(device, at)
    db.session.flush()
    _record(AuditAction.DEVICE_PREPARED, device, by, at)
    return device, code


def prepare_again(device: Device, *, by: User, at: datetime) -> str:
    """A new code for the same place at the door; the phone that was paired before is out."""
    device.token_hash = None
    code = _let_pair(device, at)
    db.session.flush()
    _record(AuditAction.DEVICE_PREPARED, device, by, at)
    return code


def pair(code: str, *, at: datetime) -> tuple[Device, str]:
    """What the phone shows from now on. Raises UnknownPairingCode."""
    meant = normalise(code)
    device = meant and db.session.scalar(
        sa.select(Device)
        .where(
            Device.pairing_hash == fingerprint(meant),
            Device.pairing_ends_at > at,
            Device.revoked_at.is_(None),
        )
        .with_for_update()
    )
    if not device:
        raise UnknownPairingCode
    device.pairing_hash = device.pairing_ends_at = None
    return device, _paired(device, at)


def pair_own_phone(
    event: Event,
    checkpoints: Sequence[Checkpoint],
    *,
    name: str,
    known: Device | None = None,
    by: User,
    at: datetime,
) -> tuple[Device, str]:
    """The phone on which somebody signed in, at all doors that the event has now.

    `known`: the same phone, which has forgotten that it was paired. It gets a new token instead of
    standing in the list once more.
    """
    device = known or _new(event, name, checkpoints, by=by, at=at)
    device.user, device.checkpoints = by, list(checkpoints)
    return device, _paired(device, at)


def revoke_device(device: Device, *, by: User | None, at: datetime) -> None:
    """From now on nothing that it reads counts; what it read before it may still send."""
    if device.revoked_at is not None:
        return
    device.revoked_at = at
    device.pairing_hash = device.pairing_ends_at = None
    db.session.flush()
    _record(AuditAction.DEVICE_REVOKED, device, by, at)


def bar_owner(device: Device, *, by: User, at: datetime) -> None:
    """An organizer revokes an own phone: all of this person's phones at the event are out, and pair
    themselves no more until somebody allows it, however long their owner stays signed in."""
    for phone in _own_phones_at(device):
        revoke_device(phone, by=by, at=at)
    device.bars_owner = True
    db.session.flush()


def allow_again(device: Device, *, by: User, at: datetime) -> None:
    """Their owner may check in again, with phones that pair themselves when they come."""
    barring = [phone for phone in _own_phones_at(device) if phone.bars_owner]
    for phone in barring:
        phone.bars_owner = False
    if barring:
        _record(AuditAction.DEVICE_ALLOWED, device, by, at)


def _own_phones_at(device: Device) -> Sequence[Device]:
    """All of the owner's at the same event."""
    return db.session.scalars(
        sa.select(Device)
        .where(Device.user_id == device.user_id, Device.event_id == device.event_id)
        .order_by(Device.id)
        .with_for_update(of=Device)
    ).all()


def revoke_own_phones(user: User, *, at: datetime, only: Sequence[int] | None = None) -> None:
    """All of this person's, or those of them with these numbers."""
    phones = sa.select(Device).where(Device.user_id == user.id, Device.revoked_at.is_(None))
    if only is not None:
        phones = phones.where(Device.id.in_(only))
    for device in db.session.scalars(phones).all():
        revoke_device(device, by=user, at=at)


def follow_event(event: Event, *, ended_at: datetime, at: datetime) -> None:
    """Its end is another one now: phones that were to stay until a day after it still do, and none
    stays longer."""
    latest = latest_end(event, at=at)
    until_the_end = Device.ends_at == ended_at + STAYS_PAIRED
    moved = sa.select(Device).where(
        Device.event_id == event.id, sa.or_(until_the_end, Device.ends_at > latest)
    )
    for device in db.session.scalars(moved).all():
        device.ends_at = latest
    db.session.flush()


def latest_end(event: Event, *, at: datetime) -> datetime:
    """No phone stays paired, and keeps names, for longer than a day after its event."""
    return max(event.ends_at, at) + STAYS_PAIRED


def hear_from(device: Device, *, waiting: int | None, at: datetime) -> bool:
    """Write down that it is there; whether there was anything new to write."""
    told_lately = device.last_seen_at is not None and at - device.last_seen_at < HEARD_EVERY
    if told_lately and waiting in (None, device.waiting):
        return False
    device.last_seen_at = at
    device.waiting = device.waiting if waiting is None else waiting
    return True


def _new(
    event: Event, name: str, checkpoints: Sequence[Checkpoint], *, by: User, at: datetime
) -> Device:
    device = Device(
        event=event,
        name=name,
        checkpoints=list(checkpoints),
        created_by=by,
        created_at=at,
        ends_at=latest_end(event, at=at),
        waiting=0,
    )
    db.session.add(device)
    return device


def _let_pair(device: Device, at: datetime) -> str:
    code = new_short_code()
    device.pairing_hash, device.pairing_ends_at = fingerprint(code), at + PAIRED_WITHIN
    return code


def _paired(device: Device, at: datetime) -> str:
    token = PREFIX + token_urlsafe(32)
    device.token_hash, device.paired_at, device.last_seen_at = fingerprint(token), at, at
    db.session.flush()
    _record(AuditAction.DEVICE_PAIRED, device, device.user, at)
    return token


def _record(action: AuditAction, device: Device, by: User | None, at: datetime) -> None:
    record(action, at=at, by=by, event=device.event, subject_id=device.id)
    db.session.flush()
