"""An empty report as DOCX: its styles, language, page, and what stands above and below each page."""

import re
from datetime import UTC, datetime, time
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm

from exports.reports.content import Report
from exports.reports.docx_elements import add_field
from exports.reports.words import LANGUAGES, on_one_line

_STYLES = Path(__file__).with_name("styles.xml")
_LEFT_OUT = ("/thumbnail", "/stylesWithEffects", "/numbering", "/customXml")
"""What python-docx's own empty document has beside: a picture of it, its styles once more,
lists in styles that a report has not, and an empty bibliography."""


def empty_document(report: Report, words: dict[str, str]) -> DocumentObject:
    document = Document()
    _set_styles(document, LANGUAGES[report.locale])
    _set_properties(document, report)
    _set_page(document, report, words)
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, r in relations.items() if r.reltype.endswith(_LEFT_OUT)]:
            del relations[key]
    return document


def _set_styles(document: DocumentObject, language: str) -> None:
    styles = document.styles.element
    for style in list(styles):
        styles.remove(style)
    styles.extend(list(parse_xml(_STYLES.read_bytes())))
    (default,) = styles.xpath("w:docDefaults//w:lang")
    settings = document.settings.element
    (theme,) = settings.xpath("w:themeFontLang")
    for element in (default, theme):
        element.set(qn("w:val"), language)
        element.set(qn("w:eastAsia"), language)
    # Else Word opens it in the compatibility mode of 2010.
    (mode,) = settings.xpath(".//w:compatSetting[@w:name='compatibilityMode']")
    mode.set(qn("w:val"), "15")


def _set_properties(document: DocumentObject, report: Report) -> None:
    properties = document.core_properties
    properties.title = report.title[:255]
    properties.subject = report.subtitle[:255]
    properties.author = properties.last_modified_by = report.institution[:255]
    properties.language = LANGUAGES[report.locale]
    properties.comments = ""
    properties.created = properties.modified = datetime.combine(report.made_on, time(), UTC)


def _set_page(document: DocumentObject, report: Report, words: dict[str, str]) -> None:
    """A4, with the title above, and the institution and the page's number below all but the
    cover."""
    (section,) = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    section.header_distance = section.footer_distance = Mm(12)
    section.different_first_page_header_footer = True
    for empty in (section.first_page_header, section.first_page_footer):
        empty.is_linked_to_previous = False
    section.header.paragraphs[0].add_run(on_one_line(report.title))
    footer = section.footer.paragraphs[0]
    footer.add_run(on_one_line(report.institution) + "\t")
    for part in re.split(r"(\{pages?\})", words["page"]):
        match part:
            case "{page}":
                add_field(footer, "PAGE", "1")
            case "{pages}":
                add_field(footer, "NUMPAGES", "1")
            case _:
                footer.add_run(part)
