"""What the answers to one question say."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lib.measures import shares, student
from lib.measures.tallies import UPPER, Estimate, Interval, Tally, moments

_NPS_WIDTH: Final = 1.96


@dataclass(frozen=True)
class Summary:
    """The mean of a scale; what there are too few answers for is None."""

    n: int
    mean: float | None
    sd: float | None
    """With n − 1, from two answers on."""
    ci: Interval | None
    """Of the mean, from two answers on; without width where all answered alike."""


@dataclass(frozen=True)
class Ranked:
    """One choice of a ranking."""

    choice: int
    mean_place: float
    """Over those who gave it a place; 1 is the best."""
    first: int
    """How many put it first."""


def summary(tally: Tally) -> Summary:
    """Mean, standard deviation and the interval mean ± t · SD / √n (Student 1908), n − 1 degrees of
    freedom."""
    sums = moments(tally)
    if sums.n < 2:
        return Summary(sums.n, sums.mean if sums.n else None, None, None)
    half = student.quantile(UPPER, sums.n - 1) * math.sqrt(sums.variance / sums.n)
    mean = sums.mean
    return Summary(sums.n, mean, math.sqrt(sums.variance), (mean - half, mean + half))


def top_two(tally: Tally, points: int) -> Estimate | None:
    """The share of the two highest points of a scale from 1 to `points`; None without answers."""
    return shares.share(*counted_top_two(tally, points))


def counted_top_two(tally: Tally, points: int) -> tuple[int, int]:
    """How many gave one of the two highest points, and of how many."""
    return sum(tally.get(point, 0) for point in (points - 1, points)), sum(tally.values())


def nps(tally: Tally) -> Estimate | None:
    """The Net Promoter Score (Reichheld 2003) of a scale from 0 to 10, from −100 to 100: the percentage
    of promoters (9–10) minus that of detractors (0–6). None without answers.

    The interval is ±1.96 · √((p + d − (p − d)²) / n), the variance of a difference of two shares of
    one multinomial (Goodman 1965); it is not cut off at ±100 and has no width where all are on one
    side.
    """
    n = sum(tally.values())
    if not n:
        return None
    promoters = sum(count for value, count in tally.items() if value >= 9)
    detractors = sum(count for value, count in tally.items() if value <= 6)
    lead = promoters - detractors
    score = 100 * lead / n
    half = 100 * _NPS_WIDTH * math.sqrt(((promoters + detractors) * n - lead**2) / n**3)
    return Estimate(score, (score - half, score + half))


def ranking(tally: Mapping[tuple[int, int], int]) -> tuple[Ranked, ...]:
    """Each choice that got a place, from how often (choice, place) was given.

    The best mean place comes first; equal ones stand by first places, then by the choice's number.
    """
    places: dict[int, dict[int, int]] = defaultdict(dict)
    for (choice, place), count in tally.items():
        if count:
            places[choice][place] = count
    ranked = [Ranked(each, moments(t).mean, t.get(1, 0)) for each, t in places.items()]
    return tuple(sorted(ranked, key=lambda each: (each.mean_place, -each.first, each.choice)))
