"""What the terms of a priority weigh is changed by adding a version."""

from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.inserts import insert_into
from lib.priority import Weights
from lib.refusals import Refusal
from models.audit import AuditAction
from models.problems import PriorityWeights
from models.users import User
from operations.base.audit import record
from queries.problems.weights import FIRST, as_weights

WHOLE = 100


class NotAHundred(Refusal):
    """The weights do not add up to 100, or one of them is below 0."""


def newest_version(*, at: datetime) -> int:
    """The version that holds now, as a row: a list that is published keeps its number."""
    newest: int | None = db.session.scalar(sa.select(sa.func.max(PriorityWeights.version)))
    return newest or _first(at)


def change_weights(weights: Weights, *, by: User, at: datetime) -> PriorityWeights:
    """The next version; the newest one itself where it says the same. Lists that are public keep
    theirs. Raises NotAHundred.
    """
    values = asdict(weights)
    if sum(values.values()) != WHOLE or min(values.values()) < 0:
        raise NotAHundred
    newest = _held_newest(at)
    if as_weights(newest) == weights:
        return newest
    made = PriorityWeights(version=newest.version + 1, **values, made_at=at, made_by_id=by.id)
    db.session.add(made)
    record(AuditAction.WEIGHTS_CHANGED, at=at, by=by, subject_id=made.version, **values)
    db.session.flush()
    return made


def _held_newest(at: datetime) -> PriorityWeights:
    """Whoever changes the weights holds the first version: one at a time makes the next."""
    newest_version(at=at)
    db.session.execute(
        sa.select(PriorityWeights.version).where(PriorityWeights.version == FIRST).with_for_update()
    )
    return db.session.scalars(
        sa.select(PriorityWeights).order_by(PriorityWeights.version.desc()).limit(1)
    ).one()


def _first(at: datetime) -> int:
    row = insert_into(PriorityWeights, dialect=db.engine.dialect.name).values(
        version=FIRST, **asdict(Weights()), made_at=at
    )
    db.session.execute(row.on_conflict_do_nothing(index_elements=["version"]))
    return FIRST
