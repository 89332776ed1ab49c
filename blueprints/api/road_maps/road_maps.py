from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import road_map_or_404
from blueprints.api.base.refusal_kinds import OUTSIDE_PROVINCE
from blueprints.api.road_maps.schemas import ActionJson, NewRoadMap, RoadMapJson
from extensions import db
from lib.clock import utc_now
from models.road_maps import RoadMap
from models.scopes import Scope
from operations.road_maps.road_maps import RoadMapDetails, create_road_map, publish_road_map
from policy import Permission
from queries.road_maps.actions import actions_of, today_at
from queries.road_maps.reports import unreported
from queries.road_maps.road_maps import changes_of

bp = Blueprint("road_maps", __name__, url_prefix="/roadmaps")


@bp.post("")
@call(
    Permission.EDIT_ROAD_MAPS,
    _l("Make a road map of a province or of the programme"),
    body=NewRoadMap,
    response=RoadMapJson,
    status=201,
    refusals=(OUTSIDE_PROVINCE,),
)
def create(body: NewRoadMap) -> RoadMapJson:
    by, at = caller(), utc_now()
    details = RoadMapDetails(title=body.title, title_en=body.title_en, period=body.period)
    road_map = create_road_map(details, province=Scope.parse(body.scope).province, by=by, at=at)
    if body.published:
        publish_road_map(road_map, by=by, at=at)
    db.session.commit()
    return _shown(road_map)


@bp.get("/<int:road_map_id>")
@call(
    Permission.SEE_RESULTS,
    _l("Show a road map with its actions and what the public was told of it"),
    response=RoadMapJson,
)
def show(road_map_id: int) -> RoadMapJson:
    return _shown(road_map_or_404(road_map_id))


def _shown(road_map: RoadMap) -> RoadMapJson:
    today = today_at(utc_now())
    missing = unreported(road_map, today)
    actions = [
        ActionJson.of(action, today, missing.get(action.id)) for action in actions_of(road_map)
    ]
    return RoadMapJson.of(road_map, actions, changes_of(road_map))
