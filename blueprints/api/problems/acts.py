from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import event_or_404
from blueprints.api.base.lists import Window
from blueprints.api.base.problem_details import Refused
from blueprints.api.base.refusal_kinds import BAD_CURSOR, INVALID_FIELDS
from blueprints.api.problems.acts_refusals import REFUSALS, in_the_apis_words
from blueprints.api.problems.acts_schemas import ActJson, ActList, ActName, NewAct
from blueprints.base.found import or_404
from extensions import db
from lib.clock import utc_now
from models.problems import Act, ProblemList
from models.scopes import Scope
from models.users import User
from operations.problems.acts import (
    file_statements,
    hide_statements,
    merge_problems,
    move_statements,
    rename_problem,
    split_problem,
)
from operations.problems.links import link_problems
from operations.problems.lists import list_of
from operations.problems.undo import undo
from policy import Permission
from queries.problems.acts import act_for, acts_of, list_with, statements_in

bp = Blueprint("acts", __name__)


@bp.post("/events/<int:event_id>/acts")
@call(
    Permission.MODERATE_PROBLEMS,
    _l("Sort an event’s statements: file, merge, split, move, rename, hide, link"),
    body=NewAct,
    response=ActJson,
    status=201,
    refusals=REFUSALS,
)
def create(event_id: int, body: NewAct) -> ActJson:
    event = event_or_404(event_id)
    _refuse_incomplete(body)
    with in_the_apis_words():
        problem_list = list_of(Scope(event_id=event.id))
        act = _carried_out(problem_list, body, by=caller(), at=utc_now())
    db.session.commit()
    return _told(act)


@bp.get("/events/<int:event_id>/acts")
@call(
    Permission.MODERATE_PROBLEMS,
    _l("List what moderators did to an event’s problem list, the newest first"),
    query=Window,
    response=ActList,
    refusals=(BAD_CURSOR,),
)
def index(event_id: int, query: Window) -> ActList:
    event = event_or_404(event_id)
    problem_list = list_with(Scope(event_id=event.id))
    if problem_list is None:
        return ActList(items=[], next=None)
    page = acts_of(problem_list, caller(), limit=query.limit, after=query.after)
    return ActList(items=[ActJson.of(act) for act in page.items], next=page.next)


@bp.post("/acts/<int:act_id>/undo")
@call(
    Permission.MODERATE_PROBLEMS,
    _l("Undo an act, or an undo"),
    response=ActJson,
    status=201,
    refusals=REFUSALS,
)
def undo_act(act_id: int) -> ActJson:
    act = or_404(act_for(act_id, caller()))
    with in_the_apis_words():
        undoing = undo(act, by=caller(), at=utc_now())
    db.session.commit()
    return _told(undoing)


_NEEDED: Mapping[ActName, tuple[str, ...]] = {
    ActName.FILE: ("statements",),
    ActName.MERGE: ("problems", "into"),
    ActName.SPLIT: ("problems", "statements", "title"),
    ActName.MOVE: ("statements", "into"),
    ActName.RENAME: ("problems", "title"),
    ActName.HIDE: ("statements", "reason"),
    ActName.LINK: ("problems",),
}
_ONE_PROBLEM = {ActName.SPLIT, ActName.RENAME}


def _refuse_incomplete(body: NewAct) -> None:
    """Raises Refused (422) for all fields that this act needs and that were not given."""
    errors = {
        field: [f"To {body.act}, give this."]
        for field in _NEEDED[body.act]
        if not getattr(body, field)
    }
    if body.act in _ONE_PROBLEM and len(body.problems) > 1:
        errors["problems"] = [f"To {body.act}, give one alone."]
    if errors:
        raise Refused(INVALID_FIELDS, errors=errors)


def _carried_out(problem_list: ProblemList, body: NewAct, *, by: User, at: datetime) -> Act:
    into: Any = body.into
    said, problems = body.statement_numbers, body.problems
    titles: Any = {"title": body.title or "", "title_en": body.title_en or ""}
    also: Any = {"reason": body.reason or "", "by": by, "at": at}
    match body.act:
        case ActName.FILE:
            act = file_statements(problem_list, said, into=into, **titles, **also)
        case ActName.MERGE:
            act = merge_problems(problem_list, problems, into=into, **also)
        case ActName.SPLIT:
            act = split_problem(problem_list, problems[0], said, **titles, **also)
        case ActName.MOVE:
            act = move_statements(problem_list, said, into=into, **also)
        case ActName.RENAME:
            titles = {"title": body.title, "title_en": body.title_en}
            act = rename_problem(problem_list, problems[0], **titles, **also)
        case ActName.HIDE:
            act = hide_statements(problem_list, said, **also)
        case ActName.LINK:
            scope = body.scope_of_new
            act = link_problems(problem_list, problems, into=into, scope=scope, **titles, **also)
    return act


def _told(act: Act) -> ActJson:
    return ActJson.of(act, statements_in(act.problem_id) if act.problem_id else None)
