"""A door's list on paper as a tagged PDF: who is expected, with room for a tick and a time."""

from dataclasses import asdict, dataclass

from exports.typst_pdf import written_apart


@dataclass(frozen=True, kw_only=True)
class DoorList:
    """All that is printed, in one language."""

    language: str
    title: str
    programme: str
    event: str
    when: str
    advice: str
    legend: str
    """The sectors for which the letters stand."""
    printed: str
    """When it was printed, since later changes are not on it."""
    page: str
    """«Page {page} of {pages}»."""
    headings: list[str]
    rows: list[tuple[str, str, str, str, str]]
    """Short code, family name, given name, institution, letter of the sector."""


def door_list_pdf(door_list: DoorList) -> bytes:
    return written_apart("door_list.typ", "list", asdict(door_list))
