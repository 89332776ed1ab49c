"""A comparison as files."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.organizer.surveys.compared import compared_or_404, routes
from blueprints.shared.feedback.ordered import results_file_or_waiting
from models.ordered_files import FileFormat
from policy import Permission

bp = Blueprint("comparison_files", __name__)


@routes(bp, ".xlsx")
@requires(Permission.SEE_RESULTS)
def workbook(**place: int) -> ResponseReturnValue:
    return _file(FileFormat.XLSX, place)


@routes(bp, ".csv")
@requires(Permission.SEE_RESULTS)
def table(**place: int) -> ResponseReturnValue:
    return _file(FileFormat.CSV, place)


@routes(bp, "/report.docx")
@requires(Permission.SEE_RESULTS)
def document(**place: int) -> ResponseReturnValue:
    return _file(FileFormat.DOCX, place)


@routes(bp, "/report.pdf")
@requires(Permission.SEE_RESULTS)
def paper(**place: int) -> ResponseReturnValue:
    return _file(FileFormat.PDF, place)


def _file(kind: FileFormat, place: dict[str, int]) -> ResponseReturnValue:
    compared = compared_or_404(place)
    waves, about = or_404(compared.waves), compared.survey
    name = f"{about.slug}-{_('comparison')}" if about else str(_("comparison"))
    return results_file_or_waiting(kind, waves, by=compared.by, name=name, page=compared.page)
