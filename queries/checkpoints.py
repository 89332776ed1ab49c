from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from lib.pages import Page, page_of
from models.check_in import Checkpoint
from models.events import Event, EventStatus
from models.users import User
from policy import Caller, at_doors, scoped

_STAYS_LISTED = timedelta(hours=12)
"""A door is still listed on the evening after its event."""


def checkpoint_for(checkpoint_id: int, who: Caller) -> Checkpoint | None:
    """A checkpoint with its event, if the user's province or the device's doors allow it."""
    return db.session.scalar(
        at_doors(
            sa.select(Checkpoint)
            .join(Checkpoint.event)
            .where(Checkpoint.id == checkpoint_id)
            .options(contains_eager(Checkpoint.event)),
            who,
        )
    )


def checkpoints_of(event: Event) -> Sequence[Checkpoint]:
    """The first one first, each with its session."""
    return db.session.scalars(
        sa.select(Checkpoint)
        .where(Checkpoint.event_id == event.id)
        .options(joinedload(Checkpoint.session))
        .order_by(Checkpoint.id)
    ).all()


def events_with_doors(
    user: User, *, as_of: datetime, limit: int, after: str | None = None
) -> Page[Event]:
    """Published events that are on or to come, the next one first. Raises lib.pages.BadCursor."""
    events = sa.select(Event).where(
        Event.status == EventStatus.PUBLISHED, Event.ends_at > as_of - _STAYS_LISTED
    )
    return page_of(
        db.session(), scoped(events, user), Event.starts_at, Event.id, limit=limit, after=after
    )


def checkpoints_by_event(events: Sequence[Event]) -> dict[int, list[Checkpoint]]:
    found: dict[int, list[Checkpoint]] = {event.id: [] for event in events}
    for checkpoint in db.session.scalars(
        sa.select(Checkpoint).where(Checkpoint.event_id.in_(found)).order_by(Checkpoint.id)
    ):
        found[checkpoint.event_id].append(checkpoint)
    return found
