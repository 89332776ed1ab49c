"""The files of a results page: the first look orders one, the worker makes it."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.base.languages import language
from blueprints.base.sent_files import CSV, DOCX, PDF, XLSX, sent
from blueprints.base.transactions import writing
from blueprints.organizer.feedback.asked import AskedWave, routes, wave_or_404
from blueprints.organizer.feedback.results import cut_asked_for
from lib.clock import utc_now
from lib.withholding import MINIMUM
from models.ordered_files import FileFormat, OrderedFile
from operations.feedback.files import order_file, record_results_export
from policy import Permission
from queries.feedback.waves import totals_of

bp = Blueprint("feedback_files", __name__)

_MIMETYPES = {
    FileFormat.XLSX: XLSX,
    FileFormat.CSV: CSV,
    FileFormat.DOCX: DOCX,
    FileFormat.PDF: PDF,
}


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
    with writing():
        ordered = order_file(kind, [asked.wave], by=by, locale=language(), at=utc_now())
        if ordered.content is not None:
            record_results_export(asked.wave, kind, by=current_user, at=utc_now())
        content = ordered.content
    if content is None:
        return _waiting(ordered, asked)
    name = _("answers") if not cut else _("report")
    return sent(content, f"{asked.slug}-{name}.{kind}", _MIMETYPES[kind])


def _waiting(ordered: OrderedFile, asked: AskedWave) -> ResponseReturnValue:
    """The page that looks again by itself until the file is there; 503 where it failed."""
    page = render_template(
        "organizer/feedback/file_ordered.html", asked=asked, failed=ordered.failed
    )
    response = make_response(page, 503 if ordered.failed else 202)
    response.headers["Refresh"] = "60" if ordered.failed else "2"
    return response
