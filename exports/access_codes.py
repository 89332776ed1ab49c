"""Access codes on paper as a tagged PDF (PDF/UA-1): one slip a person, to cut out and hand over."""

from dataclasses import asdict, dataclass

from exports.typst_pdf import written


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
    return written("access_codes.typ", "sheet", asdict(sheet))
