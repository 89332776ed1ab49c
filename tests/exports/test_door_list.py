import re
from time import perf_counter

from exports.door_list import DoorList, door_list_pdf
from tests.exports.pictures import drawn
from tests.exports.test_ticket_pdf import glyph_names


def door_list(count, **words):
    rows = [
        (f"AB{number:02d}-EFGH", "Çağlar", f"Işıl {number}", "Iğdır Gençlik Derneği", "S")
        for number in range(count)
    ]
    values = {
        "language": "tr", "title": "Kapı listesi", "programme": "Program", "event": "Gün",
        "when": "12 Mart", "advice": "Geleni işaretleyin.", "legend": "S: STK", "printed": "Basım",
        "page": "Sayfa {page} / {pages}", "rows": rows,
        "headings": ["Geldi", "Saat", "Kısa kod", "Ad", "Kurum", "Taraf"],
    }  # fmt: skip
    return DoorList(**{**values, **words})


def test_list_is_tagged_and_says_its_language():
    pdf = door_list_pdf(door_list(3))
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf and b"pdfuaid" in pdf and re.search(rb"/Lang\s*\(tr", pdf)
    assert set("ÇğşıŞ") - {"Ş"} <= set(glyph_names(pdf))


def test_heading_is_repeated_on_each_page_and_a_page_holds_many():
    pages = drawn("door_list.typ", "list", door_list(70), ppi=72)
    assert len(pages) == 3
    shaded = (240, 243, 245)
    for page in pages:
        seen = page.crop((40, 40, 300, 150)).getcolors(maxcolors=100_000)
        assert shaded in {colour for _count, colour in seen}


def test_two_thousand_people_take_a_few_seconds():
    begun = perf_counter()
    pdf = door_list_pdf(door_list(2000))
    assert pdf.startswith(b"%PDF-") and perf_counter() - begun < 15


def test_empty_list_and_long_words_can_be_printed():
    assert door_list_pdf(door_list(0)).startswith(b"%PDF-")
    long = [("ABCD-EFGH", "x" * 100, "y" * 100, "z" * 200, "S")]
    assert door_list_pdf(door_list(0, rows=long)).startswith(b"%PDF-")
