"""The files of a road map: the first look orders one, the worker makes it."""

from functools import partial

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404, road_map_or_404
from blueprints.base.languages import language
from blueprints.base.ordered_files import file_or_waiting
from blueprints.base.sent_files import named
from exports.road_maps.charts import CHARTS
from lib.clock import utc_now
from models.ordered_files import FileFormat
from operations.road_maps.files import (
    AskedFile,
    order_road_map,
    record_road_map_export,
    standings_asked,
)
from policy import Permission

bp = Blueprint("road_map_files", __name__, url_prefix="/roadmaps")


@bp.get("/<int:road_map_id>.xlsx")
@requires(Permission.SEE_RESULTS)
def workbook(road_map_id: int) -> ResponseReturnValue:
    """The actions that `?period=` froze; else those that the filter means, as they stand."""
    return _file(FileFormat.XLSX, road_map_id, _("actions"))


@bp.get("/<int:road_map_id>.csv")
@requires(Permission.SEE_RESULTS)
def table(road_map_id: int) -> ResponseReturnValue:
    return _file(FileFormat.CSV, road_map_id, _("actions"))


@bp.get("/<int:road_map_id>/report.docx")
@requires(Permission.SEE_RESULTS)
def document(road_map_id: int) -> ResponseReturnValue:
    """The monitoring report of `?period=`, else of the present half-year; with `?year=`, the
    evaluation report of that year. 404 for what has not begun yet."""
    return _file(FileFormat.DOCX, road_map_id, _("report"))


@bp.get("/<int:road_map_id>/report.pdf")
@requires(Permission.SEE_RESULTS)
def paper(road_map_id: int) -> ResponseReturnValue:
    return _file(FileFormat.PDF, road_map_id, _("report"))


@bp.get("/<int:road_map_id>/charts/<item>.svg")
@requires(Permission.SEE_RESULTS)
def chart(road_map_id: int, item: str) -> Response:
    """404 where there is nothing to draw yet."""
    road_map, now = road_map_or_404(road_map_id), utc_now()
    draw = or_404(CHARTS.get(item))
    asked = AskedFile.from_query(request.args, at=now)
    standing = or_404(standings_asked(road_map, asked, at=now) or None)[-1]
    drawn = or_404(draw(standing.actions(language()), standing.on))
    return named(Response(drawn.file, content_type="image/svg+xml"), f"{item}.svg", inline=True)


def _file(kind: FileFormat, road_map_id: int, what: str) -> ResponseReturnValue:
    road_map, now = road_map_or_404(road_map_id), utc_now()
    asked = AskedFile.from_query(request.args, at=now)
    standings = or_404(standings_asked(road_map, asked, at=now) or None)
    of = asked.period or asked.year
    name = f"{road_map.slug}-{of}-{what}" if of else f"{road_map.slug}-{what}"
    return file_or_waiting(
        partial(order_road_map, kind, road_map, asked, standings, locale=language(), at=now),
        taken=partial(record_road_map_export, road_map, kind, asked, by=current_user, at=now),
        name=name,
        page=url_for("organizer.road_maps.show", road_map_id=road_map_id),
    )
