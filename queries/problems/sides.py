"""From which side something was said, as far as the public may be told."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from extensions import db
from lib.withholding import MINIMUM
from models.checkpoints import Checkpoint
from models.registrations import Registration
from models.scans import Attendance
from models.sectors import Sector
from models.statements import Statement, StatementSource

Told = Collection[tuple[int, Sector]]
"""Pairs of an event and a side of which enough people were admitted there."""


def told_sides(event_ids: Iterable[int]) -> set[tuple[int, Sector]]:
    """The sides of which at least five people were admitted to each of these events, in one
    statement: with fewer, «from public bodies» would all but name somebody."""
    came, person = aliased(Registration), aliased(Registration)
    rows = db.session.execute(
        sa.select(Checkpoint.event_id, person.sector)
        .select_from(Attendance)
        .join(Checkpoint, Checkpoint.id == Attendance.checkpoint_id)
        .join(came, came.id == Attendance.registration_id)
        .join(person, person.id == sa.func.coalesce(came.merged_into_id, came.id))
        .where(Checkpoint.event_id.in_(set(event_ids)), ~Checkpoint.beside_programme)
        .group_by(Checkpoint.event_id, person.sector)
        .having(sa.func.count(person.id.distinct()) >= MINIMUM)
    )
    return {(event_id, sector) for event_id, sector in rows}


def public_side(statement: Statement, told: Told) -> Sector | None:
    """The side that the public may read; None: «a participant».

    Feedback and surveys keep to their own rule, by how many answered (`Statement.side`).
    """
    side, event_id = statement.side, statement.event_id
    if side is None or statement.source is StatementSource.FEEDBACK:
        return side
    return side if event_id is not None and (event_id, side) in told else None
