"""Phones at the doors: paired by a code that is used once, or by a user who signs in on their
own."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe

import sqlalchemy as sa

from extensions import db
from lib.bearer_tokens import PREFIX, fingerprint
from lib.refusals import Refusal
from lib.short_codes import new_short_code, normalise
from models.audit import AuditAction
from models.checkpoints import Checkpoint
from models.devices import Device
from models.events import Event
from models.users import User
from operations.base.audit import record

PAIRED_WITHIN = timedelta(minutes=15)
STAYS_PAIRED = timedelta(days=1)
"""How long after the end of its event a phone may still check in, unless another end was set."""
HEARD_EVERY = timedelta(seconds=30)
"""The last sign of a phone is written down at most this often, not with each of its requests."""


class UnknownPairingCode(Refusal):
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
    """Prepare a phone that may be paired within a quarter of an hour, and make its pairing code.

    The code is given back only here and kept nowhere.
    """
    device = _new(event, name, checkpoints, by=by, at=at)
    device.kiosk, device.ends_at = kiosk, ends_at or device.ends_at
    code = _let_pair(device, at)
    db.session.flush()
    _record(AuditAction.DEVICE_PREPARED, device, by, at)
    return device, code


def prepare_again(device: Device, *, by: User, at: datetime) -> str:
    """Make a new pairing code for the device; the phone that was paired before is out."""
    device.token_hash = None
    code = _let_pair(device, at)
    db.session.flush()
    _record(AuditAction.DEVICE_PREPARED, device, by, at)
    return code


def pair(code: str, *, at: datetime) -> tuple[Device, str]:
    """Pair the phone that sent the code, and make the token that it shows from now on.

    Raises UnknownPairingCode.
    """
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
    """Pair the phone on which a user signed in, at all doors that the event has now, and make its
    token.

    `known`: the row of the same phone, which has forgotten that it was paired. It gets a new token
    instead of a second row.
    """
    device = known or _new(event, name, checkpoints, by=by, at=at)
    device.user, device.checkpoints = by, list(checkpoints)
    return device, _paired(device, at)


def revoke_device(device: Device, *, by: User | None, at: datetime) -> None:
    """Revoke a phone: nothing that it reads from now on counts. What it read before it may still
    send."""
    if device.revoked_at is not None:
        return
    device.revoked_at = at
    device.pairing_hash = device.pairing_ends_at = None
    db.session.flush()
    _record(AuditAction.DEVICE_REVOKED, device, by, at)


def bar_owner(device: Device, *, by: User, at: datetime) -> None:
    """Revoke an own phone together with all phones of its owner at the event.

    None of them can pair itself again until somebody allows it, however long the owner stays signed
    in.
    """
    for phone in _own_phones_at(device):
        revoke_device(phone, by=by, at=at)
    device.bars_owner = True
    db.session.flush()


def allow_again(device: Device, *, by: User, at: datetime) -> None:
    """Let the owner check in again; their phones pair themselves when they come."""
    barring = [phone for phone in _own_phones_at(device) if phone.bars_owner]
    for phone in barring:
        phone.bars_owner = False
    if barring:
        _record(AuditAction.DEVICE_ALLOWED, device, by, at)


def _own_phones_at(device: Device) -> Sequence[Device]:
    """All own phones of the same owner at the same event, locked."""
    return db.session.scalars(
        sa.select(Device)
        .where(Device.user_id == device.user_id, Device.event_id == device.event_id)
        .order_by(Device.id)
        .with_for_update(of=Device)
    ).all()


def revoke_own_phones(
    user: User,
    *,
    at: datetime,
    only: Sequence[int] | None = None,
    but: Sequence[int] = (),
    by: User | None = None,
) -> None:
    """Revoke all own phones of this user, or only those with these numbers, or all but some. `by`:
    somebody else."""
    phones = sa.select(Device).where(
        Device.user_id == user.id, Device.revoked_at.is_(None), Device.id.not_in(but)
    )
    if only is not None:
        phones = phones.where(Device.id.in_(only))
    for device in db.session.scalars(phones).all():
        revoke_device(device, by=by or user, at=at)


def follow_event(event: Event, *, ended_at: datetime, at: datetime) -> None:
    """Move the end of the phones after the event's end has moved.

    Phones that were to stay until a day after it still do, and none stays longer.
    """
    latest = latest_end(event, at=at)
    until_the_end = Device.ends_at == ended_at + STAYS_PAIRED
    moved = sa.select(Device).where(
        Device.event_id == event.id, sa.or_(until_the_end, Device.ends_at > latest)
    )
    for device in db.session.scalars(moved).all():
        device.ends_at = latest
    db.session.flush()


def latest_end(event: Event, *, at: datetime) -> datetime:
    """Until when a phone may stay paired, and keep names: at most a day after its event."""
    return max(event.ends_at, at) + STAYS_PAIRED


def hear_from(device: Device, *, waiting: int | None, at: datetime) -> bool:
    """Write down that the phone is there; whether there was anything new to write."""
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
