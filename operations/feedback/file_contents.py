"""What stands in a file of results: read in the worker, which nobody waits for."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from flask_babel import force_locale

from exports.reports.content import Report
from exports.reports.docx import docx_of
from exports.reports.pdf import pdf_of
from exports.response_tables import Responses, responses_csv, responses_workbook
from exports.results.comparison_report import comparison_report
from exports.results.comparison_sheets import comparison_csv, comparison_workbook
from exports.results.report import report_of
from exports.results.responses import responses_to_write, shown_questions
from exports.results.words import Wording
from exports.workbooks import workbook_bytes
from extensions import site_zone
from models.feedback import Wave
from models.forms import FREE_TEXT
from models.ordered_files import FileFormat, OrderedFile
from queries.feedback.results import By, results_of
from queries.feedback.rows import loose_answers_of, responses_of
from queries.feedback.subjects import subject_names
from queries.feedback.texts import quotations
from queries.feedback.waves import wave_by_id
from queries.surveys.comparison import comparison_of


def content_of(ordered: OrderedFile, *, at: datetime) -> bytes:
    """The file's bytes. Raises LookupError where a wave is gone, and what the makers of PDF and
    DOCX raise."""
    waves = [_wave(int(number)) for number in ordered.subject[1]]
    by = By(ordered.by) if ordered.by else None
    with force_locale(ordered.locale):
        if ordered.kind in (FileFormat.DOCX, FileFormat.PDF):
            report = _report(waves, by=by, locale=ordered.locale, at=at)
            return docx_of(report) if ordered.kind is FileFormat.DOCX else pdf_of(report)
        return _table(waves, ordered, by)


def _wave(number: int) -> Wave:
    wave = wave_by_id(number)
    if wave is None:
        raise LookupError(number)
    return wave


def _report(waves: Sequence[Wave], *, by: By | None, locale: str, at: datetime) -> Report:
    if len(waves) == 1:
        return report_of_wave(waves[0], by=by, locale=locale, at=at)
    zone = site_zone()
    return comparison_report(
        comparison_of(waves[0], waves[1], by=by),
        Wording(locale, by),
        made_on=at.astimezone(ZoneInfo(zone)).date(),
        zone=zone,
    )


def _table(waves: Sequence[Wave], ordered: OrderedFile, by: By | None) -> bytes:
    """Of one wave the answers, of two the figures of their comparison."""
    delimiter = ";" if ordered.locale == "tr" else ","
    is_csv, wording = ordered.kind is FileFormat.CSV, Wording(ordered.locale, by)
    if len(waves) == 1:
        answers = _responses(waves[0], ordered.locale)
        if is_csv:
            return b"".join(responses_csv(answers, delimiter=delimiter))
        return workbook_bytes(partial(responses_workbook, answers))
    compared = comparison_of(waves[0], waves[1], by=by)
    if is_csv:
        return b"".join(comparison_csv(compared, wording, delimiter=delimiter))
    return workbook_bytes(partial(comparison_workbook, compared, wording))


def report_of_wave(wave: Wave, *, by: By | None, locale: str, at: datetime) -> Report:
    """Told under the same locale."""
    results = results_of(wave, by=by)
    wording = Wording(locale, results.by, subject_names(wave.event, by, locale))
    written = [
        item.question
        for item in results.items
        if item.question.kind in FREE_TEXT and item.n is not None
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
