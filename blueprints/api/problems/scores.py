from typing import Annotated

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from pydantic import BaseModel, Field

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.base.found import or_404
from extensions import db
from lib.clock import utc_now
from operations.problems.scores import score_problem
from policy import Permission
from queries.problems.problems import problem_for

bp = Blueprint("scores", __name__, url_prefix="/problems/<int:problem_id>/score")

Points = Annotated[int, Field(ge=1, le=5, strict=True)]


class Score(BaseModel):
    impact: Annotated[Points, Field(description="How much solving it would change.")]
    feasibility: Annotated[Points, Field(description="How well it can be solved.")]


class GivenScoreJson(BaseModel):
    problem_id: int
    impact: int
    feasibility: int


@bp.put("")
@call(
    Permission.MODERATE_PROBLEMS,
    _l("Score a problem; your earlier score is replaced"),
    body=Score,
    response=GivenScoreJson,
)
def update(problem_id: int, body: Score) -> GivenScoreJson:
    score = score_problem(
        or_404(problem_for(problem_id, caller())),
        impact=body.impact,
        feasibility=body.feasibility,
        by=caller(),
        at=utc_now(),
    )
    db.session.commit()
    return GivenScoreJson(problem_id=problem_id, impact=score.impact, feasibility=score.feasibility)
