"""How moderators weigh problems: impact and feasibility, as medians of at least three."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

import sqlalchemy as sa

from extensions import db
from models.problems import Problem, ProblemScore
from models.users import User

FEWEST = 3
"""From so many moderators on, their median is shown."""
HIGH = 3.5
"""From here on an impact or a feasibility is high."""


@dataclass(frozen=True)
class Scored:
    scorers: int = 0
    impact: float | None = None
    """The median; None: fewer than three moderators scored the problem."""
    feasibility: float | None = None


def scores_of(holds: sa.CTE) -> Mapping[int, Scored]:
    """By problem. Who scored several that were merged counts once: with the score on the problem
    that is left, else with the last one."""
    rows = (
        sa.select(
            holds.c.item,
            ProblemScore.user_id,
            ProblemScore.impact,
            ProblemScore.feasibility,
        )
        .join(holds, sa.and_(holds.c.row == ProblemScore.problem_id, holds.c.merged))
        .order_by(
            sa.case((holds.c.item == holds.c.row, 1), else_=0),
            ProblemScore.scored_at,
            ProblemScore.problem_id,
        )
    )
    found: defaultdict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for item, user_id, impact, feasibility in db.session.execute(rows):
        found[item][user_id] = impact, feasibility
    return {item: _median(list(scores.values())) for item, scores in found.items()}


def own_scores(user: User, wanted: sa.ColumnElement[bool]) -> Mapping[int, ProblemScore]:
    """By problem: what this moderator gave to problems that are `wanted`."""
    rows = (
        sa.select(ProblemScore)
        .join(Problem, Problem.id == ProblemScore.problem_id)
        .where(ProblemScore.user_id == user.id, wanted)
    )
    return {score.problem_id: score for score in db.session.scalars(rows)}


def _median(scores: list[tuple[int, int]]) -> Scored:
    if len(scores) < FEWEST:
        return Scored(len(scores))
    return Scored(
        len(scores),
        float(median(impact for impact, _feasibility in scores)),
        float(median(feasibility for _impact, feasibility in scores)),
    )
