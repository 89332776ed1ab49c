"""What stands in a file of results: read in the worker, which nobody waits for."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from flask_babel import force_locale

from exports.reports.content import Report
from exports.reports.docx import docx_of
from exports.reports.pdf import pdf_of
from exports.response_tables import Responses, responses_csv, responses_workbook
from exports.results.report import report_of
from exports.results.responses import responses_to_write, shown_questions
from exports.results.words import Wording
from extensions import site_zone
from models.feedback import Wave
from models.forms import QuestionKind
from models.ordered_files import FileFormat, OrderedFile
from queries.feedback.results import By, results_of
from queries.feedback.rows import loose_answers_of, responses_of
from queries.feedback.subjects import subject_names
from queries.feedback.texts import quotations
from queries.feedback.waves import wave_by_id

_WRITTEN = {QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT}


def content_of(ordered: OrderedFile, *, at: datetime) -> bytes:
    """The file's bytes. Raises LookupError where its wave is gone, and what the makers of PDF and
    DOCX raise."""
    wave = wave_by_id(ordered.wave_ids[0])
    if wave is None:
        raise LookupError(ordered.waves)
    by = By(ordered.by) if ordered.by else None
    with force_locale(ordered.locale):
        match ordered.kind:
            case FileFormat.XLSX:
                return _workbook(_responses(wave, ordered.locale))
            case FileFormat.CSV:
                delimiter = ";" if ordered.locale == "tr" else ","
                return b"".join(
                    responses_csv(_responses(wave, ordered.locale), delimiter=delimiter)
                )
            case FileFormat.DOCX:
                return docx_of(report_of_wave(wave, by=by, locale=ordered.locale, at=at))
            case FileFormat.PDF:
                return pdf_of(report_of_wave(wave, by=by, locale=ordered.locale, at=at))


def report_of_wave(wave: Wave, *, by: By | None, locale: str, at: datetime) -> Report:
    """Told under the same locale."""
    results = results_of(wave, by=by)
    wording = Wording(locale, results.by, subject_names(wave.event, by, locale))
    written = [
        item.question
        for item in results.items
        if item.question.kind in _WRITTEN and item.n is not None
    ]
    zone = site_zone()
    made_on = at.astimezone(ZoneInfo(zone)).date()
    return report_of(results, quotations(wave, written), wording, made_on=made_on, zone=zone)


def _responses(wave: Wave, locale: str) -> Responses:
    """Nothing before the wave is settled, or under five in all."""
    results = results_of(wave)
    items = shown_questions(results) if wave.settled else []
    loose = [item.question.id for item in items if item.question.asked_of]
    return responses_to_write(
        results,
        responses_of(wave) if items else (),
        loose_answers_of(wave, loose),
        Wording(locale),
    )


def _workbook(responses: Responses) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.xlsx"
        responses_workbook(responses, path=str(path))
        return path.read_bytes()
