"""Things with a beginning and an end, one below the other under the years, with how far each is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from exports.charts.canvas import NARROW, SMALL, Canvas
from exports.charts.figure import Chart, FigureTable
from exports.charts.numbers import share
from lib.dates import short_date_text

_HEIGHT, _GAP = 12, 10
_MOST_YEARS = 8
"""How many years are written at most; of more, every second or fifth one."""


@dataclass(frozen=True)
class Span:
    label: str
    starts_on: date
    ends_on: date
    progress: float | None
    """0–100; None: nobody knows."""
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Timeline:
    title: str
    spans: Sequence[Span]
    today: date


def timeline_chart(figures: Timeline, *, id: str, width: int = NARROW) -> Chart:
    canvas = Canvas(width)
    axis = _Axis.of(figures, width)
    canvas.y = SMALL + 8
    axis.draw(canvas)
    for span in figures.spans:
        _draw(canvas, axis, span, figures.today)
    return Chart(
        canvas=canvas,
        id=id,
        title=figures.title,
        description=_description(figures),
        table=_table(figures),
    )


@dataclass(frozen=True)
class _Axis:
    first: date
    last: date
    """A 1 January and a 31 December."""
    width: int

    @classmethod
    def of(cls, figures: Timeline, width: int) -> "_Axis":
        starts = [span.starts_on.year for span in figures.spans] or [figures.today.year]
        ends = [span.ends_on.year for span in figures.spans] or [figures.today.year]
        return cls(date(min(starts), 1, 1), date(max(ends), 12, 31), width)

    def x(self, day: date) -> float:
        inside = min(max(day, self.first), self.last)
        days = (self.last - self.first).days or 1
        return self.width * (inside - self.first).days / days

    def draw(self, canvas: Canvas) -> None:
        """The years, above the rows."""
        years = range(self.first.year, self.last.year + 1)
        step = -(-len(years) // _MOST_YEARS)
        for year in years[::step]:
            x = self.x(date(year, 1, 1))
            canvas.text(x + 3, SMALL, str(year), "muted", size=SMALL)
            canvas.line(x, 0, x, SMALL + 4, "control")

    def mark(self, canvas: Canvas, today: date) -> None:
        """A line for today through the bar at the canvas's `y`."""
        if self.first <= today <= self.last:
            canvas.line(self.x(today), canvas.y - 3, self.x(today), canvas.y + _HEIGHT + 3, "ink")


def _draw(canvas: Canvas, axis: _Axis, span: Span, today: date) -> None:
    label = f"{span.label} · {_('Late')}" if span.late else span.label
    canvas.paragraph(label, size=SMALL, most=2, bold=span.late)
    canvas.y += 3
    left, right = axis.x(span.starts_on), axis.x(span.ends_on + timedelta(days=1))
    width = max(right - left, 3.0)
    tone = "low" if span.late else "primary"
    canvas.rect(left, canvas.y, width, _HEIGHT, "line", edge="low" if span.late else "control")
    if span.progress:
        canvas.rect(left, canvas.y, max(width * span.progress / 100, 1.5), _HEIGHT, tone)
    axis.mark(canvas, today)
    canvas.y += _HEIGHT + _GAP


def _description(figures: Timeline) -> str:
    said: str = ngettext("%(num)d action", "%(num)d actions", len(figures.spans))
    if not figures.spans:
        return f"{said}."
    locale = str(get_locale())
    first = min(span.starts_on for span in figures.spans)
    last = max(span.ends_on for span in figures.spans)
    late = sum(span.late for span in figures.spans)
    words = _(
        "From %(first)s to %(last)s.",
        first=short_date_text(first, locale),
        last=short_date_text(last, locale),
    )
    of_late = ngettext("%(num)d is late.", "%(num)d are late.", late)
    return f"{said}. {words} {of_late}"


def _table(figures: Timeline) -> FigureTable:
    locale = str(get_locale())
    rows = [
        [
            span.label,
            short_date_text(span.starts_on, locale),
            short_date_text(span.ends_on, locale),
            "–" if span.progress is None else share(round(span.progress), 100),
        ]
        for span in figures.spans
    ]
    return FigureTable([_("Action"), _("Start"), _("End"), _("Progress")], rows)
