import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from time import perf_counter

import pytest
import zxingcpp
from PIL import ImageChops

from exports.badges import Badge, BadgeLayout, BadgeSheet, badges_pdf, colour_of
from exports.typst_pdf import as_json
from lib import qr
from lib.ticket_tokens import LENGTH
from models.sectors import Sector
from tests.exports.pictures import drawn
from tests.house.test_style_sheets import LIGHT, contrast

LONG = (
    "Uzunköprülüoğullarındanmışsınızcasına Kahramanmaraşlıgiller-Çekoslovakyalılaştıramadıklarımız"
)


def code(number: int) -> str:
    """As long as a ticket's own, and as different from the next one."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    drawn_from = (number * 7919 + 12345) ** 40
    text = ""
    while len(text) < LENGTH - 1:
        drawn_from, digit = divmod(drawn_from, 36)
        text += digits[digit]
    return "M" + text


def badge(name="Işıl Çağlar", *, number=0, many=False, **words):
    values = {
        "institution": "Iğdır Gençlik Derneği",
        "sector": "Sivil toplum kuruluşu",
        "colour": colour_of(Sector.CSO),
        "qr": qr.svg(code(number), title="", many=many),
        "code": "ABCD-EFGH",
    }
    return Badge(name=name, **{**values, **words})


def sheet(*badges, layout=BadgeLayout.LABEL, **words):
    values = {
        "language": "tr",
        "title": "Yaka kartları: Gün",
        "programme": "Program",
        "event": "Iğdır Günü",
        "qr_description": "Biletin karekodu",
    }
    return BadgeSheet(layout=layout, badges=list(badges), **{**values, **words})


@pytest.mark.parametrize("layout", BadgeLayout)
def test_badges_are_tagged_and_say_their_language(layout):
    pdf = badges_pdf(sheet(badge(), badge("Şükrü İğneli"), layout=layout))
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf and b"pdfuaid" in pdf and re.search(rb"/Lang\s*\(tr", pdf)


def test_single_label_is_a_page_of_its_own_and_eight_share_an_a4_sheet():
    nine = [badge(f"Kişi {number}", number=number) for number in range(9)]
    labels = drawn("badges.typ", "sheet", sheet(*nine), ppi=72)
    assert len(labels) == 9 and labels[0].size == (255, 156)  # 90 × 55 mm
    sheets = drawn("badges.typ", "sheet", sheet(*nine, layout=BadgeLayout.SHEET), ppi=72)
    assert len(sheets) == 2 and sheets[0].size == (595, 842)


@pytest.mark.parametrize("many", [False, True])
def test_every_code_on_a_printed_sheet_can_be_read(many):
    badges = [badge(number=number, many=many) for number in range(64)]
    pages = drawn("badges.typ", "sheet", sheet(*badges, layout=BadgeLayout.SHEET))
    read = {found.text for page in pages for found in zxingcpp.read_barcodes(page)}
    assert read == {code(number) for number in range(64)}


def test_code_on_a_label_can_be_read_in_a_rough_print():
    (page,) = drawn("badges.typ", "sheet", sheet(badge()), ppi=110)
    (found,) = zxingcpp.read_barcodes(page)
    assert found.text == code(0)


@pytest.mark.parametrize("layout", BadgeLayout)
@pytest.mark.parametrize(
    "name", ["Ğ", "Muhammed Mustafa Karaosmanoğlu", LONG, "W" * 100 + " " + "İ" * 100]
)
def test_no_name_is_cut_off(name, layout):
    """Around the name nothing is printed, up to the edges of the badge."""
    plain = badge(name, institution="", qr="", sector="", code="", colour="#FFFFFF")
    (page,) = drawn("badges.typ", "sheet", sheet(plain, layout=layout, event=""), ppi=150)
    left, top, right, bottom = (
        (0, 0, page.width, page.height) if layout is BadgeLayout.LABEL else (30, 80, 608, 476)
    )
    label = (
        page.crop((left, top, right, bottom)).convert("L").point(lambda shade: shade < 128 and 255)
    )
    box = label.getbbox()
    margin = 15  # of 24 pixels, which are 4 mm
    assert box and box[0] >= margin and label.width - box[2] >= margin, box
    name_ends = 27 * 150 / 25.4 if layout is BadgeLayout.LABEL else 32 * 150 / 25.4
    assert box[1] > 30 and box[3] < name_ends, box


def test_words_that_fit_on_a_line_are_not_broken_however_small_they_are_set():
    """Two of these fit beside each other, and a third would, if it were broken."""
    title = " ".join(["m" * 20] * 9)
    plain = badge("", institution="", qr="", sector="", code="", colour="#FFFFFF")
    (page,) = drawn("badges.typ", "sheet", sheet(plain, event=title))
    left, _top, right, _bottom = (
        page.convert("L").point(lambda shade: shade < 160 and 255).getbbox()
    )
    assert left < 30 and 0.5 * page.width < right < 0.85 * page.width


@pytest.mark.parametrize("layout", BadgeLayout)
@pytest.mark.parametrize("name", ["Gülay Bağyağmuroğlu", "Ayşe Nur Büyükşehirlioğlu", LONG])
def test_nothing_lies_on_the_tails_of_a_name(name, layout):
    """What is ink without the code is ink with it, too."""
    with_code, without = (
        drawn("badges.typ", "sheet", sheet(badge(name, institution=LONG, **words), layout=layout))[
            0
        ]
        for words in ({}, {"qr": ""})
    )
    lost = ImageChops.subtract(with_code.convert("L"), without.convert("L"))
    assert max(lost.tobytes()) < 64


def test_band_has_the_colour_of_the_sector_on_which_white_can_be_read():
    for sector in Sector:
        (page,) = drawn("badges.typ", "sheet", sheet(badge(colour=colour_of(sector))), ppi=72)
        band = page.crop((2, page.height - 4, 3, page.height - 3)).tobytes()
        assert f"#{band.hex().upper()}" == colour_of(sector)
        assert colour_of(sector) == LIGHT[f"sector-{sector}"]
        assert contrast("#FFFFFF", colour_of(sector)) >= 4.5


@pytest.mark.parametrize(
    "name",
    [
        "محمد عبد الله",
        "田中さん",
        "👩‍🏫",
        "\u202e\u0301",
        "#set page(x)",
        "$x$ *y* \\ @z",
        "x" * 10_000,
        "\u200b",
    ],
)
def test_any_name_gives_a_badge(name):
    assert badges_pdf(sheet(badge(name, institution=name))).startswith(b"%PDF-")


def test_emoji_are_left_out_where_no_font_has_them():
    """A box instead of a letter would be no PDF/UA."""
    shown = sheet(badge("👩‍🏫 Ayşe Yılmaz 🇹🇷🎉", institution="✊🏽 Öğretmenler ❤️ Derneği"))
    assert b"pdfuaid" in badges_pdf(shown)
    (said,) = json.loads(as_json(asdict(shown)))["badges"]
    assert (said["name"], said["institution"]) == ("Ayşe Yılmaz", "Öğretmenler Derneği")


def test_six_hundred_are_set_in_seconds():
    badges = [badge(f"Şükrü Kişi {number}", number=number % 3, many=True) for number in range(600)]
    begun = perf_counter()
    pdf = badges_pdf(sheet(*badges, layout=BadgeLayout.SHEET))
    assert pdf.startswith(b"%PDF-") and perf_counter() - begun < 20
    assert pdf.count(b"/StructParents") >= 75


@pytest.mark.race
def test_several_threads_print_at_once():
    with ThreadPoolExecutor(4) as threads:
        pdfs = list(threads.map(lambda n: badges_pdf(sheet(badge(f"Kişi {n}"))), range(12)))
    assert all(pdf.startswith(b"%PDF-") for pdf in pdfs)
