"""Personal links on paper as a tagged PDF (PDF/UA-1): one card a link, to cut out and hand over."""

from dataclasses import asdict, dataclass

from exports.typst_pdf import written, written_apart

_FEW = 24


@dataclass(frozen=True)
class LinkCard:
    qr: str
    """The QR code of the address as SVG."""
    address: str


@dataclass(frozen=True, kw_only=True)
class LinkCardSheet:
    """All that is printed, in one language."""

    language: str
    title: str
    programme: str
    survey: str
    until: str
    """Until when it can be answered; "" where nobody has set that."""
    advice: str
    qr_description: str
    cards: list[LinkCard]


def link_cards_pdf(sheet: LinkCardSheet) -> bytes:
    """The PDF; more than a few cards are made in a process of their own, as `written_apart`
    says."""
    write = written if len(sheet.cards) <= _FEW else written_apart
    return write("link_cards.typ", "sheet", asdict(sheet))
