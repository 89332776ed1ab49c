from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import event_or_404
from blueprints.api.problems.schemas import ProblemJson, ProblemList
from policy import Permission
from queries.problems.problems import problems_of

bp = Blueprint("event_problems", __name__, url_prefix="/events/<int:event_id>/problems")


@bp.get("")
@call(
    Permission.SEE_RESULTS,
    _l("List all problems of an event with their statements"),
    response=ProblemList,
)
def index(event_id: int) -> ProblemList:
    event = event_or_404(event_id)
    items = [ProblemJson.of(row) for row in problems_of(event, caller())]
    return ProblemList(items=items, next=None)
