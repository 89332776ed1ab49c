"""A report as DOCX: to be read, changed and taken into other texts."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from docx.document import Document
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from exports.reports.content import (
    DEEPEST_HEADING,
    Report,
    ReportChart,
    ReportFormula,
    ReportItem,
    ReportQuotation,
    ReportTable,
    cleaned,
    title_size,
)
from exports.reports.docx_base import empty_document
from exports.reports.docx_elements import (
    add_bookmark,
    add_field,
    add_field_code,
    add_field_mark,
    add_link,
    table_element,
)
from exports.reports.pictures import Picture, charts_in, pictures_of
from exports.reports.words import facts_of, words_of


def docx_of(report: Report) -> bytes:
    """The report on A4, with headings, captions and quotations in styles of these names. Raises
    subprocess.TimeoutExpired where its charts take too long, and CalledProcessError where one is no
    SVG."""
    report = cleaned(report)
    words = words_of(report)
    pictures = pictures_of([*charts_in(report.mix), *charts_in(report.items)])
    paper = _Paper(empty_document(report, words), words, iter(pictures))
    paper.write(report)
    file = BytesIO()
    paper.document.save(file)
    return file.getvalue()


class _Paper:
    """The file while it is written, from the cover on."""

    def __init__(self, document: Document, words: dict[str, str], pictures: Iterator[Picture]):
        self.document = document
        self._words = words
        self._pictures = pictures
        self._outline: list[tuple[int, str, str]] = []
        self._numbers = {"figure": 0, "table": 0}

    def write(self, report: Report) -> None:
        self._cover(report)
        self._add(self._words["contents"], "TOC Heading")
        end_of_contents = self.document.add_paragraph()
        if report.method:
            self._heading(self._words["method"], 1)
            for term, said in report.method:
                self._method(term, said)
        for name, items in (("mix", report.mix), ("results", report.items)):
            if items:
                self._heading(self._words[name], 1)
                self._items(items, 2)
        if report.formulas:
            self._heading(self._words["formulas"], 1)
            for formula in report.formulas:
                self._formula(formula)
        self._contents(end_of_contents)

    def _add(self, text: str, style: str) -> Paragraph:
        return self.document.add_paragraph(text, style)

    def _cover(self, report: Report) -> None:
        self._add(report.institution, "Institution")
        title = self._add(report.title, "Title")
        for run in title.runs:
            run.font.size = Pt(title_size(report.title))
        self._add(report.subtitle, "Subtitle")
        facts = [self._term("Cover Fact", *fact) for fact in facts_of(report, self._words)]
        facts[0].paragraph_format.space_before = Pt(120)

    def _term(self, style: str, term: str, said: str) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        paragraph.add_run(term, "Strong")
        paragraph.add_run(f"\t{said}")
        return paragraph

    def _heading(self, text: str, level: int) -> None:
        heading = self._add(text, f"Heading {level}")
        if not self._outline:
            heading.paragraph_format.page_break_before = True
        number = len(self._outline) + 1
        bookmark = f"_Toc{number:06d}"
        add_bookmark(heading, bookmark, number)
        self._outline.append((level, text, bookmark))

    def _contents(self, end: Paragraph) -> None:
        """Links to the headings: a field, so that it can be brought up to date. It names no pages,
        which only a word processor knows."""
        entries = [entry for entry in self._outline if entry[0] <= 2]
        for number, (level, text, bookmark) in enumerate(entries):
            entry = end.insert_paragraph_before(style=f"toc {level}")
            if number == 0:
                add_field_mark(entry, "begin")
                add_field_code(entry, r'TOC \o "1-2" \n \h \z \u')
                add_field_mark(entry, "separate")
            add_link(entry, " ".join(text.split()), bookmark)
        if entries:
            add_field_mark(end, "end")

    def _method(self, term: str, said: str) -> None:
        if term:
            self._term("Method", term, said)
        else:
            self._paragraphs(said)

    def _paragraphs(self, said: str) -> list[Paragraph]:
        return [self._add(text.strip("\n"), "Normal") for text in said.split("\n\n") if text]

    def _items(self, items: Sequence[ReportItem], level: int) -> None:
        for item in items:
            if item.heading:
                self._heading(item.heading, level)
            self._item(item)
            self._items(item.items, min(level + 1, DEEPEST_HEADING))

    def _item(self, item: ReportItem) -> None:
        for paragraph in self._paragraphs(item.sentence):
            paragraph.paragraph_format.keep_with_next = item.chart is not None
        if item.chart is not None:
            self._chart(item.chart)
        for table in item.tables:
            self._table(table)
        for note in item.notes:
            self._add(note, "Note")
        for quotation in item.quotations:
            self._quotation(quotation)

    def _chart(self, chart: ReportChart) -> None:
        picture = next(self._pictures)
        run = self.document.add_paragraph(style="Chart").add_run()
        shape = run.add_picture(BytesIO(picture.png), width=Mm(picture.width))
        shape._inline.docPr.set("descr", chart.description)
        self._caption("figure", chart.caption, "Caption")

    def _table(self, table: ReportTable) -> None:
        caption = self._caption("table", table.caption, "Table Caption")
        caption._p.addnext(table_element(table))

    def _caption(self, kind: str, text: str, style: str) -> Paragraph:
        """«Figure 3. …»: the number is a field, so that captions can be added in between."""
        self._numbers[kind] += 1
        label = self._words[kind]
        caption = self.document.add_paragraph(f"{label} ", style)
        add_field(caption, rf"SEQ {label} \* ARABIC", str(self._numbers[kind]))
        caption.add_run(f". {text}")
        return caption

    def _quotation(self, quotation: ReportQuotation) -> None:
        paragraph = self._add(f"“{quotation.text}”", "Quote")
        if quotation.side:
            paragraph.add_run(f"\n— {quotation.side}", "Muted")

    def _formula(self, formula: ReportFormula) -> None:
        if formula.name:
            self._heading(formula.name, 2)
        self._add(formula.text, "Formula")
        if formula.source:
            self._add(f"{self._words['source']}: {formula.source}", "Note")
