"""Takes places for many people at once, in as few statements as there are quotas."""

from collections import Counter
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from extensions import db
from models.events import Event
from models.places import Quota


def take_places_for_each(event: Event, wanted: Sequence[Collection[Quota]]) -> list[Quota | None]:
    """One person after the other takes a place in the event and in all of their quotas, or none.

    For each person the quota that was full, or None, as in `operations.places.quotas.take_places`.
    Hold the event's places before, so that nobody else takes or frees any and the counts here hold.
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
    """Places left now, by the quota's number; a quota without a limit is not in it."""
    rows = db.session.execute(
        sa.select(Quota.id, Quota.capacity - Quota.taken).where(
            Quota.event_id == event.id, Quota.capacity.is_not(None)
        )
    )
    return {number: max(0, places or 0) for number, places in rows}


def _take(quota: Quota, count: int) -> None:
    """Take so many places; the constraint against overselling is the guard."""
    taken = db.session.scalar(
        sa.update(Quota)
        .where(Quota.id == quota.id)
        .values(taken=Quota.taken + count)
        .returning(Quota.taken),
        execution_options={"synchronize_session": False},
    )
    set_committed_value(quota, "taken", taken)
