import sqlalchemy as sa

from extensions import db
from models.events import Quota, QuotaScope
from models.forms import Choice
from operations.capacities import CapacityTooLow


def set_choice_places(choice: Choice, capacity: int | None) -> None:
    """None: everyone can pick it. Raises CapacityTooLow."""
    if choice.places is None:
        if capacity is not None:
            choice.places = Quota(
                event=choice.question.form.event,
                scope=QuotaScope.CHOICE,
                capacity=capacity,
                taken=0,
            )
        return
    changed = db.session.scalar(
        sa.update(Quota)
        .where(
            Quota.id == choice.places.id,
            Quota.taken <= (2**31 - 1 if capacity is None else capacity),
        )
        .values(capacity=capacity)
        .returning(Quota.id),
        execution_options={"synchronize_session": False},
    )
    if changed is None:
        raise CapacityTooLow
    db.session.refresh(choice.places)
