"""A list by priority, with the moderators' scores: what changes most, and what can be done."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import problem_or_404
from blueprints.base.languages import language
from blueprints.base.pages import redirect_with
from blueprints.base.request_sizes import takes_long_texts
from blueprints.inputs.problems.weighing import DetailsForm, ScoreForm
from exports.charts.matrix import MatrixPoint, matrix_chart
from extensions import db
from lib.clock import utc_now
from lib.provinces import PROVINCES
from models.problems import Problem, ProblemScore
from models.scopes import PROGRAMME, Scope
from operations.problems.details import change_details
from operations.problems.scores import score_problem
from policy import Permission
from queries.events.events import event_for
from queries.problems.lists import may_see
from queries.problems.priority import Prioritized, in_list_of, prioritized, prioritized_where
from queries.problems.scores import own_scores

bp = Blueprint("problem_priorities", __name__)


@bp.get("/events/<int:event_id>/problems/priorities")
@bp.get("/problems/lists/<code>/priorities")
@requires(Permission.SEE_RESULTS)
def index(event_id: int | None = None, code: str | None = None) -> ResponseReturnValue:
    scope = _scope_or_404(event_id, code)
    rows = prioritized(scope)
    points = _points(rows)
    return render_template(
        "organizer/problems/priorities.html",
        scope=scope,
        event=event_for(scope.event_id, current_user) if scope.event_id else None,
        rows=rows,
        own=own_scores(current_user, in_list_of(scope)),
        matrix=matrix_chart(points, id="matrix") if points else None,
    )


@bp.get("/problems/<int:problem_id>/score")
@requires(Permission.MODERATE_PROBLEMS)
def edit(problem_id: int) -> ResponseReturnValue:
    problem = problem_or_404(problem_id)
    own = db.session.get(ProblemScore, (problem.id, current_user.id))
    given = {"impact": str(own.impact), "feasibility": str(own.feasibility)} if own else {}
    return _score_page(problem, ScoreForm(formdata=None, data=given))


@bp.post("/problems/<int:problem_id>/score")
@requires(Permission.MODERATE_PROBLEMS)
def update(problem_id: int) -> ResponseReturnValue:
    problem, form = problem_or_404(problem_id), ScoreForm()
    if not form.validate():
        return _score_page(problem, form, 422)
    score_problem(problem, **form.score(), by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("Your score is saved."), _path(problem))


@bp.get("/problems/<int:problem_id>/details")
@requires(Permission.MODERATE_PROBLEMS)
def edit_details(problem_id: int) -> ResponseReturnValue:
    problem = problem_or_404(problem_id)
    return _details_page(problem, DetailsForm(formdata=None, obj=problem))


@bp.post("/problems/<int:problem_id>/details")
@requires(Permission.MODERATE_PROBLEMS)
@takes_long_texts
def update_details(problem_id: int) -> ResponseReturnValue:
    problem, form = problem_or_404(problem_id), DetailsForm()
    if not form.validate():
        return _details_page(problem, form, 422)
    change_details(problem, form.details(), by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The details are saved."), _path(problem))


def _scope_or_404(event_id: int | None, code: str | None) -> Scope:
    if event_id is not None:
        scope = Scope(event_id=event_id)
    elif code in PROVINCES:
        scope = Scope(province=code)
    elif code == str(PROGRAMME):
        scope = PROGRAMME
    else:
        abort(404)
    return scope if may_see(scope, current_user) else abort(404)


def _path(problem: Problem) -> str:
    scope = problem.problem_list.scope
    if scope.event_id is not None:
        page = url_for(".index", event_id=scope.event_id)
    else:
        page = url_for(".index", code=scope.province or str(PROGRAMME))
    return f"{page}#problem-{problem.id}"


def _points(rows: list[Prioritized]) -> list[MatrixPoint]:
    return [
        MatrixPoint(number, row.problem.title_in(language()), row.impact, row.feasibility)
        for number, row in enumerate(rows, start=1)
        if row.impact is not None and row.feasibility is not None
    ]


def _score_page(problem: Problem, form: ScoreForm, status: int = 200) -> ResponseReturnValue:
    [row] = prioritized_where(Problem.id == problem.id)
    page = render_template(
        "organizer/problems/score.html", problem=problem, row=row, form=form, back=_path(problem)
    )
    return page, status


def _details_page(problem: Problem, form: DetailsForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "organizer/problems/details.html", problem=problem, form=form, back=_path(problem)
    )
    return page, status
