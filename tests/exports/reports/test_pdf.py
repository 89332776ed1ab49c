"""Reports as PDF, read back by another program than wrote them."""

import re
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from exports.reports.content import ReportItem
from exports.reports.pdf import pdf_of
from exports.typst_pdf import pictures_apart
from tests.exports.reports.examples import HOSTILE, bars, chart, everywhere, item, report, table


@pytest.fixture(scope="module", autouse=True)
def texts_of_the_site(sqlite_app):
    with sqlite_app.app_context():
        yield


def read(pdf):
    """The words of each page, on one line."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


@pytest.fixture(scope="module")
def turkish(texts_of_the_site):
    return pdf_of(report())


def test_report_is_pdf_ua_with_its_title_and_language(turkish):
    assert turkish.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in turkish and re.search(rb"/Marked\s+true", turkish)
    assert re.search(rb"<pdfuaid:part>1</pdfuaid:part>", turkish)
    assert re.search(rb"/Lang\s*\(tr-TR\)", turkish)
    assert re.search(rb"/DisplayDocTitle\s+true", turkish)
    with pypdfium2.PdfDocument(turkish) as document:
        told = document.get_metadata_dict()
    assert told["Title"] == "Iğdır Sivil Toplum Günü: katılımcılar ne dedi?"
    assert told["Author"] == "Sivil Toplumla İlişkiler Genel Müdürlüğü"


def test_all_parts_can_be_read_with_turkish_letters(turkish):
    cover, contents, *pages = read(turkish)
    assert "Iğdır Sivil Toplum Günü: katılımcılar ne dedi? Geri bildirim raporu" in cover
    assert "Dönem 12–26 Mart 2027" in cover and "Rapor tarihi 26 Mart 2027" in cover
    for heading in ("İçindekiler", "Yöntem", "Kimler yanıtladı", "Sonuçlar", "Düzenleme"):
        assert heading in contents
    text = " ".join(pages)
    assert "Yanıt oranı 214 kişiden 131’i (%61,2)" in text
    assert "Tablo 1. Yanıtların dağılımı Taraf Yanıt Ortalama" in text
    assert "Şekil 1. Katılıyorum diyenlerin oranı, taraflara göre" in text
    assert "“Iğdır’daki şoförlerin eğitime ulaşması için" in text
    assert "— Sivil toplum kuruluşu" in text and "Kaynak: Student (1908)" in text
    assert pages[0].endswith(f"Sayfa 3 / {len(pages) + 2}")


def test_words_of_a_chart_can_be_searched_for(turkish):
    assert "Sivil toplum kuruluşu 54 % Üniversite 48 %" in " ".join(read(turkish))


def test_english_report_has_english_words_and_language():
    pdf = pdf_of(report(locale="en", title="Civil society day", period=""))
    assert re.search(rb"/Lang\s*\(en-GB\)", pdf)
    cover, contents, *_pages = read(pdf)
    assert "Date of the report 26 March 2027" in cover and "Period" not in cover
    assert all(word in contents for word in ("Contents", "Method", "Who answered", "Results"))


def test_headings_of_a_long_table_stand_on_each_page():
    rows = [(f"İlçe {number}", "1", "2", "3", "4") for number in range(60)]
    pages = read(pdf_of(report(mix=[], items=[item(tables=[table(rows)])])))
    with_rows = [page for page in pages if re.search(r"İlçe \d", page)]
    assert len(with_rows) == 3
    assert all("%95 güven aralığı İlçe" in page for page in with_rows)


def test_chapters_with_nothing_to_say_are_left_out():
    pdf = pdf_of(report(method=[], mix=[], items=[ReportItem(heading="Tek")], formulas=[]))
    text = " ".join(read(pdf))
    assert b"pdfuaid" in pdf and "Sonuçlar" in text
    assert not any(word in text for word in ("Yöntem", "Kimler yanıtladı", "Formüller"))


def test_hostile_words_are_shown_as_they_are():
    pdf = pdf_of(everywhere(HOSTILE))
    text = " ".join(read(pdf))
    for shown in ("#set page(x)", "$x$ *y*", "<xml>&amp;", "@z // /*", "{page}"):
        assert shown in text
    assert b"pdfuaid" in pdf


def test_ten_thousand_letters_fill_pages_but_break_nothing():
    pages = read(pdf_of(report(items=[item("Ş" * 10_000, sentence="ğ ışık " * 1_400)])))
    letters = "".join(pages)
    assert letters.count("ışık") == 1_400
    assert letters.count("Ş") > 2 * 10_000  # in the contents, too


def test_chart_is_drawn_with_turkish_letters_in_its_own_font():
    """As wide as the page's text where it is wide, and with other ink for i than for ı."""
    drawn = [
        Image.open(BytesIO(png)).convert("L")
        for png in pictures_apart(
            "reports/charts.typ",
            "charts",
            {"svgs": [bars(["ĞİIŞ"], [50]), bars(["ĞIIŞ"], [50]), bars(["ĞİIŞ"], [50], 330)]},
            ppi=100,
        )
    ]
    assert [picture.width for picture in drawn] == [650, 650, 325]
    dotted, dotless = (picture.crop((0, 0, 190, picture.height)) for picture in drawn[:2])
    assert sum(dotted.histogram()[:128]) > sum(dotless.histogram()[:128]) > 0


def test_description_of_a_chart_is_its_alternative_text():
    pdf = pdf_of(report(items=[item(chart=chart(description="Bars of five sides"))]))
    assert re.search(rb"/Alt\s*\(Bars of five sides\)", pdf)
