"""The ticket as a tagged PDF (PDF/UA-1), for printing or for a phone without a network."""

from dataclasses import asdict, dataclass

from exports.typst_pdf import written


@dataclass(frozen=True, kw_only=True)
class TicketSheet:
    """All that is printed on one ticket, in one language."""

    language: str
    title: str
    programme: str
    event: str
    facts: list[tuple[str, str]]
    """Labels and values in reading order; empty values are left out."""
    qr: str
    """The QR code as SVG."""
    qr_description: str
    code_label: str
    code: str
    advice: str


def ticket_pdf(sheet: TicketSheet) -> bytes:
    return written("ticket.typ", "ticket", asdict(sheet))
