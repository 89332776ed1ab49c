from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import action_or_404, road_map_or_404
from blueprints.api.road_maps.schemas import ActionChange, ActionJson, NewAction
from extensions import db
from lib.clock import utc_now
from operations.road_maps.actions import add_action, change_action
from policy import Permission
from queries.road_maps.actions import today_at

bp = Blueprint("actions", __name__)


@bp.post("/roadmaps/<int:road_map_id>/actions")
@call(
    Permission.EDIT_ROAD_MAPS,
    _l("Add an action to a road map"),
    body=NewAction,
    response=ActionJson,
    status=201,
)
def create(road_map_id: int, body: NewAction) -> ActionJson:
    road_map, at = road_map_or_404(road_map_id), utc_now()
    action = add_action(road_map, body.details(), body.problems, by=caller(), at=at)
    db.session.commit()
    return ActionJson.of(action, today_at(at))


@bp.patch("/actions/<int:action_id>")
@call(
    Permission.EDIT_ROAD_MAPS,
    _l("Change an action; of a published road map the public is told"),
    body=ActionChange,
    response=ActionJson,
)
def update(action_id: int, body: ActionChange) -> ActionJson:
    action, at = action_or_404(action_id), utc_now()
    problems = body.problems if "problems" in body.model_fields_set else None
    change_action(action, body.changed(action), problems, by=caller(), at=at)
    db.session.commit()
    return ActionJson.of(action, today_at(at))
