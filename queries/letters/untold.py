"""What people have not been told of an event that was changed."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from extensions import db
from models.events import Event, Session
from models.registrations import STANDING, Registration, chosen_sessions
from models.untold import UntoldChange


@dataclass(frozen=True)
class Untold:
    of_event: UntoldChange | None
    of_sessions: Sequence[UntoldChange]
    in_clash: int
    """How many people chose two sessions that take place at the same time by now."""


def untold_of(event: Event) -> Untold | None:
    """What people believe of the event and its sessions that holds no longer; None: nothing."""
    rows = db.session.scalars(
        sa.select(UntoldChange)
        .where(UntoldChange.event_id == event.id)
        .options(joinedload(UntoldChange.session))
        .order_by(UntoldChange.id)
    ).all()
    if not rows:
        return None
    of_sessions = [row for row in rows if row.session_id is not None]
    return Untold(
        next((row for row in rows if row.session_id is None), None),
        of_sessions,
        people_in_clash(event) if of_sessions else 0,
    )


def people_in_clash(event: Event) -> int:
    """How many people on the list chose sessions that overlap."""
    one, other = chosen_sessions.alias(), chosen_sessions.alias()
    first, second = aliased(Session), aliased(Session)
    return (
        db.session.scalar(
            sa.select(sa.func.count(one.c.registration_id.distinct()))
            .select_from(one)
            .join(first, first.id == one.c.session_id)
            .join(other, other.c.registration_id == one.c.registration_id)
            .join(second, second.id == other.c.session_id)
            .join(Registration, Registration.id == one.c.registration_id)
            .where(
                first.event_id == event.id,
                first.id < second.id,
                first.starts_at < second.ends_at,
                second.starts_at < first.ends_at,
                Registration.status.in_(STANDING),
            )
        )
        or 0
    )
