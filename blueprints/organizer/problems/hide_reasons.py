"""What moderators are offered as reasons when they hide a statement of a list."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.pages import redirect_with
from blueprints.base.request_sizes import takes_long_texts
from blueprints.base.transactions import committed
from blueprints.inputs.problems.hide_reasons import HideReasonsForm
from blueprints.organizer.problems.found import NamedList, list_or_404
from lib.clock import utc_now
from models.problems import ProblemList
from operations.problems.hide_reasons import set_hide_reasons
from policy import Permission

bp = Blueprint("hide_reasons", __name__)

SUGGESTED = (
    _l("Off the subject"),
    _l("Names a person"),
    _l("Insulting"),
    _l("Cannot be understood"),
    _l("Said already"),
)


@bp.get("/events/<int:event_id>/problems/hide-reasons")
@bp.get("/problems/lists/<code>/hide-reasons")
@requires(Permission.MODERATE_PROBLEMS)
def edit(event_id: int | None = None, code: str | None = None) -> ResponseReturnValue:
    named = list_or_404(event_id, code)
    offered = "\n".join(hide_reasons_of(named.problem_list))
    return _form_page(named, HideReasonsForm(formdata=None, data={"reasons": offered}))


@bp.post("/events/<int:event_id>/problems/hide-reasons")
@bp.post("/problems/lists/<code>/hide-reasons")
@requires(Permission.MODERATE_PROBLEMS)
@takes_long_texts
def update(event_id: int | None = None, code: str | None = None) -> ResponseReturnValue:
    named, form = list_or_404(event_id, code), HideReasonsForm()
    if not form.validate():
        return _form_page(named, form, 422)
    committed(
        lambda: set_hide_reasons(
            list_or_404(event_id, code).problem_list, form.lines, by=current_user, at=utc_now()
        )
    )
    return redirect_with(_("The reasons are saved."), named.path(".edit"))


def hide_reasons_of(problem_list: ProblemList) -> list[str]:
    """The list's own; our suggestions where it has none."""
    return list(problem_list.hide_reasons) or [str(reason) for reason in SUGGESTED]


def _form_page(named: NamedList, form: HideReasonsForm, status: int = 200) -> ResponseReturnValue:
    page = render_template("organizer/problems/hide_reasons.html", named=named, form=form)
    return page, status
