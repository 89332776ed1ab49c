"""The files of a results page: the first look orders one, the worker makes it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.organizer.feedback.asked import AskedWave, routes, wave_or_404
from blueprints.organizer.feedback.results import cut_asked_for
from blueprints.shared.feedback.ordered import results_file_or_waiting
from lib.withholding import MINIMUM
from models.ordered_files import FileFormat
from policy import Permission
from queries.feedback.waves import totals_of

bp = Blueprint("feedback_files", __name__)


@routes(bp, "GET", ".xlsx")
@requires(Permission.SEE_RESULTS)
def workbook(**place: int) -> ResponseReturnValue:
    return _rows(FileFormat.XLSX, wave_or_404(place))


@routes(bp, "GET", ".csv")
@requires(Permission.SEE_RESULTS)
def table(**place: int) -> ResponseReturnValue:
    return _rows(FileFormat.CSV, wave_or_404(place))


@routes(bp, "GET", "/report.docx")
@requires(Permission.SEE_RESULTS)
def document(**place: int) -> ResponseReturnValue:
    return _file(FileFormat.DOCX, wave_or_404(place))


@routes(bp, "GET", "/report.pdf")
@requires(Permission.SEE_RESULTS)
def paper(**place: int) -> ResponseReturnValue:
    return _file(FileFormat.PDF, wave_or_404(place))


def _rows(kind: FileFormat, asked: AskedWave) -> ResponseReturnValue:
    """Single answers are told once the wave is settled, and enough people answered; else 404."""
    told = asked.wave.settled and totals_of(asked.wave).counted >= MINIMUM
    return _file(kind, or_404(asked if told else None), cut=False)


def _file(kind: FileFormat, asked: AskedWave, *, cut: bool = True) -> ResponseReturnValue:
    by = cut_asked_for() if cut else None
    name = _("report") if cut else _("answers")
    return results_file_or_waiting(
        kind, [asked.wave], by=by, name=f"{asked.slug}-{name}", page=asked.page
    )
