"""What a moderator does in the room with the ticked statements: show, hide, file."""

from collections.abc import Callable

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import workshop_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.row_numbers import LARGEST_RANDOM, ticked
from blueprints.base.transactions import committed
from blueprints.organizer.workshops.rounds import path_of
from lib.clock import utc_now
from lib.text import clean_line
from models.problems import ProblemList
from models.scopes import Scope
from models.workshops import Workshop
from operations.problems.acts import (
    NoHeading,
    NoReason,
    NoTitle,
    file_statements,
    hide_statements,
    show_statements,
)
from operations.problems.holding import NothingChosen, NotOfThisList, ProblemGone
from operations.problems.lists import list_of
from policy import Permission
from queries.base import arguments

bp = Blueprint("workshop_acts", __name__, url_prefix="/workshops/<int:workshop_id>")

_REFUSED: Words = {
    NothingChosen: _l("Tick the statements first."),
    NotOfThisList: _l("One of the statements is not here any more. Look again."),
    ProblemGone: _l("Somebody has just merged or dissolved this problem. Look again."),
    NoReason: _l("Give a reason: the person who wrote it will read it."),
    NoHeading: _l("Choose a problem, or give the title of a new one; not both."),
    NoTitle: _l("Choose a problem, or give the title of a new one; not both."),
}
Act = Callable[[ProblemList, set[int]], object]


@bp.post("/showings")
@requires(Permission.MODERATE_PROBLEMS)
def show(workshop_id: int) -> ResponseReturnValue:
    def act(problems: ProblemList, numbers: set[int]) -> object:
        return show_statements(problems, numbers, by=current_user, at=utc_now())

    return _done(workshop_or_404(workshop_id), act)


@bp.post("/hidings")
@requires(Permission.MODERATE_PROBLEMS)
def hide(workshop_id: int) -> ResponseReturnValue:
    reason = clean_line(request.form.get("reason", ""))[:200]

    def act(problems: ProblemList, numbers: set[int]) -> object:
        return hide_statements(problems, numbers, reason=reason, by=current_user, at=utc_now())

    return _done(workshop_or_404(workshop_id), act)


@bp.post("/filings")
@requires(Permission.MODERATE_PROBLEMS)
def file(workshop_id: int) -> ResponseReturnValue:
    into = arguments.row_number(request.form, "into")
    title = clean_line(request.form.get("title", ""))[:200]

    def act(problems: ProblemList, numbers: set[int]) -> object:
        return file_statements(
            problems, numbers, into=into, title=title, by=current_user, at=utc_now()
        )

    return _done(workshop_or_404(workshop_id), act)


def _done(workshop: Workshop, act: Act) -> ResponseReturnValue:
    numbers, page = ticked("statement", most=LARGEST_RANDOM), path_of(workshop)
    with refusals_told_on(page, _REFUSED):
        committed(lambda: act(list_of(Scope(event_id=workshop.event_id)), numbers))
    number = len(numbers)
    return redirect_with(
        ngettext("%(num)d statement changed.", "%(num)d statements changed.", number), page
    )
