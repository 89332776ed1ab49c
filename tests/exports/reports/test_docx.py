"""Reports as DOCX, opened and read back."""

from datetime import UTC, datetime
from io import BytesIO
from subprocess import CalledProcessError
from time import perf_counter
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from PIL import Image

from exports.reports.content import ReportItem
from exports.reports.docx import docx_of
from tests.exports.reports.examples import HOSTILE, bars, chart, everywhere, item, report, table


@pytest.fixture(scope="module", autouse=True)
def texts_of_the_site(sqlite_app):
    with sqlite_app.app_context():
        yield


def opened(said):
    return Document(BytesIO(docx_of(said)))


@pytest.fixture(scope="module")
def turkish(texts_of_the_site):
    return opened(report())


def in_style(document, style):
    return [part.text for part in document.paragraphs if part.style.name == style]


def descriptions(document):
    return [shape._inline.docPr.get("descr") for shape in document.inline_shapes]


def test_title_author_language_and_date_are_set(turkish):
    told = turkish.core_properties
    assert told.title == "Iğdır Sivil Toplum Günü: katılımcılar ne dedi?"
    assert told.author == "Sivil Toplumla İlişkiler Genel Müdürlüğü"
    assert told.language == "tr-TR" and told.comments == ""
    assert told.created == datetime(2027, 3, 26, tzinfo=UTC)
    (language,) = turkish.styles.element.xpath("w:docDefaults//w:lang/@w:val")
    assert language == "tr-TR"


def test_headings_are_headings(turkish):
    chapters = ["Yöntem", "Kimler yanıtladı", "Sonuçlar", "Formüller ve kaynaklar"]
    assert in_style(turkish, "Heading 1") == chapters
    assert in_style(turkish, "Heading 2") == [
        "Oturumlar beklentimi karşıladı",
        "Düzenleme",
        "Ortalamanın güven aralığı",
    ]
    assert in_style(turkish, "Heading 3") == ["Salon uygundu", "Süre yeterliydi"]
    assert in_style(turkish, "Title") == ["Iğdır Sivil Toplum Günü: katılımcılar ne dedi?"]


def test_contents_lead_to_every_heading_of_the_first_two_levels(turkish):
    headings = [
        part for part in turkish.paragraphs if part.style.name in ("Heading 1", "Heading 2")
    ]
    named = {part._p.find(qn("w:bookmarkStart")).get(qn("w:name")): part.text for part in headings}
    entries = [part for part in turkish.paragraphs if part.style.name in ("toc 1", "toc 2")]
    led_to = [(link.address or link.fragment, link.text) for e in entries for link in e.hyperlinks]
    assert led_to == list(named.items()) and len(led_to) == 7
    marks = turkish.element.body.xpath(".//w:fldChar/@w:fldCharType")
    assert [marks.count(mark) for mark in ("begin", "separate", "end")] == [1 + 3 + 4] * 3


def test_every_picture_has_its_alternative_text_and_a_caption(turkish):
    assert descriptions(turkish) == [chart().description] * 3
    assert in_style(turkish, "Caption") == [
        f"Şekil {number}. Katılıyorum diyenlerin oranı, taraflara göre" for number in (1, 2, 3)
    ]


def test_pictures_are_as_wide_as_the_text_or_as_the_chart():
    document = opened(
        report(items=[item(chart=chart(svg=bars(width=width))) for width in (660, 330, 1320)])
    )
    assert [round(shape.width / Mm(1)) for shape in document.inline_shapes] == [165, 83, 165]


def test_each_item_has_its_own_picture():
    """In the order of the text, also where an item has parts."""
    colours = ("#ff0000", "#00ff00", "#0000ff")
    one, part, next_one = (
        chart(svg=bars(["x"], [100]).replace("#0B5C66", colour), description=colour)
        for colour in colours
    )
    document = opened(
        report(
            mix=[], items=[item(chart=one, items=[item("Alt", chart=part)]), item(chart=next_one)]
        )
    )
    drawn = []
    for shape in document.inline_shapes:
        blip = shape._inline.graphic.graphicData.pic.blipFill.blip
        image = Image.open(BytesIO(document.part.related_parts[blip.embed].blob)).convert("RGB")
        middle = image.width // 2, image.height // 2
        drawn.append("#" + image.crop((*middle, middle[0] + 1, middle[1] + 1)).tobytes().hex())
    assert tuple(drawn) == colours == tuple(descriptions(document))


def test_first_row_of_every_table_is_its_heading_on_each_page(turkish):
    assert len(turkish.tables) == 4
    for one in turkish.tables:
        first, *others = one.rows
        assert first._tr.xpath("w:trPr/w:tblHeader")
        assert not any(row._tr.xpath("w:trPr/w:tblHeader") for row in others)
        assert one.style.name == "Report Table"
    assert [cell.text for cell in turkish.tables[1].rows[0].cells] == table().headings
    assert [cell.text for cell in turkish.tables[1].rows[2].cells] == list(table().rows[1])
    assert in_style(turkish, "Table Caption")[0] == "Tablo 1. Yanıtların dağılımı"


def test_numbers_stand_on_the_right(turkish):
    aligned = [cell.paragraphs[0].alignment for cell in turkish.tables[0].rows[1].cells]
    assert [one.name for one in aligned] == ["LEFT", "RIGHT", "RIGHT", "RIGHT", "RIGHT"]


def test_quotations_method_notes_and_formulas_have_styles_of_their_own(turkish):
    assert in_style(turkish, "Quote")[:2] == [
        "“Iğdır’daki şoförlerin eğitime ulaşması için öğleden sonra da oturum olsun.”"
        "\n— Sivil toplum kuruluşu",
        "“İlçelerde de çağrı yapılmalı.”",
    ]
    assert "Yanıt oranı\t214 kişiden 131’i (%61,2)" in in_style(turkish, "Method")
    assert in_style(turkish, "Formula") == ["x̄ ± t(0,975; n − 1) · s / √n"]
    assert in_style(turkish, "Note")[-1].startswith("Kaynak: Student (1908)")


def test_pages_are_a4_and_numbered_but_for_the_cover(turkish):
    (section,) = turkish.sections
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    assert section.different_first_page_header_footer
    assert section.first_page_footer.paragraphs[0].text == ""
    fields = section.footer._element.xpath(".//w:instrText/text()")
    assert fields == [" PAGE ", " NUMPAGES "]


def test_english_report_has_english_words_and_language():
    document = opened(report(locale="en", period=""))
    assert document.core_properties.language == "en-GB"
    assert in_style(document, "Heading 1")[:2] == ["Method", "Who answered"]
    assert in_style(document, "Cover Fact") == ["Date of the report\t26 March 2027"]
    assert in_style(document, "Caption")[0].startswith("Figure 1. ")


def test_paragraphs_and_lines_of_a_sentence_are_kept():
    said = "İlk paragraf.\n\nİkinci paragraf\nikinci satır."
    one = ReportItem(heading="Tek", sentence=said)
    document = opened(report(method=[], mix=[], items=[one], formulas=[]))
    _end_of_contents, *written = in_style(document, "Normal")
    assert written == ["İlk paragraf.", "İkinci paragraf\nikinci satır."]


def test_hostile_words_are_shown_as_they_are():
    file = docx_of(everywhere(HOSTILE))
    with ZipFile(BytesIO(file)) as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                parse_xml(parts.read(name))
    document = Document(BytesIO(file))
    shown = "#set page(x) $x$ *y* _z_ \\ @z // /* `c` <xml>&amp; ]]> {page} =A1 %s ığŞİ"
    assert in_style(document, "Title") == [shown]
    assert in_style(document, "Heading 2") == [shown] * 3
    assert {cell.text for one in document.tables for row in one.rows for cell in row.cells} == {
        shown
    }
    assert descriptions(document) == [shown] * 2


def test_ten_thousand_letters_break_nothing():
    document = opened(everywhere("Ş" * 10_000))
    assert in_style(document, "Title") == ["Ş" * 10_000]
    assert document.core_properties.title == "Ş" * 255


def test_thirty_items_with_charts_take_a_few_seconds():
    items = [
        item(f"Soru {n}", chart=chart(svg=bars(values=(n, 50, 40, 30, 20)))) for n in range(30)
    ]
    begun = perf_counter()
    document = opened(report(items=items))
    assert len(document.inline_shapes) == 30 and perf_counter() - begun < 10


def test_chart_that_is_no_picture_is_an_error():
    with pytest.raises(CalledProcessError):
        docx_of(report(items=[item(chart=chart(svg="<svg"))]))
