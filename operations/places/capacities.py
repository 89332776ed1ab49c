"""How many places there are: in the event, and in each sector, session or choice with its own
limit.

Whoever calls one of the `set_…_places` passes on what has become free, as `change_places` does.
"""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.answers import RegistrationAnswer
from models.audit import AuditAction
from models.events import Event, Session
from models.forms import Choice
from models.places import Quota, QuotaScope
from models.registrations import Claim, Registration, RegistrationStatus, chosen_sessions
from models.sectors import Sector
from models.users import User
from operations.base.audit import record
from operations.base.holds import hold_event
from operations.places.quotas import hold_places, reread_strata
from operations.places.waiting_list import nobody_stands_back, pass_on_places

Limited = Event | Sector | Session | Choice
_HOLDING = [status for status in RegistrationStatus if status.holds_place]


class CapacityTooLow(Refusal):
    """More places are taken already than the new capacity allows."""

    def __init__(self, taken: int) -> None:
        super().__init__()
        self.taken = taken


class CapacitiesTooLow(Refusal):
    """`taken`: how many places are taken already, for each that would get fewer."""

    def __init__(self, taken: Mapping[Limited, int]) -> None:
        super().__init__()
        self.taken = taken


def change_places(
    event: Event, wanted: Mapping[Limited, int | None], *, by: User, at: datetime
) -> None:
    """Set all of these capacities or none, and pass on the places that become free.

    None means no limit of its own. Raises CapacitiesTooLow; the caller rolls back then.
    """
    taken: dict[Limited, int] = {}
    for limited, capacity in wanted.items():
        try:
            set_places(event, limited, capacity)
        except CapacityTooLow as refusal:
            taken[limited] = refusal.taken
    if taken:
        raise CapacitiesTooLow(taken)
    record(AuditAction.PLACES_CHANGED, at=at, by=by, event=event, subject_id=event.id)
    pass_on_places(event, at=at)
    db.session.flush()


def set_places(event: Event, limited: Limited, capacity: int | None) -> None:
    """Set the capacity of the event, or of a sector, session or choice. Raises CapacityTooLow."""
    match limited:
        case Event():
            set_event_places(limited, capacity)
        case Sector():
            set_sector_places(event, limited, capacity)
        case Session():
            set_session_places(limited, capacity)
        case Choice():
            set_choice_places(limited, capacity)


def set_event_places(event: Event, capacity: int | None) -> None:
    """Set the event's capacity; None: no limit. Raises CapacityTooLow."""
    _resize(event.places, capacity)


def set_sector_places(event: Event, sector: Sector, capacity: int | None) -> None:
    """Set the sector's capacity; None: as many as the event has. Raises CapacityTooLow."""
    of = {"scope": QuotaScope.SECTOR, "sector": sector}
    _limit(event, of, capacity, Registration.sector == sector)


def set_session_places(session: Session, capacity: int | None) -> None:
    """Set the session's capacity; None: as many as the event has. Raises CapacityTooLow."""
    chose = sa.select(chosen_sessions.c.registration_id).where(
        chosen_sessions.c.session_id == session.id
    )
    of = {"scope": QuotaScope.SESSION, "session_id": session.id}
    _limit(session.event, of, capacity, Registration.id.in_(chose))
    db.session.expire(session, ["places"])


def set_choice_places(choice: Choice, capacity: int | None) -> None:
    """Set the choice's capacity; None: everyone can pick it. Raises CapacityTooLow."""
    picked = sa.select(RegistrationAnswer.registration_id).where(
        RegistrationAnswer.choice_id == choice.id
    )
    of = {"scope": QuotaScope.CHOICE, "choice_id": choice.id}
    _limit(choice.question.event_asking, of, capacity, Registration.id.in_(picked))
    db.session.expire(choice, ["places"])


def _limit(
    event: Event,
    of: Mapping[str, object],
    capacity: int | None,
    in_stratum: sa.ColumnElement[bool],
) -> None:
    """Set or drop a limit. People who register meanwhile wait for us, and then find the strata
    changed."""
    hold_event(event)
    hold_places(event)
    quota = db.session.scalar(
        sa.select(Quota)
        .filter_by(event_id=event.id, **of)
        .execution_options(populate_existing=True)
    )
    if quota is not None and capacity is not None:
        _resize(quota, capacity)
    elif quota is not None:
        nobody_stands_back(event.id)
        db.session.execute(sa.delete(Claim).where(Claim.quota_id == quota.id))
        db.session.delete(quota)
        _strata_changed(event)
    elif capacity is not None:
        _begin(event, Quota(event_id=event.id, capacity=capacity, **of), in_stratum)
        _strata_changed(event)


def _begin(event: Event, quota: Quota, in_stratum: sa.ColumnElement[bool]) -> None:
    """Begin a limit: count the places that people hold already, and note the claims of all
    concerned.

    Raises CapacityTooLow.
    """
    concerned = sa.and_(Registration.event_id == event.id, in_stratum)
    holders = sa.select(sa.func.count()).where(concerned, Registration.status.in_(_HOLDING))
    taken = db.session.scalars(holders).one()
    if quota.capacity is not None and taken > quota.capacity:
        raise CapacityTooLow(taken)
    quota.taken = taken
    db.session.add(quota)
    db.session.flush()
    claims = sa.select(Registration.id, sa.literal(quota.id)).where(concerned)
    db.session.execute(sa.insert(Claim).from_select(["registration_id", "quota_id"], claims))


def _resize(quota: Quota, capacity: int | None) -> None:
    """Change the capacity by one conditional UPDATE, so that places taken in the same moment
    count."""
    changed = db.session.scalar(
        sa.update(Quota)
        .where(Quota.id == quota.id, sa.true() if capacity is None else Quota.taken <= capacity)
        .values(capacity=capacity)
        .returning(Quota.id),
        execution_options={"synchronize_session": False},
    )
    db.session.refresh(quota)
    if changed is None:
        raise CapacityTooLow(quota.taken)
    nobody_stands_back(quota.event_id)


def _strata_changed(event: Event) -> None:
    db.session.flush()
    db.session.execute(
        sa.update(Quota)
        .where(Quota.id == event.places.id)
        .values(strata_version=Quota.strata_version + 1),
        execution_options={"synchronize_session": False},
    )
    reread_strata(event)
