"""What was done to a list, newest first; each act can be undone, and each undo too."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.base.pages import refuse_with
from blueprints.base.transactions import committed
from blueprints.organizer.problems.boards import Board, board_of, board_or_404, done
from blueprints.organizer.problems.words import told
from lib.clock import utc_now
from lib.paging import Page
from models.problems import Act
from operations.problems.undo import AlreadyUndone, LaterAct, undo
from policy import Permission
from queries.problems.acts import act_for, acts_of, list_with
from queries.problems.titles import undoing

bp = Blueprint("problem_acts", __name__)

PAGE = 50


@bp.get("/events/<int:event_id>/problems/acts")
@bp.get("/problems/lists/<code>/acts")
@requires(Permission.SEE_RESULTS)
def index(event_id: int | None = None, code: str | None = None) -> ResponseReturnValue:
    return _acts_page(board_or_404(event_id, code))


@bp.post("/acts/<int:act_id>/undo")
@requires(Permission.MODERATE_PROBLEMS)
def destroy(act_id: int) -> ResponseReturnValue:
    """Undo it; where a later act is in the way, show that one."""
    board = board_of(or_404(act_for(act_id, current_user)).problem_list)
    from_log = request.args.get("from") == "log"
    back = _log_path(board) if from_log else board.path()
    try:
        made = committed(lambda: _undo(act_id))
    except LaterAct as refusal:
        return _acts_page(board, in_the_way=refusal.act, status=409)
    except AlreadyUndone:
        return refuse_with(_("Somebody else has undone this already."), back)
    if from_log:
        done(made, "")
        return redirect(f"{back}#act-{made.id}", 303)
    at = _first_touched(made)
    done(made, at)
    return redirect(board.path(at), 303)


def _log_path(board: Board) -> str:
    return url_for("organizer.problem_acts.index", **board.address)


def _undo(act_id: int) -> Act:
    return undo(or_404(act_for(act_id, current_user)), by=current_user, at=utc_now())


def _first_touched(act: Act) -> str:
    for change in act.changes:
        return f"{change['row']}-{change['id']}"
    return "said"


def _acts_page(
    board: Board, *, in_the_way: Act | None = None, status: int = 200
) -> ResponseReturnValue:
    problem_list = list_with(board.scope)
    page: Page[Act] = Page([], None)
    if problem_list:
        after = request.args.get("after")
        page = acts_of(problem_list, current_user, limit=PAGE, after=after)
    shown = render_template(
        "organizer/problems/acts.html",
        scope=board.scope,
        where=board.address,
        event=board.event,
        page=page,
        rows=told(page.items),
        undoing=undoing(page.items),
        in_the_way=told([in_the_way])[0] if in_the_way else None,
    )
    return shown, status
