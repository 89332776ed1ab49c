"""Half-years of a road map: approved once, then frozen."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404, road_map_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told
from blueprints.base.transactions import committed
from blueprints.inputs.road_maps.road_map import PeriodForm, period_choices
from lib.clock import utc_now
from models.progress import ReportState
from models.road_maps import HalfYear, RoadMap
from operations.road_maps.periods import AlreadyApproved, NotBegunYet, approve_period
from policy import Permission
from queries.road_maps.actions import today_at
from queries.road_maps.periods import period_of, periods_of
from queries.road_maps.reports import reports_of

bp = Blueprint("road_map_periods", __name__, url_prefix="/roadmaps/<int:road_map_id>/periods")

_REFUSED: Words = {
    AlreadyApproved: _l("This half-year is approved already, and stays as it is."),
    NotBegunYet: _l("This half-year has not begun yet."),
}


@bp.get("")
@requires(Permission.SEE_RESULTS)
def index(road_map_id: int) -> ResponseReturnValue:
    return _page(road_map_or_404(road_map_id))


@bp.post("")
@requires(Permission.EDIT_ROAD_MAPS)
def create(road_map_id: int) -> ResponseReturnValue:
    """409 for one that is approved already."""
    road_map = road_map_or_404(road_map_id)
    form = PeriodForm(periods=period_choices(road_map))
    if not form.validate():
        return _page(road_map, status=422)
    period = HalfYear.parse(form.period.data)
    with refusals_told(_REFUSED, lambda why: _page(road_map, why, 409)):
        committed(lambda: approve_period(road_map, period, by=current_user, at=utc_now()))
    return redirect_with(
        _("The half-year is approved and frozen."),
        url_for(".show", road_map_id=road_map_id, period=period),
    )


@bp.get("/<period>")
@requires(Permission.SEE_RESULTS)
def show(road_map_id: int, period: str) -> ResponseReturnValue:
    road_map = road_map_or_404(road_map_id)
    frozen = or_404(period_of(road_map, period))
    return render_template(
        "organizer/road_maps/periods/show.html",
        road_map=road_map,
        frozen=frozen,
        content=frozen.content,
    )


def _page(road_map: RoadMap, why: str = "", status: int = 200) -> ResponseReturnValue:
    frozen, today = periods_of(road_map), today_at(utc_now())
    done = {each.period for each in frozen}
    free = [
        (value, words)
        for value, words in period_choices(road_map)
        if value not in done and HalfYear(value).begins_on <= today
    ]
    page = render_template(
        "organizer/road_maps/periods/index.html",
        road_map=road_map,
        frozen=frozen,
        form=PeriodForm(formdata=None, periods=free) if free else None,
        waiting=len(reports_of(road_map, ReportState.WAITING)),
        why=why,
    )
    return page, status
