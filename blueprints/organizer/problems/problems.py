"""Grouping statements into problems: merge, rename, dissolve, publish."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, or_404, problem_or_404
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.base.row_numbers import LARGEST_RANDOM, ticked
from blueprints.inputs.problems.problems import GrowingProblemForm, ProblemForm, StatementForm
from extensions import db
from lib.clock import utc_now
from models.events import Event
from models.problems import Problem
from models.scopes import Scope
from operations.problems.lists import held_list
from operations.problems.problems import (
    dissolve_problem,
    merge,
    publish_problems,
    rename_problem,
    withdraw_problems,
)
from policy import Permission
from queries.problems.problems import (
    problems_by_number,
    problems_of,
    statements_by_number,
    statements_of,
)

bp = Blueprint("problems", __name__)

PAGE = 100


@bp.get("/events/<int:event_id>/problems")
@requires(Permission.SEE_RESULTS)
def index(event_id: int) -> ResponseReturnValue:
    return list_page(event_or_404(event_id))


@bp.post("/events/<int:event_id>/problems")
@requires(Permission.MODERATE_PROBLEMS)
def create(event_id: int) -> ResponseReturnValue:
    """Make one problem of what is ticked; if problems are among it, the oldest takes the rest."""
    event = event_or_404(event_id)
    held_list(Scope(event_id=event.id))
    numbers = ticked("statement", most=LARGEST_RANDOM)
    problems = problems_by_number(event, ticked("problem"))
    form = GrowingProblemForm() if len(problems) == 1 else ProblemForm()
    if not form.validate():
        return list_page(event, form, status=422)
    statements = statements_by_number(event, numbers, [problem.id for problem in problems])
    if not statements or (not numbers and len(problems) == 1):
        return refuse_with(_("Tick the statements that say the same first."), problems_path(event))
    into = problems[0] if problems else None
    problem = merge(
        event,
        statements,
        title=form.title.data or (into.title if into else ""),
        title_en=form.title_en.data or (into.title_en if into else ""),
        into=into,
        by=current_user,
        at=utc_now(),
    )
    db.session.commit()
    number = len(problem.statements)
    return redirect_with(
        ngettext(
            "One problem, with %(num)d statement.", "One problem, with %(num)d statements.", number
        ),
        problems_path(event),
    )


@bp.get("/problems/<int:problem_id>/edit")
@requires(Permission.MODERATE_PROBLEMS)
def edit(problem_id: int) -> ResponseReturnValue:
    problem = problem_or_404(problem_id)
    return _edit_page(problem, ProblemForm(formdata=None, obj=problem))


@bp.post("/problems/<int:problem_id>/edit")
@requires(Permission.MODERATE_PROBLEMS)
def update(problem_id: int) -> ResponseReturnValue:
    problem, form = _held_problem_or_404(problem_id), ProblemForm()
    if not form.validate():
        return _edit_page(problem, form, 422)
    rename_problem(
        problem,
        title=form.title.data,
        title_en=form.title_en.data or "",
        by=current_user,
        at=utc_now(),
    )
    db.session.commit()
    return redirect_with(_("The problem has its new title."), problems_path(or_404(problem.event)))


@bp.post("/problems/<int:problem_id>/dissolution")
@requires(Permission.MODERATE_PROBLEMS)
def destroy(problem_id: int) -> ResponseReturnValue:
    problem = _held_problem_or_404(problem_id)
    page = problems_path(or_404(problem.event))
    dissolve_problem(problem, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The problem is dissolved. Its statements are ungrouped again."), page)


@bp.post("/events/<int:event_id>/problems/publication")
@requires(Permission.MODERATE_PROBLEMS)
def publish(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    held_list(Scope(event_id=event.id))
    published = publish_problems(event, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(
        ngettext(
            "%(num)d problem is now public.", "%(num)d problems are now public.", len(published)
        ),
        problems_path(event),
    )


@bp.post("/events/<int:event_id>/problems/withdrawal")
@requires(Permission.MODERATE_PROBLEMS)
def withdraw(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    held_list(Scope(event_id=event.id))
    withdraw_problems(event, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(
        _("The list is no longer public. Nothing of it is lost."), problems_path(event)
    )


def problems_path(event: Event) -> str:
    return url_for("organizer.problems.index", event_id=event.id)


def list_page(
    event: Event,
    form: ProblemForm | None = None,
    statement_form: StatementForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page; after a refusal with what was typed and ticked still in it."""
    statements = statements_of(
        event, current_user, limit=PAGE, after=request.args.get("after"), grouped=False
    )
    page = render_template(
        "organizer/problems/index.html",
        event=event,
        page=statements,
        found=problems_of(event, current_user),
        form=form or ProblemForm(formdata=None),
        statement_form=statement_form or StatementForm(formdata=None),
        ticked={
            "statement": ticked("statement", most=LARGEST_RANDOM),
            "problem": ticked("problem"),
        },
    )
    return page, status


def _held_problem_or_404(problem_id: int) -> Problem:
    held_list(problem_or_404(problem_id).problem_list.scope)
    return problem_or_404(problem_id)


def _edit_page(problem: Problem, form: ProblemForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "organizer/problems/edit.html", event=or_404(problem.event), problem=problem, form=form
    )
    return page, status
