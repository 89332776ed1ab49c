"""Places are taken and given back by one conditional UPDATE each: the guard against overselling."""

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.dml import ReturningUpdate

from extensions import db
from models.events import Quota


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


def take_place(quota: Quota) -> bool:
    """Take one place if one is left. Two requests at once cannot take the same last place."""
    return _move(quota, _TAKE)


def free_place(quota: Quota) -> None:
    _move(quota, _FREE)


def hold_places(quota: Quota) -> None:
    """Wait for whoever is taking or giving back a place; nobody else does until we commit."""
    db.session.execute(sa.select(Quota.id).where(Quota.id == quota.id).with_for_update())


def _move(quota: Quota, step: ReturningUpdate[int]) -> bool:
    taken = db.session.scalar(
        step, {"quota_id": quota.id}, execution_options={"synchronize_session": False}
    )
    if taken is None:
        return False
    set_committed_value(quota, "taken", taken)
    return True
