"""What road maps do about a problem."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from extensions import db
from models.problems import Problem
from models.road_maps import Action, RoadMap, action_problems
from queries.problems.holds import held_by


def actions_of_problem(problem: Problem) -> Sequence[Action]:
    """The actions of published road maps that name it, what was merged into it, one of its parts,
    or the problem that gathers it; with their road maps."""
    holds = held_by(Problem.id.in_([problem.id, problem.part_of_id or problem.id]))
    below = sa.select(holds.c.row).where(holds.c.item == problem.id)
    whole = sa.select(holds.c.row).where(holds.c.item == problem.part_of_id, holds.c.merged)
    named = sa.select(action_problems.c.action_id).where(
        action_problems.c.problem_id.in_(below.union(whole))
    )
    return db.session.scalars(
        sa.select(Action)
        .join(Action.road_map)
        .where(Action.id.in_(named), RoadMap.published_at.is_not(None))
        .order_by(RoadMap.id, Action.position, Action.id)
        .options(contains_eager(Action.road_map))
    ).all()
