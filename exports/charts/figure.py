"""What every chart gives: the picture, its words, and the same numbers as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _
from markupsafe import Markup

from exports.charts.canvas import SMALL, Canvas
from exports.charts.numbers import whole


@dataclass(frozen=True)
class Estimate:
    """A mean, a score or a difference; with the ends of its 95 % interval where it has one."""

    value: float
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class FigureTable:
    """All numbers of a chart, in the reader's language. The first column says what a row is of."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Chart:
    canvas: Canvas
    id: str
    """Unique on its page, without spaces."""
    title: str
    description: str
    """One or two sentences: what somebody who cannot see the picture should know of it."""
    table: FigureTable

    @cached_property
    def svg(self) -> Markup:
        """For pages and reports, where a heading stands above; on pages its colours follow the
        theme."""
        return self.canvas.drawn(self.id, self.title, self.description)

    @cached_property
    def file(self) -> Markup:
        """The same as a document of its own, with its title at the top."""
        return self.canvas.drawn(self.id, self.title, self.description, titled=True)


def draw_missing(canvas: Canvas, missing: int) -> None:
    """How many were asked and gave no answer, below the rest; nothing where all did."""
    if missing:
        words = _("No answer")
        canvas.y += 4
        canvas.paragraph(f"{words}: {whole(missing)}", "muted", size=SMALL)
