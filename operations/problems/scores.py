"""A moderator weighs a problem: how much solving it would change, and how feasible that is."""

from datetime import datetime

from extensions import db
from lib.inserts import insert_into
from models.audit import AuditAction
from models.problems import Problem, ProblemScore
from models.users import User
from operations.base.audit import record


def score_problem(
    problem: Problem, *, impact: int, feasibility: int, by: User, at: datetime
) -> ProblemScore:
    """The moderator's one score of this problem, each from 1 to 5; their earlier one is replaced,
    also where both are given in the same moment."""
    given = {"impact": impact, "feasibility": feasibility, "scored_at": at}
    row = insert_into(ProblemScore, dialect=db.engine.dialect.name).values(
        problem_id=problem.id, user_id=by.id, **given
    )
    db.session.execute(
        row.on_conflict_do_update(index_elements=["problem_id", "user_id"], set_=given)
    )
    record(
        AuditAction.PROBLEM_SCORED,
        at=at,
        by=by,
        event=problem.event,
        subject_id=problem.id,
        impact=impact,
        feasibility=feasibility,
    )
    db.session.flush()
    return db.session.get_one(ProblemScore, (problem.id, by.id), populate_existing=True)
