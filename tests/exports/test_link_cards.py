import zxingcpp

from exports.link_cards import LinkCard, LinkCardSheet, link_cards_pdf
from lib import qr
from tests.exports.pictures import drawn

LONG = "Kamu kurumları ile sivil toplum kuruluşlarının birbirini nasıl gördüğü üzerine anket"


def sheet(count):
    addresses = [f"https://meydan.example.org/feedback/{'AbCd-eFgH_' * 5}{n}" for n in range(count)]
    return addresses, LinkCardSheet(
        language="tr",
        title=f"Kişisel bağlantılar: {LONG}",
        programme="Kamu Sektörünün Güçlendirilmesi",
        survey=LONG,
        until="Son gün: 20 Mart 2027 Cumartesi, 18.00",
        advice="Kodu telefonunuzun kamerasıyla okutun ya da adresi yazın. Bir kez çalışır.",
        qr_description="Kişisel bağlantının karekodu",
        cards=[LinkCard(qr.svg_once(each, title="Karekod"), each) for each in addresses],
    )


def test_a_phone_reads_the_link_from_each_card():
    addresses, made = sheet(11)
    pages = drawn("link_cards.typ", "sheet", made)
    assert len(pages) == 2
    read = [code.text for page in pages for code in zxingcpp.read_barcodes(page)]
    assert sorted(read) == sorted(addresses)


def test_the_cards_are_tagged():
    _addresses, made = sheet(1)
    pdf = link_cards_pdf(made)
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf or b"pdfuaid" in pdf
