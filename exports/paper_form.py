"""A blank form to be printed and filled in by hand, as a tagged PDF."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from exports.typst_pdf import written


class PaperShape(StrEnum):
    """How a question is answered on paper."""

    HEADING = "heading"
    SCALE = "scale"
    """A box for each point of each row; one row where the question is asked once."""
    CHOICES = "choices"
    RANKS = "ranks"
    """A box before each choice, for its place."""
    LINES = "lines"


@dataclass(frozen=True, kw_only=True)
class PaperQuestion:
    shape: PaperShape
    text: str
    number: str = ""
    """«3», as conditions name it; a heading has none."""
    hint: str = ""
    """How to answer, and in which case."""
    points: tuple[str, ...] = ()
    """Of a scale, from its lowest: each stands below its box."""
    low: str = ""
    high: str = ""
    rows: tuple[str, ...] = ("",)
    """Of a scale: what is rated, if it is more than one thing."""
    choices: tuple[str, ...] = ()
    several: bool = False
    """Whether more than one choice may be ticked."""
    other: str = ""
    """The choice with a line to write on, after all others."""
    lines: int = 0


@dataclass(frozen=True, kw_only=True)
class PaperForm:
    """All that is printed, in one language."""

    language: str
    title: str
    programme: str
    facts: tuple[tuple[str, str], ...]
    """What stands in the head beside the title: names and values."""
    told: str
    """Whether it is anonymous, and what is kept."""
    is_named: bool
    name_label: str
    how: str
    """How boxes are ticked."""
    code: str
    """Which survey and wave it is, for whoever types it in."""
    page: str
    """«Page {page} of {pages}»."""
    questions: tuple[PaperQuestion, ...]


def paper_form_pdf(form: PaperForm) -> bytes:
    return written("paper_form.typ", "form", asdict(form))
