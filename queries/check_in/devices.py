from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from extensions import db
from lib.bearer_tokens import fingerprint
from models.checkpoints import Checkpoint
from models.devices import Device, device_checkpoints
from models.events import Event
from models.users import User
from policy import scoped

# Built once: every request of a phone asks this.
_BY_TOKEN = (
    sa.select(Device)
    .where(Device.token_hash == sa.bindparam("fingerprint"))
    .options(joinedload(Device.user), joinedload(Device.event))
)


def device_by_token(text: str) -> Device | None:
    """The phone with this token, even if it may no longer check in; with its user and its event.

    None: no phone has it.
    """
    return db.session.scalar(_BY_TOKEN, {"fingerprint": fingerprint(text)})


def device_for(device_id: int, user: User) -> Device | None:
    """A device with its event, if the user's province allows it."""
    return db.session.scalar(
        scoped(
            sa.select(Device)
            .join(Device.event)
            .where(Device.id == device_id)
            .options(contains_eager(Device.event)),
            user,
        )
    )


def device_of(event_id: int, device_id: int) -> Device | None:
    """A device of this event, whatever became of it."""
    found = sa.select(Device).where(Device.id == device_id, Device.event_id == event_id)
    return db.session.scalar(found)


def own_phone(event: Event, user: User, *, among: Sequence[int], at: datetime) -> Device | None:
    """Among these devices the user's own phone at this event that may still check in; None: there
    is none."""
    phones = sa.select(Device).where(
        Device.id.in_(among), Device.event_id == event.id, Device.user_id == user.id
    )
    found = db.session.scalars(phones.order_by(Device.id)).all()
    return next((device for device in found if device.may_check_in(at)), None)


def is_barred(user: User, checkpoint_id: int) -> bool:
    """Whether an organizer revoked this person's own phone at the event of this door."""
    event = sa.select(Checkpoint.event_id).where(Checkpoint.id == checkpoint_id).scalar_subquery()
    barring = sa.exists().where(
        Device.user_id == user.id, Device.event_id == event, Device.bars_owner.is_(True)
    )
    return bool(db.session.scalar(sa.select(barring)))


def devices_at(checkpoint: Checkpoint) -> Sequence[Device]:
    """All devices that were ever paired or prepared for this door, each with all its doors."""
    return db.session.scalars(
        sa.select(Device)
        .join(Device.checkpoints)
        .where(Checkpoint.id == checkpoint.id)
        .options(selectinload(Device.checkpoints))
        .order_by(Device.id)
    ).all()


def holding_phones(event: Event, *, at: datetime) -> dict[int, int]:
    """How many phones keep each door from being removed, by the door's number.

    They are phones that were paired for it and may still read there, and own phones that said they
    have something to send.
    """
    rows = db.session.execute(
        sa.select(device_checkpoints.c.checkpoint_id, sa.func.count())
        .join(Device, Device.id == device_checkpoints.c.device_id)
        .where(
            Device.event_id == event.id,
            Device.token_hash.is_not(None),
            Device.revoked_at.is_(None),
            Device.ends_at > at,
            sa.or_(Device.user_id.is_(None), Device.waiting > 0),
        )
        .group_by(device_checkpoints.c.checkpoint_id)
    )
    return {door_id: phones for door_id, phones in rows}  # noqa: C416 - rows are no pairs to mypy


def devices_of(event: Event) -> Sequence[Device]:
    """All devices of the event, the newest first, each with its doors and its owner."""
    return db.session.scalars(
        sa.select(Device)
        .where(Device.event_id == event.id)
        .options(selectinload(Device.checkpoints), joinedload(Device.user))
        .order_by(Device.id.desc())
    ).all()
