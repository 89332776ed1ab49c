"""What a problem holds beside its own row: what was merged into it, and its parts.

Votes, scores and statements stay on the row where they came; a list shows them through this.
"""

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from models.problems import Problem, ProblemStanding


def held_by(wanted: sa.ColumnElement[bool]) -> sa.CTE:
    """A table `holds` with `item` (an open problem that is `wanted`), `row` (a problem that is
    shown through it: itself, one merged into it, a part of it, in any depth) and `merged` (whether
    merging alone leads there)."""
    is_open = Problem.standing == ProblemStanding.OPEN
    holds = (
        sa.select(Problem.id.label("item"), Problem.id.label("row"), sa.true().label("merged"))
        .where(is_open, wanted)
        .cte("holds", recursive=True)
    )
    below = aliased(Problem)
    was_merged = below.merged_into_id == holds.c.row
    is_part = sa.and_(below.part_of_id == holds.c.row, below.standing == ProblemStanding.OPEN)
    return holds.union(
        sa.select(
            holds.c.item,
            below.id,
            sa.and_(holds.c.merged, below.merged_into_id.is_not(None)),
        ).where(sa.or_(was_merged, is_part))
    )
