"""Links by which institutions report: made, each shown once, and revoked."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404, road_map_or_404
from blueprints.base.looks import looked
from blueprints.base.pages import redirect_with
from blueprints.base.transactions import committed
from blueprints.inputs.road_maps.road_map import LinkForm
from letters.road_maps import progress_address
from lib.clock import utc_now
from models.accesses import AccessKind
from models.progress import ProgressLink
from models.road_maps import HalfYear, RoadMap
from operations.road_maps.links import make_link, revoke_link
from policy import Permission
from queries.road_maps.actions import actions_of, today_at
from queries.road_maps.reports import link_of, links_of, missing_by_link

bp = Blueprint("progress_links", __name__, url_prefix="/roadmaps/<int:road_map_id>/links")


@bp.get("")
@requires(Permission.EDIT_ROAD_MAPS)
def index(road_map_id: int) -> ResponseReturnValue:
    road_map = road_map_or_404(road_map_id)
    return _page(road_map, _form(road_map, formdata=None))


@bp.post("")
@requires(Permission.EDIT_ROAD_MAPS)
def create(road_map_id: int) -> ResponseReturnValue:
    """The answer shows the link, this once: the list does not hold it."""
    road_map = road_map_or_404(road_map_id)
    form = _form(road_map)
    if not form.validate():
        return _page(road_map, form, status=422)
    link = committed(
        lambda: make_link(
            road_map,
            institution=form.institution.data,
            email=form.email.data,
            locale=form.locale.data,
            period=HalfYear.parse(form.period.data),
            by=current_user,
            at=utc_now(),
        )
    )
    return _page(road_map, _form(road_map, formdata=None), made=link)


@bp.post("/<int:link_id>/revocation")
@requires(Permission.EDIT_ROAD_MAPS)
def revoke(road_map_id: int, link_id: int) -> ResponseReturnValue:
    link = or_404(link_of(road_map_or_404(road_map_id), link_id))
    committed(lambda: revoke_link(link, by=current_user, at=utc_now()))
    return redirect_with(
        _("The link no longer works. What was reported by it stays."),
        url_for(".index", road_map_id=road_map_id),
    )


def _form(road_map: RoadMap, **options: object) -> LinkForm:
    now = HalfYear.of(today_at(utc_now()))
    return LinkForm(actions=list(actions_of(road_map)), road_map=road_map, now=now, **options)


def _page(
    road_map: RoadMap, form: LinkForm, *, made: ProgressLink | None = None, status: int = 200
) -> ResponseReturnValue:
    links = links_of(road_map)
    looked(AccessKind.LIST, people=len(links), narrowed_by={"road_map": road_map.id})
    page = render_template(
        "organizer/road_maps/links/index.html",
        road_map=road_map,
        form=form,
        links=links,
        missing=missing_by_link(road_map),
        made=made,
        address=progress_address(made) if made else "",
        at=utc_now(),
    )
    return page, status
