"""Reports that await a decision: approved, or returned with a note."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import report_or_404, road_map_or_404
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.inputs.road_maps.report import OBJECTIONS
from blueprints.inputs.road_maps.road_map import ReturnForm
from lib.clock import utc_now
from models.progress import ActionReport, ReportState
from operations.road_maps.reports import AlreadyDecided, approve_report, return_report
from operations.road_maps.rules import ObjectionableAction
from policy import Permission
from queries.base import arguments
from queries.road_maps.reports import reports_of

bp = Blueprint("road_map_reports", __name__)

_REFUSED: Words = {
    AlreadyDecided: _l("Somebody has already decided about this report."),
    ObjectionableAction: lambda refused: str(OBJECTIONS[refused.objection]),
}


@bp.get("/roadmaps/<int:road_map_id>/reports")
@requires(Permission.EDIT_ROAD_MAPS)
def index(road_map_id: int) -> ResponseReturnValue:
    """Those that wait; `?status=` shows the others."""
    road_map = road_map_or_404(road_map_id)
    state = arguments.member(ReportState, request.args, "status") or ReportState.WAITING
    return render_template(
        "organizer/road_maps/reports/index.html",
        road_map=road_map,
        state=state,
        states=list(ReportState),
        reports=[
            (report, ReturnForm(formdata=None, prefix=f"report-{report.id}-"))
            for report in reports_of(road_map, state)
        ],
    )


@bp.post("/roadmaps/reports/<int:report_id>/approval")
@requires(Permission.EDIT_ROAD_MAPS)
def approve(report_id: int) -> ResponseReturnValue:
    report = report_or_404(report_id)
    with refusals_told_on(_path(report), _REFUSED):
        committed(lambda: approve_report(report, by=current_user, at=utc_now()))
    return redirect_with(_("The report is approved. The action says so now."), _path(report))


@bp.post("/roadmaps/reports/<int:report_id>/return")
@requires(Permission.EDIT_ROAD_MAPS)
def give_back(report_id: int) -> ResponseReturnValue:
    report = report_or_404(report_id)
    form = ReturnForm(prefix=f"report-{report.id}-")
    if not form.validate():
        return refuse_with(form.first_refusal(), _path(report))
    note = form.note.data
    with refusals_told_on(_path(report), _REFUSED):
        committed(lambda: return_report(report, note=note, by=current_user, at=utc_now()))
    return redirect_with(
        _("The report is returned. The institution reads your note on its page."), _path(report)
    )


def _path(report: ActionReport) -> str:
    return url_for(".index", road_map_id=report.action.road_map_id)
