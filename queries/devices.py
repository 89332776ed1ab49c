from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from extensions import db
from lib.bearer_tokens import fingerprint
from models.devices import Device
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
    """Whichever phone shows this, also one that may no longer check in; with its own user
    and its event."""
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


def own_phone(event: Event, user: User, *, among: Sequence[int], at: datetime) -> Device | None:
    """The one of these that is this person's at this event and may still check in."""
    phones = sa.select(Device).where(
        Device.id.in_(among), Device.event_id == event.id, Device.user_id == user.id
    )
    found = db.session.scalars(phones.order_by(Device.id)).all()
    return next((device for device in found if device.may_check_in(at)), None)


def devices_of(event: Event) -> Sequence[Device]:
    """The newest first, each with its doors and whose phone it is."""
    return db.session.scalars(
        sa.select(Device)
        .where(Device.event_id == event.id)
        .options(selectinload(Device.checkpoints), joinedload(Device.user))
        .order_by(Device.id.desc())
    ).all()
