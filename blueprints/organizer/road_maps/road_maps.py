"""Road maps: the list of them, and each with the table of its actions."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import road_map_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import WordsBeside, refusals_beside
from blueprints.base.transactions import committed
from blueprints.inputs.road_maps.road_map import NewRoadMapForm, RoadMapForm
from blueprints.shared.road_maps.filters import filter_chips, filter_lists
from lib.clock import utc_now
from models.progress import ReportState
from models.road_maps import RoadMap
from operations.road_maps.road_maps import (
    OutsideOwnProvince,
    change_road_map,
    create_road_map,
    publish_road_map,
    withdraw_road_map,
)
from policy import Permission
from queries.road_maps.actions import ActionFilter, actions_of, today_at
from queries.road_maps.reports import reports_of, unreported
from queries.road_maps.road_maps import road_maps_for, tallies_of

bp = Blueprint("road_maps", __name__, url_prefix="/roadmaps")

PAGE = 50
_REFUSED: WordsBeside = {
    OutsideOwnProvince: ("province", _l("You can only make road maps of your own province."))
}


@bp.get("")
@requires(Permission.SEE_RESULTS)
def index() -> ResponseReturnValue:
    page = road_maps_for(current_user, limit=PAGE, after=request.args.get("after"))
    return render_template(
        "organizer/road_maps/index.html",
        page=page,
        tallies=tallies_of(page.items, today_at(utc_now())),
    )


@bp.get("/new")
@requires(Permission.EDIT_ROAD_MAPS)
def new() -> ResponseReturnValue:
    return _form_page(NewRoadMapForm(formdata=None))


@bp.post("/new")
@requires(Permission.EDIT_ROAD_MAPS)
def create() -> ResponseReturnValue:
    form = NewRoadMapForm()
    if not form.validate():
        return _form_page(form, 422)
    with refusals_beside(form, _REFUSED, again=lambda: _form_page(form, 422)):
        road_map = committed(lambda: _create(form))
    return redirect_with(
        _("The road map is made. Add its actions, then publish it."), _path(road_map)
    )


@bp.get("/<int:road_map_id>")
@requires(Permission.SEE_RESULTS)
def show(road_map_id: int) -> ResponseReturnValue:
    road_map, today = road_map_or_404(road_map_id), today_at(utc_now())
    wanted = ActionFilter.from_query(request.args, today=today)
    everything = actions_of(road_map)
    return render_template(
        "organizer/road_maps/show.html",
        road_map=road_map,
        actions=actions_of(road_map, wanted) if wanted.narrows else everything,
        total=len(everything),
        lists=filter_lists(wanted, everything),
        chips=filter_chips(wanted),
        wanted=wanted,
        today=today,
        unreported=unreported(road_map, today),
        waiting=len(reports_of(road_map, ReportState.WAITING)),
    )


@bp.get("/<int:road_map_id>/edit")
@requires(Permission.EDIT_ROAD_MAPS)
def edit(road_map_id: int) -> ResponseReturnValue:
    road_map = road_map_or_404(road_map_id)
    return _form_page(RoadMapForm(formdata=None, road_map=road_map), road_map=road_map)


@bp.post("/<int:road_map_id>/edit")
@requires(Permission.EDIT_ROAD_MAPS)
def update(road_map_id: int) -> ResponseReturnValue:
    road_map, form = road_map_or_404(road_map_id), RoadMapForm()
    if not form.validate():
        return _form_page(form, 422, road_map=road_map)
    committed(lambda: change_road_map(road_map, form.details(), by=current_user, at=utc_now()))
    return redirect_with(_("The road map is saved."), _path(road_map))


@bp.post("/<int:road_map_id>/publication")
@requires(Permission.EDIT_ROAD_MAPS)
def publish(road_map_id: int) -> ResponseReturnValue:
    road_map = road_map_or_404(road_map_id)
    committed(lambda: publish_road_map(road_map, by=current_user, at=utc_now()))
    return redirect_with(_("Everybody can read the road map now."), _path(road_map))


@bp.post("/<int:road_map_id>/withdrawal")
@requires(Permission.EDIT_ROAD_MAPS)
def withdraw(road_map_id: int) -> ResponseReturnValue:
    road_map = road_map_or_404(road_map_id)
    committed(lambda: withdraw_road_map(road_map, by=current_user, at=utc_now()))
    return redirect_with(
        _("The road map is no longer public. Nothing of it is lost."), _path(road_map)
    )


def _create(form: NewRoadMapForm) -> RoadMap:
    return create_road_map(
        form.details(), province=form.province.data, by=current_user, at=utc_now()
    )


def _path(road_map: RoadMap) -> str:
    return url_for("organizer.road_maps.show", road_map_id=road_map.id)


def _form_page(
    form: RoadMapForm, status: int = 200, *, road_map: RoadMap | None = None
) -> ResponseReturnValue:
    page = render_template("organizer/road_maps/form.html", form=form, road_map=road_map)
    return page, status
