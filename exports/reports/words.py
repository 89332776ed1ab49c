"""The fixed words of a report, in its language."""

from flask_babel import force_locale
from flask_babel import gettext as _

from exports.reports.content import Report
from lib.dates import date_text

LANGUAGES = {"tr": "tr-TR", "en": "en-GB"}
"""As files name them (BCP 47)."""
_LINE = 80
"""In characters, with room for the page's number."""


def words_of(report: Report) -> dict[str, str]:
    """Headings of chapters and labels; `page` has places for {page} and {pages}. Outside of the
    app's context they are English."""
    with force_locale(report.locale):
        return {
            "contents": str(_("Contents")),
            "method": str(_("Method")),
            "mix": str(_("Who answered")),
            "results": str(_("Results")),
            "formulas": str(_("Formulas and sources")),
            "period": str(_("Period")),
            "made_on": str(_("Date of the report")),
            "source": str(_("Source")),
            "figure": str(_("Figure")),
            "table": str(_("Table")),
            "page": str(_("Page {page} of {pages}")),
        }


def facts_of(report: Report, words: dict[str, str]) -> list[tuple[str, str]]:
    """What the cover says beside the title: labels and values."""
    facts = [
        (words["period"], report.period),
        (words["made_on"], date_text(report.made_on, report.locale)),
    ]
    return [(label, value) for label, value in facts if value]


def on_one_line(text: str) -> str:
    """The beginning of the text, for the head and the foot of a page."""
    line = " ".join(text.split())
    return line if len(line) <= _LINE else f"{line[: _LINE - 1]}…"
