"""The actions of a road map: written, changed, put in another order, removed.

Problems are found by a search within the form, which needs no script: what was typed stays.
"""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import action_or_404, road_map_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on, respond_with
from blueprints.base.request_sizes import takes_long_texts
from blueprints.base.transactions import committed
from blueprints.inputs.road_maps.action import ActionForm
from blueprints.inputs.road_maps.report import OBJECTIONS
from lib.clock import utc_now
from lib.text import clean_line
from models.road_maps import Action, RoadMap
from operations.road_maps.actions import (
    ActionIsPublic,
    add_action,
    change_action,
    move_action,
    remove_action,
)
from operations.road_maps.rules import ObjectionableAction
from policy import Permission
from queries.road_maps.actions import problems_found, problems_within

bp = Blueprint("actions", __name__)

_KEPT: Words = {
    ActionIsPublic: _l("Everybody can read this action. Drop it with a reason instead.")
}


@bp.get("/roadmaps/<int:road_map_id>/actions/new")
@requires(Permission.EDIT_ROAD_MAPS)
def new(road_map_id: int) -> ResponseReturnValue:
    road_map = road_map_or_404(road_map_id)
    return _form_page(ActionForm(formdata=None, road_map=road_map), road_map)


@bp.post("/roadmaps/<int:road_map_id>/actions/new")
@requires(Permission.EDIT_ROAD_MAPS)
@takes_long_texts
def create(road_map_id: int) -> ResponseReturnValue:
    road_map = road_map_or_404(road_map_id)
    form = _sent(ActionForm(road_map=road_map), road_map)
    action = _kept(
        form,
        lambda: add_action(road_map, form.details(), form.ticked, by=current_user, at=utc_now()),
        road_map,
    )
    return redirect_with(_("The action is added."), _path(road_map, action))


@bp.get("/roadmaps/actions/<int:action_id>/edit")
@requires(Permission.EDIT_ROAD_MAPS)
def edit(action_id: int) -> ResponseReturnValue:
    action = action_or_404(action_id)
    form = ActionForm(formdata=None, road_map=action.road_map, action=action)
    return _form_page(form, action.road_map, action)


@bp.post("/roadmaps/actions/<int:action_id>/edit")
@requires(Permission.EDIT_ROAD_MAPS)
@takes_long_texts
def update(action_id: int) -> ResponseReturnValue:
    action = action_or_404(action_id)
    form = _sent(ActionForm(road_map=action.road_map), action.road_map, action)

    def change() -> Action:
        change_action(action, form.details(), form.ticked, by=current_user, at=utc_now())
        return action

    _kept(form, change, action.road_map, action)
    return redirect_with(_("The action is saved."), _path(action.road_map, action))


@bp.post("/roadmaps/actions/<int:action_id>/move")
@requires(Permission.EDIT_ROAD_MAPS)
def move(action_id: int) -> ResponseReturnValue:
    action = action_or_404(action_id)
    up = request.form.get("direction") == "up"
    committed(lambda: move_action(action, up=up, by=current_user, at=utc_now()))
    return redirect_with(_("The order is changed."), _path(action.road_map, action))


@bp.post("/roadmaps/actions/<int:action_id>/removal")
@requires(Permission.EDIT_ROAD_MAPS)
def destroy(action_id: int) -> ResponseReturnValue:
    action = action_or_404(action_id)
    road_map = action.road_map
    with refusals_told_on(url_for(".edit", action_id=action_id), _KEPT):
        committed(lambda: remove_action(action, by=current_user, at=utc_now()))
    return redirect_with(_("The action is removed."), _path(road_map))


def _sent(form: ActionForm, road_map: RoadMap, action: Action | None = None) -> ActionForm:
    """The form, if it is whole; else its page again: after a search, or with what is faulty."""
    _offer(form, road_map, action)
    if "search" in request.form:
        respond_with(_form_page(form, road_map, action))
    if not form.validate():
        respond_with(_form_page(form, road_map, action, 422))
    return form


def _kept(
    form: ActionForm, act: Callable[[], Action], road_map: RoadMap, action: Action | None = None
) -> Action:
    """Raises nothing: what must not be kept is said beside its field."""
    try:
        return committed(act)
    except ObjectionableAction as refused:
        objection = refused.objection
        form[objection.value].errors = [str(OBJECTIONS[objection])]
        respond_with(_form_page(form, road_map, action, 422))


def _offer(form: ActionForm, road_map: RoadMap, action: Action | None) -> None:
    """What is ticked and what the search found, to be ticked or not."""
    ticked, words = form.ticked, clean_line(form.q.data or "")[:100]
    known = {problem.id: problem for problem in (action.problems if action else ())}
    offered = {number: known[number] for number in ticked if number in known}
    offered |= {each.id: each for each in problems_within(set(ticked) - set(known), current_user)}
    if words or "search" in request.form:
        offered |= {each.id: each for each in problems_found(road_map, words, current_user)}
    form.offer([*offered.values()])


def _form_page(
    form: ActionForm, road_map: RoadMap, action: Action | None = None, status: int = 200
) -> ResponseReturnValue:
    if form.problems.choices is None:
        _offer(form, road_map, action)
    page = render_template(
        "organizer/road_maps/actions/form.html", form=form, road_map=road_map, action=action
    )
    return page, status


def _path(road_map: RoadMap, action: Action | None = None) -> str:
    anchor = f"action-{action.id}" if action else None
    return url_for("organizer.road_maps.show", road_map_id=road_map.id, _anchor=anchor)
