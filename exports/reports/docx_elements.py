"""What python-docx has no functions for, in the XML of ISO/IEC 29500: fields, links, tables whose
first row is marked as headings."""

from collections.abc import Sequence
from html import escape

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Tbl
from docx.text.paragraph import Paragraph

from exports.reports.columns import shares
from exports.reports.content import ReportTable

TEXT_WIDTH = 9354
"""Of a line, in twentieths of a point: 165 mm."""
_IN_ONE_PIECE = 12
"""So many rows stay on one page."""
_HEADING = (
    "<w:tblHeader/>",
    '<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="0B5C66"/></w:tcBorders>'
    '<w:shd w:val="clear" w:color="auto" w:fill="F1F6F7"/><w:vAlign w:val="bottom"/>',
    "CellHeading",
)
"""What marks the row of headings, how its cells look (some programs know no looks of rows in a
table's style), and the style of its words."""


def add_field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field that a word processor computes, such as PAGE, with what is shown until then."""
    add_field_mark(paragraph, "begin")
    add_field_code(paragraph, code)
    add_field_mark(paragraph, "separate")
    paragraph.add_run(shown)
    add_field_mark(paragraph, "end")


def add_field_mark(paragraph: Paragraph, kind: str) -> None:
    """Where a field has its «begin», «separate» or «end»."""
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def add_field_code(paragraph: Paragraph, code: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    paragraph.add_run()._r.append(instruction)


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A name for all that the paragraph holds so far."""
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (begin, end):
        mark.set(qn("w:id"), str(number))
    begin.set(qn("w:name"), name)
    paragraph.runs[0]._r.addprevious(begin)
    paragraph._p.append(end)


def add_link(paragraph: Paragraph, text: str, bookmark: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    link.set(qn("w:history"), "1")
    link.append(paragraph.add_run(text)._r)
    paragraph._p.append(link)


def table_element(table: ReportTable) -> CT_Tbl:
    """The table as one piece of XML: cell by cell through python-docx takes ten times as long."""
    parts = shares(table)
    widths = [TEXT_WIDTH * part // sum(parts) for part in parts]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    together = len(table.rows) <= _IN_ONE_PIECE
    rows = "".join(
        _row(row, table, widths, keep=together and row is not table.rows[-1]) for row in table.rows
    )
    element: CT_Tbl = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="ReportTable"/>'
        f'<w:tblW w:w="5000" w:type="pct"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        ' w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(table.caption)}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
        f"{_row(table.headings, table, widths, keep=True, heads=True)}{rows}</w:tbl>"
    )
    return element


def _row(
    cells: Sequence[str], table: ReportTable, widths: list[int], *, keep: bool, heads: bool = False
) -> str:
    """A row that no page's end tears in two; with `keep`, the next one stays on its page, too."""
    kept = "<w:keepNext/>" if keep else ""
    row, look, style = _HEADING if heads else ("", "", "Cell")
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{look}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}'
        f'<w:jc w:val="{"right" if column in table.numbers else "left"}"/></w:pPr>'
        f"<w:r>{_text(cell)}</w:r></w:p></w:tc>"
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{row}</w:trPr>{written}</w:tr>"


def _text(words: str) -> str:
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in words.split("\n"))
    return "<w:br/>".join(lines)
