"""The same decision about many people at once."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from models.events import Event, InvalidTransition
from models.registrations import Registration, RegistrationStatus
from models.users import User
from operations.registrations import EventFull, change_status


@dataclass
class Decisions:
    """What became of each: nothing is left out in silence."""

    changed: list[Registration] = field(default_factory=list)
    without_place: list[Registration] = field(default_factory=list)
    impossible: list[Registration] = field(default_factory=list)
    """Their status does not lead there, or they had it already."""


def change_statuses(
    event: Event,
    numbers: Collection[int],
    new: RegistrationStatus,
    *,
    at: datetime,
    by: User,
    reason: str = "",
) -> Decisions:
    """Decide about those of the event's registrations that have these numbers.

    Whoever cannot be changed stays as they are; numbers of other events are passed over.
    """
    decisions = Decisions()
    for registration in _locked(event, numbers):
        try:
            with db.session.begin_nested():
                change_status(registration, new, at=at, by=by, reason=reason)
        except EventFull:
            decisions.without_place.append(registration)
        except InvalidTransition:
            decisions.impossible.append(registration)
        else:
            decisions.changed.append(registration)
    return decisions


def _locked(event: Event, numbers: Collection[int]) -> list[Registration]:
    """Locked in one order by everyone, so that two such decisions cannot wait for each other.

    They are decided first come, first served, the confirmed ones last: the place that one of
    them frees must not go to somebody who is about to be declined too.
    """
    found = db.session.scalars(
        sa.select(Registration)
        .where(Registration.event_id == event.id, Registration.id.in_(numbers))
        .order_by(Registration.id)
        .with_for_update(of=Registration)
    ).all()
    return sorted(found, key=lambda r: (r.is_confirmed, r.status_changed_at, r.id))
