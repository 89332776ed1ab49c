"""Places for many people at once, in as few statements as there are quotas."""

from collections import Counter
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from extensions import db
from models.events import Event
from models.places import Quota


def take_places_for_each(event: Event, wanted: Sequence[Collection[Quota]]) -> list[Quota | None]:
    """One after the other takes a place in the event and in each of these, or none at all.

    As `operations.places.take_places` answers: which quota was full, or None. Hold the event's
    places before: then nobody else takes or frees any, and what is counted here holds.
    """
    left = _places_left(event)
    needed: Counter[int] = Counter()
    answers: list[Quota | None] = []
    for quotas in wanted:
        all_quotas = (event.places, *quotas)
        full = next((quota for quota in all_quotas if left.get(quota.id) == 0), None)
        if full is None:
            for quota in all_quotas:
                needed[quota.id] += 1
                if quota.id in left:
                    left[quota.id] -= 1
        answers.append(full)
    for quota in (event.places, *event.strata):
        if needed[quota.id]:
            _take(quota, needed[quota.id])
    return answers


def _places_left(event: Event) -> dict[int, int]:
    """By the quota's number, as it is now; what has no limit is not in it."""
    rows = db.session.execute(
        sa.select(Quota.id, Quota.capacity - Quota.taken).where(
            Quota.event_id == event.id, Quota.capacity.is_not(None)
        )
    )
    return {number: max(0, places or 0) for number, places in rows}


def _take(quota: Quota, count: int) -> None:
    """The constraint against overselling stands behind it."""
    taken = db.session.scalar(
        sa.update(Quota)
        .where(Quota.id == quota.id)
        .values(taken=Quota.taken + count)
        .returning(Quota.taken),
        execution_options={"synchronize_session": False},
    )
    set_committed_value(quota, "taken", taken)
