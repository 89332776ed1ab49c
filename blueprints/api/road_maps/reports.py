from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import action_or_404, report_or_404, road_map_or_404
from blueprints.api.base.refusal_kinds import ALREADY_DECIDED
from blueprints.api.road_maps.report_schemas import (
    NewReport,
    ReportJson,
    ReportList,
    ReturnNote,
    WhichReports,
)
from extensions import db
from lib.clock import utc_now
from models.road_maps import HalfYear
from operations.road_maps.reports import approve_report, return_report, send_report
from policy import Permission
from queries.road_maps.actions import today_at
from queries.road_maps.reports import reports_of

bp = Blueprint("reports", __name__)


@bp.get("/roadmaps/<int:road_map_id>/reports")
@call(
    Permission.SEE_RESULTS,
    _l("List what was reported on the actions of a road map"),
    query=WhichReports,
    response=ReportList,
)
def index(road_map_id: int, query: WhichReports) -> ReportList:
    reports = reports_of(road_map_or_404(road_map_id), query.status)
    return ReportList(items=[ReportJson.of(report) for report in reports], next=None)


@bp.post("/actions/<int:action_id>/reports")
@call(
    Permission.EDIT_ROAD_MAPS,
    _l("Report on an action; it is not public until somebody approves it"),
    body=NewReport,
    response=ReportJson,
    status=201,
)
def create(action_id: int, body: NewReport) -> ReportJson:
    action, at = action_or_404(action_id), utc_now()
    today = today_at(at)
    period = HalfYear.parse(body.period) if body.period else HalfYear.of(today)
    report = send_report(action, body.details(today), period=period, by=caller(), at=at)
    db.session.commit()
    return ReportJson.of(report)


@bp.post("/reports/<int:report_id>/approval")
@call(
    Permission.EDIT_ROAD_MAPS,
    _l("Approve a report: the action says what it says"),
    response=ReportJson,
    refusals=(ALREADY_DECIDED,),
)
def approve(report_id: int) -> ReportJson:
    report = report_or_404(report_id)
    approve_report(report, by=caller(), at=utc_now())
    db.session.commit()
    return ReportJson.of(report)


@bp.post("/reports/<int:report_id>/return")
@call(
    Permission.EDIT_ROAD_MAPS,
    _l("Return a report with a note"),
    body=ReturnNote,
    response=ReportJson,
    refusals=(ALREADY_DECIDED,),
)
def give_back(report_id: int, body: ReturnNote) -> ReportJson:
    report = report_or_404(report_id)
    return_report(report, note=body.note, by=caller(), at=utc_now())
    db.session.commit()
    return ReportJson.of(report)
