"""The ticket as a tagged PDF (PDF/UA-1), for printing or for a phone without a network."""

import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, cast

import typst

_FOLDER = Path(__file__).parent
_local = threading.local()


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
    words = json.dumps(asdict(sheet), ensure_ascii=False)
    try:
        return _written(words, "ua-1")
    except typst.TypstError:
        # A name in a script that no font here can show: PDF/UA forbids the placeholder boxes,
        # but the person still needs the QR.
        return _written(words, None)


def _written(words: str, standard: Literal["ua-1"] | None) -> bytes:
    inputs = {"ticket": words}
    written = _compiler().compile(format="pdf", sys_inputs=inputs, pdf_standards=standard)
    return cast(bytes, written)  # a list only where each page is a picture of its own


def _compiler() -> typst.Compiler:
    """One for each thread: a compiler cannot serve two at once, and reading the fonts takes time."""
    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(
            _FOLDER / "ticket.typ", root=_FOLDER, font_paths=[_FOLDER / "fonts"]
        )
    return _local.compiler  # type: ignore[no-any-return]
