"""The moderators' board: statements become problems, one act after another."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import problem_or_404
from blueprints.base.refusals import refusals_told
from blueprints.base.transactions import committed
from blueprints.inputs.problems.board import BoardForm, TitleForm
from blueprints.organizer.problems.acting import Asked, Missing, act_on
from blueprints.organizer.problems.boards import Board, board_of, board_or_404, board_page, done
from blueprints.organizer.problems.refusals import REFUSED, Meanwhile
from lib.clock import utc_now
from models.problems import Act, Problem, ProblemList
from operations.problems.acts import rename_problem
from operations.problems.lists import held_list
from policy import Permission
from queries.base.arguments import member
from queries.problems.meanwhile import act_in_between, newest_act
from queries.problems.shelves import Shelf, next_on

bp = Blueprint("problems", __name__)


@bp.get("/events/<int:event_id>/problems")
@bp.get("/problems/lists/<code>")
@requires(Permission.SEE_RESULTS)
def index(event_id: int | None = None, code: str | None = None) -> ResponseReturnValue:
    return board_page(board_or_404(event_id, code))


@bp.post("/events/<int:event_id>/problems")
@bp.post("/problems/lists/<code>")
@requires(Permission.MODERATE_PROBLEMS)
def create(event_id: int | None = None, code: str | None = None) -> ResponseReturnValue:
    """One act on what is ticked, and back to the board where one goes on."""
    board, form = board_or_404(event_id, code), BoardForm()
    if not form.validate():
        return board_page(board, form, status=422)
    asked = Asked.read(form)
    try:
        with refusals_told(
            REFUSED, by=lambda why: board_page(board, form, refused=why, status=409)
        ):
            act = committed(lambda: _act(board, asked))
    except Missing as missing:
        if missing.field:
            form[missing.field].errors = [missing.words]
        return board_page(board, form, refused="" if missing.field else missing.words, status=422)
    return _go_on(board, act, asked.statements)


@bp.get("/problems/<int:problem_id>/edit")
@requires(Permission.MODERATE_PROBLEMS)
def edit(problem_id: int) -> ResponseReturnValue:
    problem = problem_or_404(problem_id)
    return _title_page(problem, TitleForm(formdata=None, obj=problem))


@bp.post("/problems/<int:problem_id>/edit")
@requires(Permission.MODERATE_PROBLEMS)
def update(problem_id: int) -> ResponseReturnValue:
    """Rename it, unless somebody else did since the page was opened."""
    problem, form = problem_or_404(problem_id), TitleForm()
    board = board_of(problem.problem_list)
    if not form.validate():
        return _title_page(problem, form, 422)

    def rename(problem_list: ProblemList) -> Act:
        return rename_problem(
            problem_list,
            problem_id,
            title=form.title.data,
            title_en=form.title_en.data or "",
            reason=form.reason.data or "",
            by=current_user,
            at=utc_now(),
        )

    def again(why: str) -> ResponseReturnValue:
        return _title_page(problem_or_404(problem_id), form, 409, refused=why)

    with refusals_told(REFUSED, by=again):
        act = committed(lambda: _unless_changed(board, [], [problem_id], rename))
    return _go_on(board, act, [])


def _act(board: Board, asked: Asked) -> Act:
    problems = [*asked.problems, *({asked.into} - {None})]
    return _unless_changed(
        board,
        asked.statements,
        [number for number in problems if number],
        lambda problem_list: act_on(problem_list, asked, by=current_user, at=utc_now()),
    )


def _unless_changed(
    board: Board,
    statements: list[int],
    problems: list[int],
    act: Callable[[ProblemList], Act],
) -> Act:
    """Act on the held list. Raises Meanwhile where somebody else acted on the same rows after the
    page was shown; a page shown again knows of it."""
    problem_list = held_list(board.scope)
    if (seen := request.form.get("seen", "")).isascii() and seen.isdigit() and len(seen) < 10:
        meanwhile = act_in_between(
            since=int(seen),
            statements=statements,
            problems=problems,
            user=current_user,
        )
        if meanwhile:
            raise Meanwhile(meanwhile)
    return act(problem_list)


def _go_on(board: Board, act: Act, statements: list[int]) -> ResponseReturnValue:
    at = f"problem-{act.problem_id}" if act.problem_id else "said"
    if statements:
        shelf = member(Shelf, request.args, "shelf") or Shelf.UNGROUPED
        following = next_on(board.scope, shelf, max(statements))
        at = f"statement-{following}" if following else "said"
    done(act, at)
    return redirect(board.path(at), 303)


def _title_page(
    problem: Problem, form: TitleForm, status: int = 200, *, refused: str = ""
) -> ResponseReturnValue:
    page = render_template(
        "organizer/problems/edit.html",
        problem=problem,
        event=problem.event,
        where=board_of(problem.problem_list).address,
        newest=newest_act(),
        form=form,
        refused=refused,
    )
    return page, status
