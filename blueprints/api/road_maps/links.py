from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import road_map_or_404
from blueprints.api.road_maps.report_schemas import LinkJson, NewLink, NewLinkJson
from blueprints.base.found import or_404
from extensions import db
from lib.clock import utc_now
from models.road_maps import HalfYear
from operations.road_maps.links import make_link, revoke_link
from policy import Permission
from queries.road_maps.reports import link_of

bp = Blueprint("progress_links", __name__, url_prefix="/roadmaps/<int:road_map_id>/links")


@bp.post("")
@call(
    Permission.EDIT_ROAD_MAPS,
    _l("Ask an institution for its reports by a link, which is shown once and emailed"),
    body=NewLink,
    response=NewLinkJson,
    status=201,
)
def create(road_map_id: int, body: NewLink) -> NewLinkJson:
    link = make_link(
        road_map_or_404(road_map_id),
        institution=body.institution,
        email=body.email,
        locale=body.locale,
        period=HalfYear.parse(body.period),
        lapses_at=body.lapses_at,
        by=caller(),
        at=utc_now(),
    )
    db.session.commit()
    return NewLinkJson.of(link)


@bp.delete("/<int:link_id>")
@call(
    Permission.EDIT_ROAD_MAPS,
    _l("Cancel an institution’s link; what was reported by it stays"),
    response=LinkJson,
)
def destroy(road_map_id: int, link_id: int) -> LinkJson:
    link = or_404(link_of(road_map_or_404(road_map_id), link_id))
    revoke_link(link, by=caller(), at=utc_now())
    db.session.commit()
    return LinkJson.of(link)
