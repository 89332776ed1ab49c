"""Charts as PNG, for files that show no SVG. typst draws them, with the fonts of the PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports.reports.content import ReportChart, ReportItem
from exports.typst_pdf import pictures_apart

_PIXELS_PER_INCH = 220
_MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Picture:
    png: bytes

    @property
    def width(self) -> float:
        """In millimetres, as wide as the chart is in the PDF."""
        pixels = int.from_bytes(self.png[16:20])  # of the IHDR chunk, which comes first
        return pixels / _PIXELS_PER_INCH * _MM_PER_INCH


def charts_in(items: Sequence[ReportItem]) -> Iterator[ReportChart]:
    """All charts in the order in which they are shown."""
    for item in items:
        if item.chart is not None:
            yield item.chart
        yield from charts_in(item.items)


def pictures_of(charts: Sequence[ReportChart]) -> list[Picture]:
    """A picture of each chart, in the same order."""
    if not charts:
        return []
    svgs = {"svgs": [chart.svg for chart in charts]}
    drawn = pictures_apart("reports/charts.typ", "charts", svgs, ppi=_PIXELS_PER_INCH)
    return [Picture(png) for png in drawn]
