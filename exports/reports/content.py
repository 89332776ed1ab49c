"""What a report says, whatever it is about: a survey, a wave, two waves compared, an event, a road
map. All texts are plain, in the report's language, and ready to be read: numbers are formatted and
what must be withheld is left out already."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, Literal

from lib.text import clean_paragraphs


@dataclass(frozen=True, kw_only=True)
class ReportChart:
    svg: str
    """Its text is set in Inter, which a report brings along in the weights 400 and 600. 660 pixels
    are as wide as a page; narrower charts stay narrower."""
    description: str
    """The alternative text: what the chart shows, for those who cannot see it."""
    caption: str


@dataclass(frozen=True, kw_only=True)
class ReportTable:
    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    """As many cells each as there are headings."""
    numbers: Sequence[int] = ()
    """The columns, from 0, that hold numbers: set to the right, digit below digit."""

    def __post_init__(self) -> None:
        """Raises ValueError where a row has more or fewer cells."""
        if any(len(row) != len(self.headings) for row in self.rows):
            raise ValueError(f"a row of “{self.caption}” has not {len(self.headings)} cells")


@dataclass(frozen=True, kw_only=True)
class ReportQuotation:
    text: str
    side: str = ""
    """Whom the person represents, where that may be said."""


@dataclass(frozen=True, kw_only=True)
class ReportItem:
    """One heading and what stands below it, in this order. A matrix has its rows as items, and so
    can anything that falls into parts."""

    heading: str
    sentence: str = ""
    """What was found, in words."""
    chart: ReportChart | None = None
    tables: Sequence[ReportTable] = ()
    notes: Sequence[str] = ()
    """How to read it: what is missing or withheld, and warnings."""
    quotations: Sequence[ReportQuotation] = ()
    items: Sequence["ReportItem"] = ()


@dataclass(frozen=True, kw_only=True)
class ReportFormula:
    name: str
    text: str
    source: str
    """The publication that the formula is taken from."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """A chapter of which there is nothing to say is left out."""

    locale: Literal["tr", "en"]
    title: str
    subtitle: str
    institution: str
    made_on: date
    """By the calendar of the site."""
    period: str
    """When what it tells happened, in words; may be empty."""
    method: Sequence[tuple[str, str]] = ()
    """Terms and what is said of each (who, how, when, rate, limits); a text without a term is a
    paragraph."""
    mix: Sequence[ReportItem] = ()
    """Who answered. An item without a heading stands right below the chapter's own."""
    items: Sequence[ReportItem] = ()
    formulas: Sequence[ReportFormula] = ()


DEEPEST_HEADING = 4
"""Items below this level of headings get a heading of the same level."""


def cleaned(said: Any) -> Any:
    """The same (a report or a part of it) without characters that no file may hold, such as NUL and
    halves of surrogate pairs."""
    if isinstance(said, str):
        return clean_paragraphs(said)
    if isinstance(said, list | tuple):
        return tuple(map(cleaned, said))
    if is_dataclass(said) and not isinstance(said, type):
        parts = {field.name: cleaned(getattr(said, field.name)) for field in fields(said)}
        return replace(said, **parts)
    return said


def title_size(title: str) -> int:
    """In points: a long title is set smaller, so that it stays on the cover."""
    return next((size for size, most in ((30, 60), (24, 120), (18, 300)) if len(title) <= most), 12)
