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
        "language": "tr",
        "title": "Kapı listesi",
        "programme": "Program",
        "event": "Gün",
        "when": "12 Mart",
        "advice": "Geleni işaretleyin.",
        "legend": "S: STK",
        "printed": "Yazdırılma zamanı",
        "page": "Sayfa {page} / {pages}",
        "rows": rows,
        "headings": ["Geldi", "Saat", "Kısa kod", "Ad", "Kurum", "Taraf"],
    }
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


LONG = "Kamu Gözetimi, Muhasebe ve Denetim Standartları Kurumu Çorum İl Temsilciliği " * 2


def boxes(page):
    """Where the boxes to be ticked begin, from the top: long strokes at their left edge."""
    edge = page.convert("L").crop((54, 0, 55, page.height)).tobytes()
    strokes = "".join("x" if shade < 128 else " " for shade in edge)
    return [stroke.start() for stroke in re.finditer("x{8,}", strokes)]


def test_nobody_is_torn_in_two_by_the_end_of_a_page():
    short, tall = (("ABCD-EFGH", "Çağlar", "Işıl", words, "S") for words in ("Dernek", LONG))
    begin = set()
    for above in range(4):
        rows = [short] * above + [tall] * 25
        second = drawn("door_list.typ", "list", door_list(0, rows=rows), ppi=90)[1]
        begin.add(boxes(second)[0])
    assert len(begin) == 1


def test_words_of_any_length_stay_in_their_columns():
    long = [("ABCD-EFGH", "x" * 100, "W" * 100, "z" * 200, "S")]
    (page,) = drawn("door_list.typ", "list", door_list(0, rows=long), ppi=90)
    edge = page.crop((int(page.width - 12 * 90 / 25.4), 80, page.width, page.height))
    assert edge.getextrema() == ((255, 255),) * 3


def test_wide_codes_stay_on_one_line():
    def height(code):
        rows = [(code, "Çağlar", "Işıl", "Dernek", "S")] * 20
        (page,) = drawn("door_list.typ", "list", door_list(0, rows=rows), ppi=90)
        return boxes(page)[-1]

    assert height("MWMW-MWMW") == height("ABCD-EFGH")
