from collections.abc import Sequence

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
    .options(joinedload(Device.user))
)


def device_by_token(text: str) -> Device | None:
    """Whichever phone shows this, also one that may no longer check in; with its own user."""
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


def devices_of(event: Event) -> Sequence[Device]:
    """The newest first, each with its doors and whose phone it is."""
    return db.session.scalars(
        sa.select(Device)
        .where(Device.event_id == event.id)
        .options(selectinload(Device.checkpoints), joinedload(Device.user))
        .order_by(Device.id.desc())
    ).all()
