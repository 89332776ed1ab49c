from typing import Annotated

from flask import Blueprint, abort
from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, BaseModel, Field

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.fields import refusal
from blueprints.api.problems.priority_schemas import PrioritizedJson, PrioritizedList
from models.scopes import BadScope, Scope
from policy import Permission
from queries.problems.lists import may_see
from queries.problems.priority import prioritized

bp = Blueprint("priorities", __name__, url_prefix="/problems")


def _scope(text: str) -> str:
    try:
        return str(Scope.parse(text))
    except BadScope:
        raise refusal("Give event:12, province:06 or programme.") from None


class WhichList(BaseModel):
    scope: Annotated[
        str,
        Field(description="event:12, province:06 or programme.", max_length=40),
        AfterValidator(_scope),
    ]


@bp.get("")
@call(
    Permission.SEE_RESULTS,
    _l("List the problems of an event, a province or the programme by priority"),
    query=WhichList,
    response=PrioritizedList,
)
def index(query: WhichList) -> PrioritizedList:
    scope = Scope.parse(query.scope)
    if not may_see(scope, caller()):
        abort(404)
    return PrioritizedList(items=[PrioritizedJson.of(row) for row in prioritized(scope)], next=None)
