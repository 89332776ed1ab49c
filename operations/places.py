"""Places are taken and given back by one conditional UPDATE each: the guard against overselling."""

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from extensions import db
from models.events import Quota


def take_place(quota: Quota) -> bool:
    """Take one place if one is left. Two requests at once cannot take the same last place."""
    return _move(quota, 1, sa.or_(Quota.capacity.is_(None), Quota.taken < Quota.capacity))


def free_place(quota: Quota) -> None:
    _move(quota, -1, Quota.taken > 0)


def _move(quota: Quota, step: int, allowed: sa.ColumnElement[bool]) -> bool:
    taken = db.session.scalar(
        sa.update(Quota)
        .where(Quota.id == quota.id, allowed)
        .values(taken=Quota.taken + step)
        .returning(Quota.taken),
        execution_options={"synchronize_session": False},
    )
    if taken is None:
        return False
    set_committed_value(quota, "taken", taken)
    return True
