from datetime import datetime

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from pydantic import BaseModel

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.fields import maybe_in_zone
from blueprints.api.base.found import event_or_404
from blueprints.api.base.refusal_kinds import UNANSWERED_MARKS
from extensions import db
from lib.clock import utc_now
from models.events import Event
from models.scopes import Scope
from operations.problems.lists import list_of
from operations.problems.publication import close_list, publish_list
from policy import Permission

bp = Blueprint("problem_publications", __name__, url_prefix="/events/<int:event_id>/problems")


class ProblemListJson(BaseModel):
    scope: str
    published_at: datetime | None
    closed_at: datetime | None
    weights_version: int | None


@bp.post("/publication")
@call(
    Permission.MODERATE_PROBLEMS,
    _l("Let everybody read an event’s problems"),
    response=ProblemListJson,
    refusals=(UNANSWERED_MARKS,),
)
def publish(event_id: int) -> ProblemListJson:
    event = event_or_404(event_id)
    publish_list(list_of(Scope(event_id=event.id)), by=caller(), at=utc_now())
    db.session.commit()
    return _shown(event)


@bp.post("/closing")
@call(
    Permission.MODERATE_PROBLEMS,
    _l("Close an event’s problem list, so that its province counts in priorities"),
    response=ProblemListJson,
)
def close(event_id: int) -> ProblemListJson:
    event = event_or_404(event_id)
    close_list(list_of(Scope(event_id=event.id)), by=caller(), at=utc_now())
    db.session.commit()
    return _shown(event)


def _shown(event: Event) -> ProblemListJson:
    problem_list = list_of(Scope(event_id=event.id))
    return ProblemListJson(
        scope=str(problem_list.scope),
        published_at=maybe_in_zone(problem_list.published_at, event.timezone),
        closed_at=maybe_in_zone(problem_list.closed_at, event.timezone),
        weights_version=problem_list.weights_version,
    )
