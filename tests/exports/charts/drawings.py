"""One chart of each kind, and what can be read in its picture."""

from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

from exports.charts.axes import Ends
from exports.charts.bars import Bar, Bars, bars_chart
from exports.charts.comparisons import ComparedItem, Comparison, comparison_chart
from exports.charts.distributions import Distribution, distribution_chart
from exports.charts.figure import Chart, Estimate
from exports.charts.matrix import MatrixPoint, matrix_chart
from exports.charts.means import MeanRow, Means, means_chart
from exports.charts.priorities import Urgent, priorities_chart
from exports.charts.progress import ThemeProgress, progress_chart
from exports.charts.promoters import Promoters, promoters_chart
from exports.charts.rankings import RankedChoice, Ranking, ranking_chart
from exports.charts.timelines import Span, Timeline, timeline_chart

SVG = "{http://www.w3.org/2000/svg}"
ENDS = Ends("hiç", "çok")


def distribution(title="Beklentim karşılandı", ends=ENDS, **figures) -> Distribution:
    counts = {1: 2, 2: 5, 3: 9, 4: 18, 5: 8}
    mean = Estimate(3.595, (3.262, 3.928))
    return Distribution(title=title, ends=ends, **{"counts": counts, "mean": mean, **figures})


def one_of_each(words="Beklentim karşılandı", *, width=360) -> Iterator[Chart]:
    """All labels and titles say `words`."""
    ends = Ends(words, words)
    yield distribution_chart(
        distribution(words, ends, no_opinion=3, missing=4), id="a", width=width
    )
    bars = Bars(title=words, bars=[Bar(words, 29), Bar(words, 0)], total=42, missing=3)
    yield bars_chart(bars, id="b", width=width)
    rows = [
        MeanRow(words, 42, Estimate(3.67, (3.41, 3.93)), "sector-cso"),
        MeanRow(words, 7, Estimate(4.9, (4.4, 5.4)), "sector-public"),
        MeanRow(words, 5, None),
    ]
    means = Means(title=words, rows=rows, heading=words, least=1, most=5, ends=ends)
    yield means_chart(means, id="c", width=width)
    score = Estimate(38.1, (15.2, 61.0))
    promoters = Promoters(title=words, detractors=7, passives=12, promoters=23, score=score)
    yield promoters_chart(promoters, id="d", width=width)
    choices = [
        RankedChoice(words, 2.4, 8),
        RankedChoice(words, 1.62, 27),
        RankedChoice("x", None, 0),
    ]
    ranking = Ranking(title=words, total=42, choices=choices, missing=1)
    yield ranking_chart(ranking, id="e", width=width)
    yield comparison_chart(comparison(words), id="f", width=width)
    yield priorities_chart([Urgent(1, words, 100.0), Urgent(2, words, 0.0)], id="g", width=width)
    themes = [ThemeProgress(words, 3, 2, 61.5), ThemeProgress(words, 1, 0, None)]
    yield progress_chart(themes, id="h", width=width)
    yield matrix_chart([MatrixPoint(1, words, 5.0, 4.5)], id="i", width=width)
    spans = [
        Span(words, date(2026, 1, 1), date(2027, 6, 30), 35.0, late=True),
        Span(words, date(2027, 5, 1), date(2027, 5, 1), None),
    ]
    timeline = Timeline(title=words, spans=spans, today=date(2027, 3, 1))
    yield timeline_chart(timeline, id="j", width=width)


def comparison(words="Beklentim karşılandı") -> Comparison:
    then, now = Estimate(2.9, (2.6, 3.2)), Estimate(3.67, (3.41, 3.93))
    rose = ComparedItem(
        label=words,
        before=then,
        after=now,
        difference=Estimate(0.77, (0.38, 1.16)),
        words="orta düzeyde arttı",
    )
    other = ComparedItem(
        label=words, before=None, after=None, difference=None, words="metni değişti"
    )
    waves = (words, f"{words} 2")
    return Comparison(
        title=words, waves=waves, items=[rose, other], least=1, most=5, ends=Ends(words, words)
    )


def parsed(svg) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg))  # noqa: S314 - our own


def words_in(svg) -> list[str]:
    return [text.text or "" for text in parsed(svg).iter(f"{SVG}text")]


def shapes(svg, tone: str) -> list[dict[str, float]]:
    """The places of the rectangles of a tone that are no swatches."""
    names = ("x", "y", "width", "height")
    found = [
        {name: float(one.get(name)) for name in names}
        for one in parsed(svg).iter(f"{SVG}rect")
        if one.get("class").split()[0] == f"chart__fill--{tone}"
    ]
    return [one for one in found if one["height"] != 10]
