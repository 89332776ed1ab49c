"""A report as a tagged PDF (PDF/UA-1)."""

from dataclasses import asdict
from typing import Any

from exports.reports.columns import shares
from exports.reports.content import (
    DEEPEST_HEADING,
    Report,
    ReportItem,
    ReportTable,
    cleaned,
    title_size,
)
from exports.reports.words import LANGUAGES, facts_of, on_one_line, words_of
from exports.typst_pdf import written_apart


def pdf_of(report: Report) -> bytes:
    """The report on A4; set in a process of its own, as `written_apart` says. Raises
    subprocess.TimeoutExpired as that does, and CalledProcessError where a chart is no SVG."""
    return written_apart("reports/report.typ", "report", _told(cleaned(report)))


def _told(report: Report) -> dict[str, Any]:
    """All that the layout needs to know."""
    words = words_of(report)
    day = report.made_on
    return {
        **asdict(report),
        "region": LANGUAGES[report.locale].partition("-")[2],
        "words": words,
        "facts": facts_of(report, words),
        "made_on": {"year": day.year, "month": day.month, "day": day.day},
        "mix": [_item(item) for item in report.mix],
        "items": [_item(item) for item in report.items],
        "deepest_heading": DEEPEST_HEADING,
        "head": on_one_line(report.title),
        "foot": on_one_line(report.institution),
        "title_size": title_size(report.title),
    }


def _item(item: ReportItem) -> dict[str, Any]:
    parts = {
        "tables": [_table(table) for table in item.tables],
        "items": [_item(below) for below in item.items],
    }
    return {**asdict(item), **parts}


def _table(table: ReportTable) -> dict[str, Any]:
    return {**asdict(table), "numbers": list(table.numbers), "shares": shares(table)}
