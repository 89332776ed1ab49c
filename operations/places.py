"""Places are taken and given back by one conditional UPDATE each: the guard against overselling.

Whoever takes or frees several at once begins with the event's own places: that row is the queue
in which all stand, so that nobody waits for each other crosswise.
"""

from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.dml import ReturningUpdate

from extensions import db
from models.events import Event, Quota, QuotaScope
from models.registrations import Claim, Registration
from models.sectors import Sector


def _moving(step: int, allowed: sa.ColumnElement[bool]) -> ReturningUpdate[int]:
    return (
        sa.update(Quota)
        .where(Quota.id == sa.bindparam("quota_id"), allowed)
        .values(taken=Quota.taken + step)
        .returning(Quota.taken)
    )


# Built once: all who register at the same time wait for the one who takes a place.
_TAKE = _moving(1, sa.or_(Quota.capacity.is_(None), Quota.taken < Quota.capacity))
_FREE = _moving(-1, Quota.taken > 0)


def quotas_for(
    event: Event, sector: Sector, *, session_ids: Collection[int], choice_ids: Collection[int]
) -> list[Quota]:
    """Where else than in the event itself such a registration needs a place."""
    return [
        quota
        for quota in event.strata
        if (quota.scope is QuotaScope.SECTOR and quota.sector is sector)
        or (quota.scope is QuotaScope.SESSION and quota.session_id in session_ids)
        or (quota.scope is QuotaScope.CHOICE and quota.choice_id in choice_ids)
    ]


def claim(registration: Registration, quotas: Iterable[Quota]) -> None:
    """Write down what the registration needs besides a place of the event."""
    registration.claims = [Claim(quota=quota) for quota in quotas]


def take_places(event: Event, quotas: Collection[Quota] = ()) -> Quota | None:
    """Take one place in the event and in each of these, or none at all.

    The quota that was full, or None when all were taken. Two requests at once cannot take the same
    last place.
    """
    taken: list[Quota] = []
    for quota in (event.places, *quotas):
        if not _move(quota, _TAKE):
            for earlier in reversed(taken):
                _move(earlier, _FREE)
            return quota
        taken.append(quota)
    return None


def free_places(registration: Registration) -> None:
    """Give back what a registration held."""
    for quota in (registration.event.places, *(claim.quota for claim in registration.claims)):
        _move(quota, _FREE)


def exchange_places(
    event: Event, held: Collection[Quota], wanted: Collection[Quota]
) -> Quota | None:
    """Give back what is held and not wanted, and take what is wanted and not held, or nothing.

    The event's own place stays held throughout. The quota that was full, or None.
    """
    hold_places(event)
    taken: list[Quota] = []
    for quota in (quota for quota in wanted if quota not in held):
        if not _move(quota, _TAKE):
            for earlier in reversed(taken):
                _move(earlier, _FREE)
            return quota
        taken.append(quota)
    for quota in (quota for quota in held if quota not in wanted):
        _move(quota, _FREE)
    return None


def hold_places(event: Event) -> None:
    """Wait for whoever is taking or giving back a place; nobody else does until we commit."""
    db.session.execute(sa.select(Quota.id).where(Quota.id == event.places.id).with_for_update())


def _move(quota: Quota, step: ReturningUpdate[int]) -> bool:
    taken = db.session.scalar(
        step, {"quota_id": quota.id}, execution_options={"synchronize_session": False}
    )
    if taken is None:
        return False
    set_committed_value(quota, "taken", taken)
    return True
