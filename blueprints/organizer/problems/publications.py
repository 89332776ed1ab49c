"""Whether everyone may read a list, and whether its province counts in priorities."""

from collections.abc import Callable

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import refusals_told_on
from blueprints.base.transactions import committed
from blueprints.organizer.problems.boards import Board, board_or_404
from lib.clock import utc_now
from models.problems import ProblemList
from operations.problems.lists import held_list
from operations.problems.publication import (
    UnansweredMarks,
    close_list,
    publish_list,
    reopen_list,
    withdraw_list,
)
from policy import Permission

bp = Blueprint("problem_publications", __name__)


@bp.post("/events/<int:event_id>/problems/publication")
@bp.post("/problems/lists/<code>/publication")
@requires(Permission.MODERATE_PROBLEMS)
def publish(event_id: int | None = None, code: str | None = None) -> ResponseReturnValue:
    board = board_or_404(event_id, code)
    marks_page = url_for("organizer.marks.index", **board.address)
    with refusals_told_on(marks_page, {UnansweredMarks: _unanswered}):
        committed(lambda: publish_list(held_list(board.scope), by=current_user, at=utc_now()))
    return redirect_with(_("The list is public."), board.path())


@bp.post("/events/<int:event_id>/problems/withdrawal")
@bp.post("/problems/lists/<code>/withdrawal")
@requires(Permission.MODERATE_PROBLEMS)
def withdraw(event_id: int | None = None, code: str | None = None) -> ResponseReturnValue:
    return _done(
        board_or_404(event_id, code),
        lambda held: withdraw_list(held, by=current_user, at=utc_now()),
        _("The list is no longer public. Nothing of it is lost."),
    )


@bp.post("/events/<int:event_id>/problems/closing")
@bp.post("/problems/lists/<code>/closing")
@requires(Permission.MODERATE_PROBLEMS)
def close(event_id: int | None = None, code: str | None = None) -> ResponseReturnValue:
    return _done(
        board_or_404(event_id, code),
        lambda held: close_list(held, by=current_user, at=utc_now()),
        _("The list is closed: it now counts in priorities. You can go on working on it."),
    )


@bp.post("/events/<int:event_id>/problems/reopening")
@bp.post("/problems/lists/<code>/reopening")
@requires(Permission.MODERATE_PROBLEMS)
def reopen(event_id: int | None = None, code: str | None = None) -> ResponseReturnValue:
    return _done(
        board_or_404(event_id, code),
        lambda held: reopen_list(held, by=current_user, at=utc_now()),
        _("The list is open again: it no longer counts in priorities."),
    )


def _done(board: Board, act: Callable[[ProblemList], object], words: str) -> ResponseReturnValue:
    committed(lambda: act(held_list(board.scope)))
    return redirect_with(words, board.path())


def _unanswered(refusal: UnansweredMarks) -> str:
    number = len(refusal.statements)
    words: str = ngettext(
        "%(num)d statement may hold personal data. Accept or reject each mark, then publish.",
        "%(num)d statements may hold personal data. Accept or reject each mark, then publish.",
        number,
    )
    return words
