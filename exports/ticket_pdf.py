"""The ticket as a tagged PDF (PDF/UA-1), for printing or for a phone without a network."""

from dataclasses import asdict, dataclass

from exports.typst_pdf import written


@dataclass(frozen=True, kw_only=True)
class TicketSheet:
    """The words of one sheet, in one language."""

    language: str
    title: str
    programme: str
    event: str
    facts: list[tuple[str, str]]
    """Label and value, in the order in which they are read; empty values are left out."""
    qr: str
    """The picture as SVG."""
    qr_description: str
    code_label: str
    code: str
    advice: str


def ticket_pdf(sheet: TicketSheet) -> bytes:
    return written("ticket.typ", "ticket", asdict(sheet))
