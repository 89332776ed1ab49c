"""Reports for the tests: one of each kind of part."""

from datetime import date
from html import escape

from exports.reports.content import (
    Report,
    ReportChart,
    ReportFormula,
    ReportItem,
    ReportQuotation,
    ReportTable,
)

SIDES = ("Kamu kurumu", "Sivil toplum kuruluşu", "Üniversite", "Özel sektör", "Diğer")


def bars(labels=SIDES, values=(62, 54, 48, 35, 12), width=660) -> str:
    """A small chart, drawn with words."""
    height = 34 * len(labels) + 10
    rows = "".join(
        f'<text x="0" y="{34 * row + 26}" font-size="14" fill="#16202A">{escape(label)}</text>'
        f'<rect x="200" y="{34 * row + 10}" width="{width - 260}" height="22" fill="#E8EEF0"/>'
        f'<rect x="200" y="{34 * row + 10}" width="{(width - 260) * value / 100}" height="22" fill="#0B5C66"/>'
        f'<text x="{width}" y="{34 * row + 26}" font-size="14" font-weight="600" text-anchor="end">{value} %</text>'
        for row, (label, value) in enumerate(zip(labels, values, strict=True))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" font-family="Inter">{rows}</svg>'
    )


def chart(**words) -> ReportChart:
    values = {
        "svg": bars(),
        "description": "Çubuk grafik: kamu kurumları yüzde 62, STK’ler yüzde 54, üniversiteler yüzde 48.",
        "caption": "Katılıyorum diyenlerin oranı, taraflara göre",
    }
    return ReportChart(**{**values, **words})


def table(rows=None, **words) -> ReportTable:
    values = {
        "caption": "Yanıtların dağılımı",
        "headings": ["Taraf", "Yanıt", "Ortalama", "Standart sapma", "%95 güven aralığı"],
        "rows": rows or [(side, "41", "3,82", "0,94", "3,53 – 4,11") for side in SIDES],
        "numbers": [1, 2, 3, 4],
    }
    return ReportTable(**{**values, **words})


def item(heading="Oturumlar beklentimi karşıladı", **words) -> ReportItem:
    values = {
        "sentence": "Yanıtlayanların yüzde 57’si bu cümleye katılıyor; ortalama 5 üzerinden 3,82 (%95 güven aralığı 3,53 – 4,11).",
        "chart": chart(),
        "tables": [table()],
        "notes": ["Dört kişi bu soruyu boş bıraktı. Beşten az yanıtı olan gruplar gösterilmez."],
        "quotations": [
            ReportQuotation(
                text="Iğdır’daki şoförlerin eğitime ulaşması için öğleden sonra da oturum olsun.",
                side="Sivil toplum kuruluşu",
            ),
            ReportQuotation(text="İlçelerde de çağrı yapılmalı."),
        ],
    }
    return ReportItem(heading=heading, **{**values, **words})


def report(**words) -> Report:
    values = {
        "locale": "tr",
        "title": "Iğdır Sivil Toplum Günü: katılımcılar ne dedi?",
        "subtitle": "Geri bildirim raporu",
        "institution": "Sivil Toplumla İlişkiler Genel Müdürlüğü",
        "made_on": date(2027, 3, 26),
        "period": "12–26 Mart 2027",
        "method": [
            ("", "Geri bildirim formu etkinlikten sonra girişi yapılan herkese gönderildi."),
            ("Kime soruldu", "Girişi yapılan 214 katılımcıya"),
            ("Nasıl soruldu", "E-postayla gönderilen kişisel bağlantıyla; yanıtlar isimsizdir."),
            ("Yanıt oranı", "214 kişiden 131’i (%61,2)"),
            ("Sınırlar", "Yanıtlayanlar kendileri karar verdi; sonuçlar onları anlatır."),
        ],
        "mix": [ReportItem(heading="", sentence="Beş taraf yanıtladı.", tables=[table()])],
        "items": [
            item(),
            ReportItem(
                heading="Düzenleme",
                sentence="Üç cümle ayrı ayrı puanlandı.",
                items=[item("Salon uygundu", quotations=[]), item("Süre yeterliydi")],
            ),
        ],
        "formulas": [
            ReportFormula(
                name="Ortalamanın güven aralığı",
                text="x̄ ± t(0,975; n − 1) · s / √n",
                source="Student (1908), The Probable Error of a Mean, Biometrika 6(1)",
            )
        ],
    }
    return Report(**{**values, **words})


HOSTILE = "#set page(x) $x$ *y* _z_ \\ @z // /* `c` <xml>&amp; ]]> {page} =A1 %s \x00\x0b\x1b\ud800\uffff\u202e ığŞİ"


def everywhere(text: str) -> Report:
    """A report that says this in every place."""
    part = item(
        text,
        sentence=text,
        chart=chart(svg=bars(labels=[text], values=[50]), description=text, caption=text),
        tables=[table([(text,) * 2], caption=text, headings=[text] * 2, numbers=[1])],
        notes=[text],
        quotations=[ReportQuotation(text=text, side=text)],
    )
    return report(
        title=text,
        subtitle=text,
        institution=text,
        period=text,
        method=[(text, text), ("", text)],
        mix=[part],
        items=[part],
        formulas=[ReportFormula(name=text, text=text, source=text)],
    )
