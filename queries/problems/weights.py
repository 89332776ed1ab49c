"""What the terms of a priority weigh: versions, of which the newest holds for unpublished lists."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from extensions import db
from lib.priority import Weights
from models.problems import PriorityWeights, ProblemList
from models.users import User

FIRST = 1
"""The version that holds while nobody has changed the weights."""


def weights_by_version() -> Mapping[int, Weights]:
    """All versions; the first always is one of them."""
    return {FIRST: Weights()} | {row.version: as_weights(row) for row in _versions()}


def as_weights(row: PriorityWeights) -> Weights:
    return Weights(row.both_sides, row.provinces, row.harm, row.votes, row.count)


def weights_in_force() -> Weights:
    """The newest."""
    versions = weights_by_version()
    return versions[max(versions)]


def version_in_force(problem_list: ProblemList, versions: Mapping[int, Weights]) -> int:
    """The one it was published with; of a list that is not public, the newest."""
    if problem_list.published_at and problem_list.weights_version in versions:
        return problem_list.weights_version or FIRST
    return max(versions)


def versions_of_weights() -> Sequence[tuple[PriorityWeights, User | None]]:
    """All versions with who made them, the newest first."""
    rows = (
        sa.select(PriorityWeights, User)
        .outerjoin(User, User.id == PriorityWeights.made_by_id)
        .order_by(PriorityWeights.version.desc())
    )
    return [(row, user) for row, user in db.session.execute(rows)]


def _versions() -> Sequence[PriorityWeights]:
    return db.session.scalars(sa.select(PriorityWeights)).all()
