"""Places are taken and given back by one conditional UPDATE each: the guard against overselling.

Whoever takes or frees several at once begins with the event's own places: that row is the queue
in which all stand, so that nobody waits for each other crosswise. How many there are is decided
in `operations.capacities`, who gets those that become free in `operations.waiting_list`.
"""

from collections.abc import Collection, Iterable
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.dml import ReturningUpdate

from extensions import db
from models.events import Event
from models.places import Quota, QuotaScope
from models.registrations import Claim, Registration
from models.sectors import Sector


class EventFull(Exception):
    """No place is left, and the event keeps no waiting list."""

    def __init__(self, quota: Quota | None = None) -> None:
        """`quota`: which of the places ran out."""
        super().__init__()
        self.quota = quota


class StrataChanged(Exception):
    """An organizer has limited a sector, session or choice since the event was read."""


def _moving(step: int, allowed: sa.ColumnElement[bool]) -> ReturningUpdate[int, int]:
    return (
        sa.update(Quota)
        .where(Quota.id == sa.bindparam("quota_id"), allowed)
        .values(taken=Quota.taken + step)
        .returning(Quota.taken, Quota.strata_version)
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
    kept = {claim.quota_id: claim for claim in registration.claims}
    registration.claims = [kept.get(quota.id) or Claim(quota=quota) for quota in quotas]


def take_places(event: Event, quotas: Collection[Quota] = ()) -> Quota | None:
    """Take one place in the event and in each of these, or none at all.

    The quota that was full, or None when all were taken. Two requests at once cannot take the same
    last place. Raises StrataChanged, and then has taken none and read the event's strata anew.
    """
    known = event.places.strata_version
    if (version := _move(event.places, _TAKE)) is None:
        return event.places
    if version != known:
        _move(event.places, _FREE)
        reread_strata(event)
        raise StrataChanged
    if full := _take_all(quotas):
        _move(event.places, _FREE)
    return full


def take_places_for(registration: Registration) -> Quota | None:
    """The same for someone on the list, whose claims are read once nobody else changes them."""
    event = registration.event
    if _move(event.places, _TAKE) is None:
        return event.places
    if full := _take_all(_claimed(registration)):
        _move(event.places, _FREE)
    return full


def free_places(registration: Registration) -> None:
    """Give back what a registration held."""
    _move(registration.event.places, _FREE)
    for quota in _claimed(registration):
        _move(quota, _FREE)


def exchange_places(
    event: Event, held: Collection[Quota], wanted: Collection[Quota]
) -> Quota | None:
    """Give back what is held and not wanted, and take what is wanted and not held, or nothing.

    The event's own place stays held throughout. The quota that was full, or None.
    """
    hold_places(event)
    if full := _take_all([quota for quota in wanted if quota not in held]):
        return full
    for quota in (quota for quota in held if quota not in wanted):
        _move(quota, _FREE)
    return None


def hold_places(event: Event) -> bool:
    """Wait for whoever is taking or giving back a place; nobody else does until we commit.

    False: the event's strata had changed, and are read anew.
    """
    return _look(event, sa.select(Quota.strata_version).with_for_update())


def see_strata(event: Event) -> bool:
    """The same, but others may go on taking places; only the strata stay as they are."""
    known = sa.select(Quota.strata_version).with_for_update(read=True, key_share=True)
    return _look(event, known)


def hold_registration(registration: Registration) -> None:
    """Read the row anew and keep others from changing it (SQLite's writers wait anyway).

    Before the places of its event, never after; rows that refer to it can still be written.
    """
    db.session.refresh(registration, with_for_update={"of": Registration, "key_share": True})


def reread_strata(event: Event) -> None:
    db.session.refresh(event.places)
    db.session.expire(event, ["strata"])


def _look(event: Event, version: sa.Select[int]) -> bool:
    known = event.places.strata_version
    if db.session.scalar(version.where(Quota.id == event.places.id)) == known:
        return True
    reread_strata(event)
    return False


def _claimed(registration: Registration) -> list[Quota]:
    """Read after the event's own row was moved: whoever changes claims holds that row."""
    if registration in db.session and registration not in db.session.new:
        db.session.flush()
        db.session.expire(registration, ["claims"])
    return [claim.quota for claim in registration.claims]


def _take_all(quotas: Iterable[Quota]) -> Quota | None:
    """The one that was full, and then none is taken."""
    taken: list[Quota] = []
    for quota in quotas:
        if _move(quota, _TAKE) is None:
            for earlier in reversed(taken):
                _move(earlier, _FREE)
            return quota
        taken.append(quota)
    return None


def _move(quota: Quota, step: ReturningUpdate[int, int]) -> int | None:
    """The version of the strata (that of the event's own row counts); None: there was no place."""
    row = db.session.execute(
        step, {"quota_id": quota.id}, execution_options={"synchronize_session": False}
    ).one_or_none()
    if row is None:
        return None
    set_committed_value(quota, "taken", row.taken)
    return cast("int", row.strata_version)
