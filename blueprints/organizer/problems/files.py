"""The files of a problem list: the first look orders one, the worker makes it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.base.languages import language
from blueprints.base.ordered_files import file_or_waiting
from blueprints.base.sent_files import named
from blueprints.organizer.problems.boards import board_or_404
from exports.problems.charts import CHARTS
from lib.clock import utc_now
from models.ordered_files import FileFormat
from operations.problems.files import order_list, record_list_export
from operations.problems.told import told_list, version_of
from policy import Permission

bp = Blueprint("problem_files", __name__)


def _routes(ending: str) -> Callable[[Any], Any]:
    """Both addresses of a page: of an event's board, and of another list's."""

    def decorate(view: Any) -> Any:
        for beginning in ("/events/<int:event_id>/problems", "/problems/lists/<code>"):
            bp.add_url_rule(f"{beginning}{ending}", view_func=view, methods=["GET"])
        return view

    return decorate


@_routes(".xlsx")
@requires(Permission.SEE_RESULTS)
def workbook(**place: Any) -> ResponseReturnValue:
    return _file(FileFormat.XLSX, place)


@_routes(".csv")
@requires(Permission.SEE_RESULTS)
def table(**place: Any) -> ResponseReturnValue:
    return _file(FileFormat.CSV, place)


@_routes("/report.docx")
@requires(Permission.SEE_RESULTS)
def document(**place: Any) -> ResponseReturnValue:
    return _file(FileFormat.DOCX, place)


@_routes("/report.pdf")
@requires(Permission.SEE_RESULTS)
def paper(**place: Any) -> ResponseReturnValue:
    return _file(FileFormat.PDF, place)


@_routes("/charts/<item>.svg")
@requires(Permission.SEE_RESULTS)
def chart(item: str, **place: Any) -> Response:
    """404 where there is nothing to draw yet."""
    board = board_or_404(**place)
    draw = or_404(CHARTS.get(item))
    drawn = or_404(draw(told_list(board.scope, language())))
    return named(Response(drawn.file, content_type="image/svg+xml"), f"{item}.svg", inline=True)


def _file(kind: FileFormat, place: dict[str, Any]) -> ResponseReturnValue:
    board, now = board_or_404(**place), utc_now()
    scope, event = board.scope, board.event
    version = version_of(told_list(scope, language()))  # before the write lock: it takes a while
    what = _("problems")
    slug = event.slug if event else scope.province or "programme"
    return file_or_waiting(
        partial(order_list, kind, scope, version=version, locale=language(), at=now),
        taken=partial(record_list_export, scope, event, kind, by=current_user, at=now),
        name=f"{slug}-{what}",
        page=board.path(),
    )
