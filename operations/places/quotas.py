"""Places are taken and given back by one conditional UPDATE each: the guard against overselling.

Whoever takes or frees several at once begins with the event's own places: all queue at that row, so
that there is no deadlock. How many places there are is decided in `operations.places.capacities`,
who gets those that become free in `operations.places.waiting_list`.
"""

from collections.abc import Collection, Iterable
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.dml import ReturningUpdate

from extensions import db
from lib.refusals import Refusal
from models.events import Event
from models.places import Quota, QuotaScope
from models.registrations import Claim, Registration
from models.sectors import Sector


class EventFull(Refusal):
    """No place is left, and the event keeps no waiting list."""

    def __init__(self, quota: Quota | None = None) -> None:
        """`quota`: the one that ran out."""
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


# Built once, since all who register at the same time wait for the one who takes a place.
_TAKE = _moving(1, sa.or_(Quota.capacity.is_(None), Quota.taken < Quota.capacity))
_FREE = _moving(-1, Quota.taken > 0)


def quotas_for(
    event: Event, sector: Sector, *, session_ids: Collection[int], choice_ids: Collection[int]
) -> list[Quota]:
    """The quotas in which such a registration needs a place, besides the event itself."""
    return [
        quota
        for quota in event.strata
        if (quota.scope is QuotaScope.SECTOR and quota.sector is sector)
        or (quota.scope is QuotaScope.SESSION and quota.session_id in session_ids)
        or (quota.scope is QuotaScope.CHOICE and quota.choice_id in choice_ids)
    ]


def claim(registration: Registration, quotas: Iterable[Quota]) -> None:
    """Write down in which quotas the registration needs a place, besides the event."""
    kept = {claim.quota_id: claim for claim in registration.claims}
    registration.claims = [kept.get(quota.id) or Claim(quota=quota) for quota in quotas]


def take_places(event: Event, quotas: Collection[Quota] = ()) -> Quota | None:
    """Take one place in the event and in each of these quotas, or none at all.

    The quota that was full, or None when all were taken. Two requests at once cannot take the same
    last place. Raises StrataChanged; then none is taken and the event's strata are read anew.
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
    """The same for someone on the list, in the quotas that they claim.

    The claims are read once nobody else can change them.
    """
    event = registration.event
    if _move(event.places, _TAKE) is None:
        return event.places
    if full := _take_all(_claimed(registration)):
        _move(event.places, _FREE)
    return full


def free_places(registration: Registration) -> None:
    """Give back all places that the registration held."""
    _move(registration.event.places, _FREE)
    for quota in _claimed(registration):
        _move(quota, _FREE)


def exchange_places(
    event: Event, held: Collection[Quota], wanted: Collection[Quota]
) -> Quota | None:
    """Give back what is held but not wanted and take what is wanted but not held, or do nothing.

    The quota that was full, or None. The event's own place stays held throughout.
    """
    hold_places(event)
    if full := _take_all([quota for quota in wanted if quota not in held]):
        return full
    for quota in (quota for quota in held if quota not in wanted):
        _move(quota, _FREE)
    return None


def hold_places(event: Event) -> bool:
    """Lock the event's places: nobody else takes or gives back one until we commit.

    False: the event's strata had changed, and are read anew.
    """
    return _look(event, sa.select(Quota.strata_version).with_for_update())


def see_strata(event: Event) -> bool:
    """Keep the strata as they are until we commit, while others go on taking places.

    False as in `hold_places`.
    """
    known = sa.select(Quota.strata_version).with_for_update(read=True, key_share=True)
    return _look(event, known)


def hold_registration(registration: Registration) -> None:
    """Read the row anew and keep others from changing it (SQLite's writers wait anyway).

    Hold it before the places of its event, never after. Rows that refer to it can still be written.
    """
    db.session.refresh(registration, with_for_update={"of": Registration, "key_share": True})


def reread_strata(event: Event) -> None:
    """Read the event's own quota again now, and those of its strata when they are next needed."""
    db.session.refresh(event.places)
    db.session.expire(event, ["strata"])


def _look(event: Event, version: sa.Select[int]) -> bool:
    known = event.places.strata_version
    if db.session.scalar(version.where(Quota.id == event.places.id)) == known:
        return True
    reread_strata(event)
    return False


def _claimed(registration: Registration) -> list[Quota]:
    """The claimed quotas, read after the event's own row was changed: whoever changes claims holds
    that row."""
    if registration in db.session and registration not in db.session.new:
        db.session.flush()
        db.session.expire(registration, ["claims"])
    return [claim.quota for claim in registration.claims]


def _take_all(quotas: Iterable[Quota]) -> Quota | None:
    """The quota that was full, and then no place is taken; None: all were taken."""
    taken: list[Quota] = []
    for quota in quotas:
        if _move(quota, _TAKE) is None:
            for earlier in reversed(taken):
                _move(earlier, _FREE)
            return quota
        taken.append(quota)
    return None


def _move(quota: Quota, step: ReturningUpdate[int, int]) -> int | None:
    """Take or give back a place; None: there was none.

    Otherwise the version of the strata, of which only the one in the event's own row counts.
    """
    row = db.session.execute(
        step, {"quota_id": quota.id}, execution_options={"synchronize_session": False}
    ).one_or_none()
    if row is None:
        return None
    set_committed_value(quota, "taken", row.taken)
    return cast("int", row.strata_version)
