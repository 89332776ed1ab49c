import json
import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from io import BytesIO

import pytest
import typst
import zxingcpp
from PIL import Image

from exports import typst_pdf as module
from exports.ticket_pdf import TicketSheet, ticket_pdf
from lib import qr

CODE = "MABCDEFGHIJ0123456789" * 5


def sheet(name="Şükrü İğneli Çağlar ığüöş", **words):
    values = {
        "language": "tr",
        "title": "Bilet: Gün",
        "programme": "Program",
        "event": "Iğdır Günü",
        "facts": [("Ad", name), ("Yer", "")],
        "qr": qr.svg(CODE, title="QR"),
        "qr_description": "Biletin karekodu",
        "code_label": "Kısa kod",
        "code": "ABCD-EFGH",
        "advice": "Girişte gösterin.",
    }
    return TicketSheet(**{**values, **words})


def glyph_names(pdf):
    """What a reader would copy out of the fonts: the targets of their ToUnicode tables."""
    text = ""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            content = zlib.decompress(stream)
        except zlib.error:
            continue
        if b"beginbfchar" in content or b"beginbfrange" in content:
            for target in re.findall(rb"<([0-9A-Fa-f]{4})>\s*\n", content):
                text += chr(int(target, 16))
    return text


def test_a_ticket_is_tagged_and_says_its_language():
    pdf = ticket_pdf(sheet())
    assert pdf.startswith(b"%PDF-")
    assert b"/MarkInfo" in pdf and b"/StructTreeRoot" in pdf
    assert b"pdfuaid" in pdf and re.search(rb"/Lang\s*\(tr", pdf)


def test_turkish_letters_are_in_the_text_of_the_file():
    assert set("ŞşüİğiÇıö") <= set(glyph_names(ticket_pdf(sheet(advice="ğışçöü"))))


def test_the_printed_qr_can_be_read():
    words = {"ticket": json.dumps(asdict(sheet()))}
    picture = typst.compile(
        module.FOLDER / "ticket.typ",
        root=module.FOLDER,
        format="png",
        ppi=150,
        sys_inputs=words,
        font_paths=[module.FOLDER / "fonts"],
    )
    (read,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture)).convert("L"))
    assert read.text == CODE


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
    ],
)
def test_any_name_gives_a_ticket(name):
    assert ticket_pdf(sheet(name)).startswith(b"%PDF-")


@pytest.mark.race
def test_several_threads_print_at_once():
    with ThreadPoolExecutor(4) as threads:
        pdfs = list(threads.map(lambda number: ticket_pdf(sheet(f"Kişi {number}")), range(12)))
    assert all(pdf.startswith(b"%PDF-") for pdf in pdfs)
