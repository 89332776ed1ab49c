"""The numbers in pictures and tables are the given ones, as the reader's language writes them."""

import pytest

from exports.charts.bars import Bar, Bars, bars_chart
from exports.charts.comparisons import comparison_chart
from exports.charts.distributions import distribution_chart
from exports.charts.figure import Estimate
from exports.charts.means import MeanRow, Means, means_chart
from exports.charts.numbers import between, decimal, signed
from exports.charts.promoters import Promoters, promoters_chart
from exports.charts.rankings import RankedChoice, Ranking, ranking_chart
from tests.exports.charts.drawings import comparison, distribution, shapes, words_in

english = pytest.mark.parametrize("reader", ["en"], indirect=True)


def test_a_distribution_says_each_point_with_its_count_and_share():
    chart = distribution_chart(distribution(no_opinion=3, missing=4), id="q")
    assert list(chart.table.rows) == [
        ["1 (hiç)", "2", "%5"],
        ["2", "5", "%12"],
        ["3", "9", "%21"],
        ["4", "18", "%43"],
        ["5 (çok)", "8", "%19"],
        ["Fikrim yok", "3", ""],
        ["Yanıtlamayan", "4", ""],
        ["Ortalama", "3,60", "3,26–3,93"],
    ]
    words = words_in(chart.svg)
    assert {"42 yanıt", "Ortalama 3,60 (3,26–3,93)", "hiç", "çok"} <= set(words)
    assert {"2 (%5)", "5 (%12)", "9 (%21)", "18 (%43)", "8 (%19)"} <= set(words)
    assert "Fikrim yok: 3 · Yanıtlamayan: 4" in words


@english
def test_the_same_in_english():
    chart = distribution_chart(distribution(), id="q")
    assert chart.table.rows[3] == ["4", "18", "43%"]
    assert chart.description == (
        "42 answers on a scale from 1 to 5. Mean 3.60, 95% confidence interval: 3.26 to 3.93. "
        "Chosen most often: 4 (43%)."
    )


def test_the_parts_of_a_distribution_are_as_wide_as_their_shares():
    svg = distribution_chart(distribution(), id="q").svg
    tones = ("low", "rather-low", "middle", "rather-high", "high")
    parts = [part for tone in tones for part in shapes(svg, tone)]
    assert [round((part["width"] + 2) / 360 * 42, 1) for part in parts] == [2, 5, 9, 18, 8]
    assert len({part["y"] for part in parts}) == 1


def test_a_scale_that_nobody_answered_shows_an_empty_track():
    empty = distribution(counts={1: 0, 2: 0}, mean=None, missing=9)
    chart = distribution_chart(empty, id="q")
    assert [track["width"] for track in shapes(chart.svg, "line")] == [359]
    assert chart.table.rows[0] == ["1 (hiç)", "0", "–"]


@pytest.mark.parametrize("points", range(2, 12))
def test_scales_of_two_to_eleven_points_have_a_part_for_each(points):
    chart = distribution_chart(distribution(counts=dict.fromkeys(range(points), 7)), id="q")
    words = words_in(chart.svg)
    assert all(words.count(str(point)) == 3 for point in range(points))


def test_bars_run_on_a_full_track_of_all_who_answered():
    bars = [Bar("E-posta", 21), Bar("Afiş", 42), Bar("Diğer", 0)]
    chart = bars_chart(Bars(title="Nereden", bars=bars, total=42, missing=1300), id="q")
    (half, full), tracks = shapes(chart.svg, "primary"), shapes(chart.svg, "line")
    assert half["width"] * 2 == pytest.approx(full["width"], abs=0.1)
    assert [track["width"] + 1 for track in tracks] == [full["width"]] * 3
    assert list(chart.table.rows) == [
        ["E-posta", "21", "%50"],
        ["Afiş", "42", "%100"],
        ["Diğer", "0", "%0"],
        ["Yanıtlamayan", "1.300", ""],
    ]


def test_means_stand_with_their_intervals_and_numbers_of_answers():
    rows = [
        MeanRow("Kamu", 42, Estimate(3.67, (3.41, 3.93)), "sector-public"),
        MeanRow("Özel", 5, Estimate(2.0)),
        MeanRow("Diğer", 6, None),
    ]
    chart = means_chart(Means(title="x", rows=rows, heading="Taraf", least=1, most=5), id="q")
    assert list(chart.table.rows) == [
        ["Kamu", "42", "3,67", "3,41–3,93"],
        ["Özel", "5", "2,00", "–"],
        ["Diğer", "6", "–", "–"],
    ]
    assert list(chart.table.headings) == ["Taraf", "Yanıt", "Ortalama", "%95 güven aralığı"]
    assert {"n = 42", "3,67", "3,41–3,93"} <= set(words_in(chart.svg))
    assert chart.description.endswith("En düşük: Özel (2,00); en yüksek: Kamu (3,67).")


def test_the_net_promoter_score_stands_beside_its_three_groups():
    score = Estimate(-38.1, (-61.04, -15.2))
    figures = Promoters(title="x", detractors=23, passives=12, promoters=7, score=score)
    chart = promoters_chart(figures, id="q")
    assert [row[1:] for row in chart.table.rows] == [
        ["23", "%55"],
        ["12", "%29"],
        ["7", "%17"],
        ["−38", "−61 … −15"],
    ]
    assert "NPS −38 (−61 … −15)" in words_in(chart.svg)


def test_a_ranking_begins_with_the_best_mean_place():
    choices = [RankedChoice("B", 2.4, 8), RankedChoice("C", None, 0), RankedChoice("A", 1.625, 34)]
    chart = ranking_chart(Ranking(title="x", total=42, choices=choices), id="q")
    assert list(chart.table.rows) == [
        ["A", "1,62", "34", "%81"],
        ["B", "2,40", "8", "%19"],
        ["C", "–", "0", "%0"],
    ]
    assert {"1,62", "34 (%81)"} <= set(words_in(chart.svg))


def test_a_comparison_says_the_difference_in_words_or_why_there_is_none():
    chart = comparison_chart(comparison(), id="q")
    words = words_in(chart.svg)
    assert "+0,77 (0,38–1,16): orta düzeyde arttı" in words
    assert "metni değişti" in words
    rose, other = chart.table.rows
    assert rose[1:] == [
        "2,90",
        "2,60–3,20",
        "3,67",
        "3,41–3,93",
        "+0,77",
        "0,38–1,16",
        "orta düzeyde arttı",
    ]
    assert other[1:] == ["–"] * 6 + ["metni değişti"]


@pytest.mark.parametrize(
    ("value", "written"), [(0.004, "0,00"), (-0.004, "0,00"), (-1.5, "−1,50"), (1234.5, "1.234,50")]
)
def test_numbers_that_round_to_nought_have_no_sign(value, written):
    assert decimal(value) == written
    assert signed(abs(value)) == ("0,00" if written == "0,00" else f"+{decimal(abs(value))}")


def test_a_minus_never_meets_the_dash_of_an_interval():
    assert between((-0.37, 0.21)) == "−0,37 … 0,21"
