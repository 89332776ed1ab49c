"""What is marked in the statements of a list, each with its sentence, and a moderator's answers."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import statement_or_404
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.row_numbers import LARGEST, ticked
from blueprints.base.transactions import committed
from blueprints.inputs.problems.marks import AnswerForm, MaskForm
from blueprints.organizer.problems.found import NamedList, list_of_statement, list_or_404
from lib.clock import utc_now
from models.statements import MarkKind, Statement
from operations.problems.masks import NotInStatement, OriginalDestroyed, add_mask, answer_marks
from policy import Permission
from queries.problems.marks import marked_statements, unanswered_count

bp = Blueprint("marks", __name__)

_REFUSED: Words = {
    OriginalDestroyed: _l("Of this statement only the public text is kept."),
    NotInStatement: _l("The statement does not hold these words."),
}


@bp.get("/events/<int:event_id>/problems/marks")
@bp.get("/problems/lists/<code>/marks")
@requires(Permission.MODERATE_PROBLEMS)
def index(event_id: int | None = None, code: str | None = None) -> ResponseReturnValue:
    named = list_or_404(event_id, code)
    answered = "answered" in request.args
    page = marked_statements(named.problem_list, answered=answered, after=request.args.get("after"))
    return render_template(
        "organizer/problems/marks.html",
        named=named,
        page=page,
        answered=answered,
        waiting=unanswered_count(named.problem_list),
    )


@bp.get("/statements/<bigint:statement_id>/marks")
@requires(Permission.MODERATE_PROBLEMS)
def edit(statement_id: int) -> ResponseReturnValue:
    return _statement_page(statement_or_404(statement_id), MaskForm(formdata=None))


@bp.post("/statements/<bigint:statement_id>/marks")
@requires(Permission.MODERATE_PROBLEMS)
def update(statement_id: int) -> ResponseReturnValue:
    """Mask what is ticked, and show the other marks."""
    form, masked = AnswerForm(), ticked("mask", most=LARGEST)
    page = _list_path(statement_or_404(statement_id))

    def answer() -> bool:
        statement = statement_or_404(statement_id)
        if form.seen.data != seen(statement):
            return False
        answer_marks(statement, masked, by=current_user, at=utc_now())
        return True

    with refusals_told_on(page, _REFUSED):
        answered = committed(answer)
    if not answered:
        return refuse_with(_("Somebody else has changed these marks. Please look again."), page)
    return redirect_with(_("Saved. The public reads the statement like this from now on."), page)


@bp.post("/statements/<bigint:statement_id>/masks")
@requires(Permission.MODERATE_PROBLEMS)
def create(statement_id: int) -> ResponseReturnValue:
    statement, form = statement_or_404(statement_id), MaskForm()
    if not form.validate():
        return _statement_page(statement, form, 422)
    page = url_for(".edit", statement_id=statement_id)
    with refusals_told_on(page, _REFUSED):
        committed(
            lambda: add_mask(
                statement_or_404(statement_id),
                form.words.data,
                form.kind.data,
                by=current_user,
                at=utc_now(),
            )
        )
    return redirect_with(_("The words are masked."), page)


def seen(statement: Statement) -> str:
    """Tells whether the marks are those that the page showed."""
    return " ".join(f"{mark['start']}-{mark['end']}" for mark in statement.marks or ())


def _named(statement: Statement) -> NamedList:
    return list_of_statement(statement.event_id, statement.province)


def _list_path(statement: Statement) -> str:
    answered = None if statement.unanswered else ""
    return _named(statement).path("organizer.marks.index", answered=answered)


def _statement_page(statement: Statement, form: MaskForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "organizer/problems/statement_marks.html",
        named=_named(statement),
        statement=statement,
        form=form,
    )
    return page, status


@bp.context_processor
def readings() -> dict[str, object]:
    return {"seen": seen, "kind_of": lambda mark: MarkKind(mark["kind"])}
