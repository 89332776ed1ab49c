"""Badges as a tagged PDF: eight on an A4 page, or one on each page of a label printer."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from exports.typst_pdf import written, written_apart
from models.sectors import Sector

_FEW = 24
_COLOURS = {
    Sector.PUBLIC: "#1D4F91",
    Sector.CSO: "#B14A00",
    Sector.ACADEMIA: "#6B3FA0",
    Sector.PRIVATE: "#0B5C66",
    Sector.OTHER: "#52606D",
}
"""The colours of the pages; white text has enough contrast on each of them."""


class BadgeLayout(StrEnum):
    SHEET = "sheet"
    """A4 with eight labels of 99.1 × 67.7 mm and cut lines."""
    LABEL = "label"
    """A page of 90 × 55 mm for each badge."""


@dataclass(frozen=True, kw_only=True)
class Badge:
    name: str
    institution: str
    sector: str
    """The name of the sector in the sheet's language."""
    colour: str
    qr: str
    """The QR code as SVG."""
    code: str


@dataclass(frozen=True, kw_only=True)
class BadgeSheet:
    """All that is printed, in one language."""

    language: str
    title: str
    programme: str
    event: str
    qr_description: str
    layout: BadgeLayout
    badges: list[Badge]


def colour_of(sector: Sector) -> str:
    return _COLOURS[sector]


def badges_pdf(sheet: BadgeSheet) -> bytes:
    """The PDF; more than a few badges are made in a process of their own, as `written_apart`
    says."""
    write = written if len(sheet.badges) <= _FEW else written_apart
    return write("badges.typ", "sheet", asdict(sheet))
