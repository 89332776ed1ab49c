"""Codes on paper as a tagged PDF (PDF/UA-1): a slip for each person, to cut out and hand over."""

import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, cast

import typst

_FOLDER = Path(__file__).parent
_local = threading.local()


@dataclass(frozen=True)
class CodeSlip:
    name: str
    institution: str
    code: str


@dataclass(frozen=True, kw_only=True)
class CodeSheet:
    """The words of the sheet, in one language."""

    language: str
    title: str
    programme: str
    event: str
    when: str
    address: str
    advice: str
    code_label: str
    slips: list[CodeSlip]


def access_codes_pdf(sheet: CodeSheet) -> bytes:
    words = json.dumps(asdict(sheet), ensure_ascii=False)
    try:
        return _written(words, "ua-1")
    except typst.TypstError:
        # A name in a script that no font here can show: PDF/UA forbids the placeholder boxes,
        # but the person still needs the code.
        return _written(words, None)


def _written(words: str, standard: Literal["ua-1"] | None) -> bytes:
    inputs = {"sheet": words}
    written = _compiler().compile(format="pdf", sys_inputs=inputs, pdf_standards=standard)
    return cast(bytes, written)  # a list only where each page is a picture of its own


def _compiler() -> typst.Compiler:
    """One for each thread: a compiler cannot serve two at once, and reading the fonts takes time."""
    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(
            _FOLDER / "access_codes.typ", root=_FOLDER, font_paths=[_FOLDER / "fonts"]
        )
    return _local.compiler  # type: ignore[no-any-return]
