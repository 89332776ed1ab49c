"""Draws a chart as SVG text: plain shapes and words, told their place.

Every colour stands twice: as an attribute, for files and reports, and as a class, by which
`static/css/charts.css` gives it the colour of the page's theme. There are no styles and no scripts,
so that the strictest policy lets it through.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from markupsafe import Markup, escape

from exports.badges import colour_of
from lib.text import storable
from lib.text_widths import lines_within, text_width
from models.sectors import Sector

NARROW = 360
"""The width for pages, in units of the picture: one unit is about a pixel on a phone."""
WIDE = 560
"""The width for reports: across an A4 page the words are as large as the text beside them."""
TEXT, SMALL, HEADING = 13, 12, 15
COLOURS = {
    "ground": "#FFFFFF",
    "ink": "#16202A",
    "muted": "#52606D",
    "line": "#D8DEE4",
    "control": "#7A8794",
    "primary": "#0B5C66",
    "low": "#8A3A00",
    "rather-low": "#B8551A",
    "middle": "#52606D",
    "rather-high": "#2B7580",
    "high": "#084851",
    **{f"sector-{sector}": colour_of(sector) for sector in Sector},
}
"""The tones, with the colours of the light theme. White words can be read on each from `primary`
on; so all of them stand out from the gaps between them."""


@dataclass
class Canvas:
    """A picture `width` wide, which grows downwards: `y` is where the next row begins."""

    width: int
    y: float = 0.0
    _parts: list[str] = field(default_factory=list)
    """Elements; what people wrote is escaped in them."""

    def rect(
        self, x: float, y: float, width: float, height: float, tone: str, *, edge: str = ""
    ) -> None:
        place = f'x="{_at(x)}" y="{_at(y)}" width="{_at(width)}" height="{_at(height)}"'
        self._parts.append(f"<rect {place} {_look(fill=tone, stroke=edge)}/>")

    def line(
        self, x: float, y: float, to_x: float, to_y: float, tone: str, *, thick: float = 1
    ) -> None:
        ends = f'x1="{_at(x)}" y1="{_at(y)}" x2="{_at(to_x)}" y2="{_at(to_y)}"'
        self._parts.append(f'<line {ends} {_look(stroke=tone)} stroke-width="{thick}"/>')

    def scale(self, xs: Sequence[float], y: float, tone: str) -> None:
        """A line from the first place to the last, with a small tick at each."""
        ticks = "".join(f"M{_at(x)} {_at(y - 3)}v6" for x in xs)
        path = f"M{_at(xs[0])} {_at(y)}H{_at(xs[-1])}{ticks}"
        self._path(path, _look(fill="none", stroke=tone), thick=1)

    def dot(self, x: float, y: float, tone: str, *, hollow: bool = False) -> None:
        """A round mark; a hollow one tells two kinds apart without their colours."""
        r = 5
        path = f"M{_at(x - r)} {_at(y)}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"
        self._path(path, _look(fill="ground" if hollow else tone, stroke=tone), thick=2)

    def _path(self, path: str, look: str, *, thick: int) -> None:
        self._parts.append(f'<path d="{path}" {look} stroke-width="{thick}"/>')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        tone: str = "ink",
        *,
        size: float = TEXT,
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        """One line; `y` is its base line, `anchor` is start, middle or end."""
        self._parts.append(_text(x, y, words, tone, size=size, bold=bold, anchor=anchor))

    def paragraph(
        self,
        words: str,
        tone: str = "ink",
        *,
        size: float = TEXT,
        bold: bool = False,
        most: int = 3,
        room: float = 0,
    ) -> None:
        """Lines from the left edge, as wide as the picture less `room`; then `y` is below them."""
        lines = lines_within(words, self.width - room, size, most=most, bold=bold)
        for line in lines or [""]:
            self.y += size * 1.3
            self.text(0, self.y - size * 0.3, line, tone, size=size, bold=bold)

    def drawn(self, id: str, title: str, description: str, *, titled: bool = False) -> Markup:
        """The picture as an SVG element; with its title at its top where nothing else says it."""
        above, heading = _heading(title, self.width) if titled else (0.0, "")
        head = Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 {y} {w} {h}" '
            'width="{w}" height="{h}" role="img" aria-labelledby="{id}-title" '
            'aria-describedby="{id}-desc" font-family="Inter, sans-serif">'
            '<title id="{id}-title">{title}</title><desc id="{id}-desc">{desc}</desc>'
            '<rect class="chart__ground" x="0" y="{y}" width="{w}" height="{h}" fill="#FFFFFF"/>'
        ).format(
            y=_at(-above),
            w=self.width,
            h=_at(self.y + above),
            id=id,
            title=storable(title),
            desc=storable(description),
        )
        return head + Markup("".join([heading, *self._parts, "</svg>"]))  # noqa: S704


def _heading(title: str, width: int) -> tuple[float, str]:
    """How high the title's lines are, and the lines, above the picture."""
    lines = lines_within(title, width, HEADING, most=4, bold=True)
    step = HEADING * 1.3
    written = [
        _text(0, step * at + HEADING - 8, line, "ink", size=HEADING, bold=True)
        for at, line in enumerate(lines, start=-len(lines))
    ]
    return step * len(lines) + 8, "".join(written)


def _text(
    x: float, y: float, words: str, tone: str, *, size: float, bold: bool, anchor: str = "start"
) -> str:
    weight = ' font-weight="600"' if bold else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    place = f'x="{_at(x)}" y="{_at(y)}" {_look(fill=tone)} font-size="{size}"{weight}{side}'
    return f"<text {place}>{escape(storable(words))}</text>"


def fits(words: str, width: float, size: float = SMALL) -> bool:
    return text_width(words, size) <= width


@cache
def _look(**tones: str) -> str:
    """The class and the attribute of each paint: `fill`, `stroke`."""
    paints = {paint: tone for paint, tone in tones.items() if tone}
    names = " ".join(f"chart__{paint}--{tone}" for paint, tone in paints.items() if tone in COLOURS)
    painted = " ".join(f'{paint}="{COLOURS.get(tone, tone)}"' for paint, tone in paints.items())
    return f'class="{names}" {painted}'


def _at(number: float) -> str:
    """A coordinate to a tenth of a unit, as short as it can be."""
    return f"{round(number, 1) + 0.0:g}"
